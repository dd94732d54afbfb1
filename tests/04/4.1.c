/* 4.1.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* Judges exercise 4.1: the first value that passes back too early. */
#include "judge.h"
#include "value.h"

enum { VALUES = 7, ORDERS = 300 };

size_t first_too_early(Value *const *order, size_t n);

typedef size_t (*Check)(Value *const *order, size_t n);

static bool made_from(const Value *value, const Value *input)
{
    return value_input(value, 0) == input || value_input(value, 1) == input;
}

static size_t right_check(Value *const *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (made_from(order[j], order[i]))
                return i;
    return n;
}

static size_t neighbours(Value *const *order, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (made_from(order[i + 1], order[i]))
            return i;
    return n;
}

static size_t second_inputs(Value *const *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (value_input(order[j], 1) == order[i])
                return i;
    return n;
}

static size_t the_last(Value *const *order, size_t n)
{
    for (size_t i = n; i-- > 0;)
        for (size_t j = i + 1; j < n; j++)
            if (made_from(order[j], order[i]))
                return i;
    return n;
}

static const struct {
    Check check;
    const char *message;
} checks[] = {
    {right_check, NULL},
    {neighbours, "you compare each value with its neighbour alone: look at "
                 "all that stand after it"},
    {second_inputs, "you look at the second inputs only: input 0 waits, too"},
    {the_last, "that is the last value that is too early: asked for is the "
               "first"}};

enum { CHECKS = sizeof checks / sizeof *checks };

static Graph *graph;
static Value *order[VALUES];

static size_t below(size_t n) { return (size_t)judge_uniform(0, (double)n); }

/* Two leaves and sums and products of what was there before. */
static void make_values(void)
{
    graph = value_graph();
    for (size_t i = 0; i < VALUES; i++) {
        if (i < 2)
            order[i] = value_new(graph, judge_uniform(-1, 1));
        else if (judge_uniform(0, 1) < 0.5)
            order[i] = value_add(order[below(i)], order[below(i)]);
        else
            order[i] = value_mul(order[below(i)], order[below(i)]);
    }
}

static void exchange(size_t i, size_t j)
{
    Value *kept = order[i];
    order[i] = order[j];
    order[j] = kept;
}

/* Last made first, and then a few exchanges. */
static void draw_order(void)
{
    make_values();
    for (size_t i = 0; i < VALUES / 2; i++)
        exchange(i, VALUES - 1 - i);
    for (size_t swaps = below(5); swaps > 0; swaps--)
        exchange(below(VALUES), below(VALUES));
}

/* y, q, b, x of the diamond; or, with b too early, y, b, q, x. */
static size_t ask_diamond(bool early)
{
    graph = value_graph();
    Value *x = value_new(graph, 3), *b = value_add(x, x);
    Value *q = value_mul(x, b), *y = value_add(b, q);
    Value *in_time[] = {y, q, b, x}, *too_early[] = {y, b, q, x};
    size_t came = first_too_early(early ? too_early : in_time, 4);
    graph_free(graph);
    return came;
}

static void diamond_too_early(void)
{
    size_t came = ask_diamond(true);
    mistake(came == 0, "it returns 0, the index of y, which waits for "
                       "nobody: is it written yet, or do you ask whether "
                       "order[i] was made from order[j], and not the "
                       "reverse?");
    mistake(came == 2, "that is the index of q, which came too late: asked "
                       "for is b, which should have waited for it");
    mistake(came == 4, "it finds nobody too early; but q was made from b, "
                       "as its second input: input 1 waits, too");
    expect_equal("the index of b", (long long)came, 1);
}

static void diamond_in_time(void)
{
    expect_equal("the number of values, since none is too early",
                 (long long)ask_diamond(false), 4);
}

static void random_orders(void)
{
    int agree[CHECKS] = {0};
    size_t came[ORDERS], right[ORDERS];
    for (int trial = 0; trial < ORDERS; trial++) {
        draw_order();
        came[trial] = first_too_early(order, VALUES);
        right[trial] = right_check(order, VALUES);
        for (int i = 0; i < CHECKS; i++)
            agree[i] += checks[i].check(order, VALUES) == came[trial];
        graph_free(graph);
    }
    for (int i = 1; i < CHECKS; i++)
        mistake(agree[0] < ORDERS && agree[i] == ORDERS, "%s",
                checks[i].message);
    for (int trial = 0; trial < ORDERS; trial++)
        expect_equal("the first value of 7 that is too early",
                     (long long)came[trial], (long long)right[trial]);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 4.1");
    judge_see("When a gradient is complete",
              "04-walking-the-graph.html#complete");
    bool first = judge_ask("is b too early in y, b, q, x?",
                           diamond_too_early);
    judge_ask("is nobody too early in y, q, b, x?", diamond_in_time);
    if (first)
        judge_ask("is it right about orders drawn at random?",
                  random_orders);
    return judge_end();
}
