/* 4.5.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* Judges exercise 4.5: an order by counting users. */
#include "judge.h"
#include <stdlib.h>
#include <string.h>

int sort_by_users(const int (*prev)[2], int n, int root, int *order,
                  int *users);

enum { MOST = 32, ROOM = 128 };

static int order[ROOM], users[ROOM];

static int below(int n) { return (int)judge_uniform(0, n); }

static void shuffle(int *numbers, int n)
{
    for (int i = 0; i < n; i++)
        numbers[i] = i;
    for (int i = n - 1; i > 0; i--) {
        int j = below(i + 1), kept = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = kept;
    }
}

/* A table in which each node is made from the one before it, and often
   from another; then all get other numbers. Returns the root. */
static int draw_table(int (*prev)[2], int n)
{
    int number[MOST], made[MOST][2];
    shuffle(number, n);
    for (int i = 0; i < n; i++) {
        made[i][0] = i == 0 ? -1 : i - 1;
        made[i][1] = i == 0 || below(3) == 0 ? -1 : below(i);
        if (below(2) == 0) {
            int kept = made[i][0];
            made[i][0] = made[i][1];
            made[i][1] = kept;
        }
    }
    for (int i = 0; i < n; i++)
        for (int k = 0; k < 2; k++)
            prev[number[i]][k] = made[i][k] < 0 ? -1 : number[made[i][k]];
    return number[n - 1];
}

enum { UNTOUCHED = -7 };

static int placed_of(const int (*prev)[2], int n, int root)
{
    memset(users, 0, sizeof users);
    for (int i = 0; i < ROOM; i++)
        order[i] = UNTOUCHED;
    return sort_by_users(prev, n, root, order, users);
}

/* order has n places, and we have a few behind them to look at. */
static void expect_room_kept(int n)
{
    for (int i = n; i < ROOM; i++)
        expect(order[i] == UNTOUCHED, "order has room for %d nodes, and "
                                      "place %d, behind them, was written",
               n, i);
}

static void expect_sorted(const int (*prev)[2], int n, int root)
{
    int placed = placed_of(prev, n, root);
    mistake(placed == 0, "no node was placed: is sort_by_users written yet, "
                         "and does the order begin with the root?");
    mistake(placed > n, "%d nodes were placed, of %d: a node goes into the "
                        "order once, when its count comes to 0",
            placed, n);
    expect_room_kept(n);
    mistake(placed == n && order[0] != root, "the root does not stand "
                                             "first: nothing else can, "
                                             "since all wait for it");
    mistake(placed < n, "only %d nodes of %d were placed, and there is no "
                        "circle: somebody waits for a user that has "
                        "passed. Is each edge counted once, and taken off "
                        "once?",
            placed, n);
    /* expect each node once, and none too early */
    int place[ROOM];
    memset(place, -1, sizeof place);
    for (int i = 0; i < n; i++) {
        expect(order[i] >= 0 && order[i] < n, "there is no node %d", order[i]);
        expect(place[order[i]] < 0, "node %d stands twice in the order",
               order[i]);
        place[order[i]] = i;
    }
    for (int node = 0; node < n; node++)
        for (int i = 0; i < 2; i++)
            expect(prev[node][i] < 0 || place[node] < place[prev[node][i]],
                   "node %d stands before node %d, which was made from it: it "
                   "went before all of its users had gone",
                   prev[node][i], node);
}

/* A leaf alone, in tables that are there before node 0, too, for who takes
   -1 for a node. */
static void expect_none_left_alone(void)
{
    static const int table[][2] = {{-1, -1}, {-1, -1}};
    int counts[2] = {0}, line[ROOM];
    sort_by_users(table + 1, 1, 0, line, counts + 1);
    mistake(counts[0] != 0, "-1 is none, and was taken for a node: "
                            "users[-1] was changed");
}

/* x is 2, b is 3, q is 0 and y is 1. */
static void diamonds(void)
{
    expect_none_left_alone();
    static const int written[][2] = {{2, 3}, {3, 0}, {-1, -1}, {2, 2}};
    static const int exchanged[][2] = {{2, 3}, {0, 3}, {-1, -1}, {2, 2}};
    expect_sorted(written, 4, 1);
    expect_sorted(exchanged, 4, 1);
}

/* y is 0, made from 1 and 2; 1 from 4 and 4, 2 from 3, and 3 from 4. */
static void squares(void)
{
    static const int table[][2] = {{1, 2}, {4, 4}, {3, -1}, {4, -1},
                                   {-1, -1}};
    expect_sorted(table, 5, 0);
}

static void shuffled_tables(void)
{
    for (int trial = 0; trial < 300; trial++) {
        int prev[MOST][2], n = 1 + below(MOST);
        int root = draw_table(prev, n);
        expect_sorted((const int (*)[2])prev, n, root);
    }
}

/* 0 was made from 1, 1 from 2, and 2 from 1 and the leaf 3. */
static void circle(void)
{
    static const int table[][2] = {{1, -1}, {2, -1}, {1, 3}, {-1, -1}};
    int placed = placed_of(table, 4, 0);
    mistake(placed == 4, "4 nodes were placed, though 1 and 2 were made "
                         "from each other: a node goes only when its count "
                         "has come to 0");
    expect_equal("nodes that can be placed: the root alone", placed, 1);
    expect_room_kept(4);
}

/* The root 0 was made from 1, and 1 from 0. */
static void circle_through_root(void)
{
    static const int table[][2] = {{1, -1}, {0, -1}};
    int placed = placed_of(table, 2, 0);
    mistake(placed > 0, "%d nodes were placed, though the root and 1 were "
                        "made from each other: the root goes into the order "
                        "unasked. Does nothing use it?",
            placed);
    expect_equal("nodes that can be placed: none", placed, 0);
    expect_room_kept(2);
}

static void many_nodes(void)
{
    enum { LONG = 500000 };
    int(*prev)[2] = malloc(LONG * sizeof *prev);
    int *line = malloc(LONG * sizeof *line);
    int *counts = calloc(LONG, sizeof *counts);
    if (prev != NULL && line != NULL && counts != NULL) {
        for (int i = 0; i < LONG; i++) {
            prev[i][0] = i + 1 < LONG ? i + 1 : -1;
            prev[i][1] = i + 2 < LONG ? i + 2 : -1;
        }
        int placed = sort_by_users((const int (*)[2])prev, LONG, 0, line,
                                   counts);
        expect_equal("nodes placed", placed, LONG);
        for (int i = 0; i < LONG; i++)
            expect(line[i] == i, "node %d stands at place %d", line[i], i);
    }
    free(prev);
    free(line);
    free(counts);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 4.5");
    judge_see("When a gradient is complete",
              "04-walking-the-graph.html#complete");
    if (judge_ask_first("is the diamond sorted, in both operand orders?",
                        diamonds)) {
        judge_ask("is a node waited for that uses another twice?", squares);
        judge_ask("are tables drawn at random sorted?", shuffled_tables);
        judge_see("A topological order",
                  "04-walking-the-graph.html#topological-order");
        judge_ask("is a circle noticed?", circle);
        judge_ask("is a circle through the root?", circle_through_root);
        judge_see("What a walk costs", "04-walking-the-graph.html#walk-cost");
        judge_ask("are half a million nodes sorted soon?", many_nodes);
    }
    return judge_end();
}
