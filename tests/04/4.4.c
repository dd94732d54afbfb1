/* 4.4.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* Judges exercise 4.4: the sort that depends on how a sum is written. */
#include "judge.h"
#include <stdlib.h>
#include <string.h>

int sort(const int (*prev)[2], int root, int *order, int *stack, bool *met);

enum { X, BSUM, Q, Y, MANY = 64 };

static const int as_written[][2] = {{-1, -1}, {X, X}, {X, BSUM}, {BSUM, Q}};
static const int exchanged[][2] = {{-1, -1}, {X, X}, {X, BSUM}, {Q, BSUM}};

/* The gradient of x, when the nodes pass back in this order. */
static double gradient(const int (*prev)[2], const int *order, int n)
{
    double data[] = {3, 6, 18, 24}, grad[] = {0, 0, 0, 1};
    for (int at = 0; at < n; at++)
        for (int i = 0; i < 2 && order[at] != X; i++) {
            const int *from = prev[order[at]];
            double slope = order[at] == Q ? data[from[1 - i]] : 1;
            grad[from[i]] += slope * grad[order[at]];
        }
    return grad[X];
}

/* A node that stands twice in the order; -1 when there is none. */
static int twice_there(const int *order, int n)
{
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++)
            if (order[i] == order[j])
                return order[i];
    return -1;
}

/* A place whose node stands before one that was made from it, or -1. */
static int too_early(const int (*prev)[2], const int *order, int n)
{
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++)
            if (prev[order[j]][0] == order[i] ||
                prev[order[j]][1] == order[i])
                return i;
    return -1;
}

/* A letter in the diamond, and elsewhere the number. */
static const char *name_of(const int (*prev)[2], int node)
{
    static char name[16];
    bool diamond = prev == as_written || prev == exchanged;
    if (diamond && node >= X && node <= Y)
        snprintf(name, sizeof name, "%c", "xbqy"[node]);
    else
        snprintf(name, sizeof name, "%d", node);
    return name;
}

/* Expects the n nodes of order to be right, all of `nodes`. */
static void expect_order(const int (*prev)[2], const int *order, int n,
                         int nodes)
{
    int twice = twice_there(order, n), at = too_early(prev, order, n);
    mistake(n == 0, "the order is empty: if the root is marked before the "
                    "loop, its own turn is passed over");
    mistake(twice >= 0,
            "node %s stands twice in the order: what happens when it is "
            "taken from the stack the second time?",
            name_of(prev, twice));
    expect_equal("nodes in the order", n, nodes);
    expect(at < 0, "node %s stands before a node that was made from it",
           name_of(prev, at < 0 ? 0 : order[at]));
}

static int order[MANY], stack[2 * MANY + 1];
static bool met[MANY];

static int sort_diamond(const int (*prev)[2])
{
    int large[9 * MANY], big_stack[9 * MANY];
    memset(met, 0, sizeof met);
    int n = sort(prev, Y, large, big_stack, met);
    expect(n >= 0 && n <= MANY, "%d nodes came from a diamond of 4", n);
    memcpy(order, large, sizeof order);
    return n;
}

static void expect_diamond(const int (*prev)[2], const char *sum)
{
    char letters[3 * MANY] = "", *end = letters;
    int n = sort_diamond(prev);
    for (int i = 0; i < n; i++, end += 2) {
        expect(order[i] >= X && order[i] <= Y, "there is no node %d",
               order[i]);
        end[0] = ' ', end[1] = "xbqy"[order[i]], end[2] = '\0';
    }
    int early = twice_there(order, n) < 0 ? too_early(prev, order, n) : -1;
    mistake(n == 4 && early >= 0,
            "y = %s, with q = x b and b = x + x, is sorted%s: here %c "
            "stands before a node that was made from it.\n"
            "passed back in this order, x gets %g and not 14",
            sum, letters, "xbqy"[order[early < 0 ? 0 : early]],
            gradient(prev, order, n));
    expect_order(prev, order, n, 4);
}

static void sum_exchanged(void) { expect_diamond(exchanged, "q + b"); }

static void sum_as_written(void)
{
    int n = sort_diamond(exchanged);
    bool other = n == 4 && too_early(exchanged, order, n) < 0;
    n = sort_diamond(as_written);
    mistake(other && n == 4 && too_early(as_written, order, n) >= 0,
            "now y = q + b is right, and y = b + q, which was right, is "
            "wrong: the direction of the loop is not the cause");
    expect_diamond(as_written, "b + q");
}

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

/* How many nodes the root was made from, itself included. The inputs of a
   node have smaller numbers. */
static int ancestors(const int (*prev)[2], int root)
{
    bool is[MANY] = {[0] = false};
    int count = 0;
    is[root] = true;
    for (int node = root; node >= 0; node--)
        if (is[node]) {
            count++;
            for (int i = 0; i < 2; i++)
                if (prev[node][i] >= 0)
                    is[prev[node][i]] = true;
        }
    return count;
}

/* A table whose nodes get other numbers when it is drawn. Returns the root,
   and in *all how many are to be sorted. */
static int draw_table(int (*prev)[2], int nodes, int *all)
{
    int number[MANY], made[MANY][2];
    for (int i = 0; i < nodes; i++) {
        made[i][0] = i < 2 ? -1 : below(i);
        made[i][1] = i < 2 || below(4) == 0 ? -1 : below(i);
    }
    *all = ancestors((const int (*)[2])made, nodes - 1);
    shuffle(number, nodes);
    for (int i = 0; i < nodes; i++)
        for (int k = 0; k < 2; k++)
            prev[number[i]][k] = made[i][k] < 0 ? -1 : number[made[i][k]];
    return number[nodes - 1];
}

static void random_tables(void)
{
    for (int trial = 0; trial < 300; trial++) {
        int prev[MANY][2], all;
        int root = draw_table(prev, 3 + below(12), &all);
        memset(met, 0, sizeof met);
        int n = sort((const int (*)[2])prev, root, order, stack, met);
        expect_order((const int (*)[2])prev, order, n, all);
    }
}

static void sixty_doublings(void)
{
    int prev[61][2] = {{-1, -1}};
    for (int i = 1; i <= 60; i++)
        prev[i][0] = prev[i][1] = i - 1;
    int n = sort((const int (*)[2])prev, 60, order, stack, met);
    expect_order((const int (*)[2])prev, order, n, 61);
}

static void long_chain(void)
{
    enum { LONG = 1000000 };
    int(*prev)[2] = malloc(LONG * sizeof *prev);
    int *line = malloc(LONG * sizeof *line);
    int *waiting = malloc((2 * LONG + 1) * sizeof *waiting);
    bool *seen = calloc(LONG, sizeof *seen);
    if (prev != NULL && line != NULL && waiting != NULL && seen != NULL) {
        for (int i = 0; i < LONG; i++)
            prev[i][0] = i - 1, prev[i][1] = -1;
        int n = sort((const int (*)[2])prev, LONG - 1, line, waiting, seen);
        expect_equal("nodes of a chain", n, LONG);
        for (int i = 0; i < n; i++)
            expect(line[i] == LONG - 1 - i, "the chain is out of order");
    }
    free(prev);
    free(line);
    free(waiting);
    free(seen);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 4.4");
    judge_see("A stack of our own", "04-walking-the-graph.html#own-stack");
    bool right = judge_ask("is y = q + b sorted?", sum_exchanged);
    right = judge_ask("is y = b + q sorted?", sum_as_written) && right;
    if (right) {
        judge_see("A topological order",
                  "04-walking-the-graph.html#topological-order");
        judge_ask("are tables drawn at random sorted?", random_tables);
        judge_see("Walks that do not wait",
                  "04-walking-the-graph.html#naive-walks");
        judge_ask("do sixty doublings end?", sixty_doublings);
        judge_see("A stack of our own",
                  "04-walking-the-graph.html#own-stack");
        judge_ask("is a chain of a million nodes sorted?", long_chain);
    }
    return judge_end();
}
