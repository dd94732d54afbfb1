/* 3.4.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* Judges exercise 3.4: the operation that is right the first time. */
#include "judge.h"
#include "value.h"

#include <math.h>
#include <string.h>

Value *squared_gap(Value *a, Value *b);

static bool close(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1.0, fabs(b));
}

/* d is a - b. */
static void gap_of(double d)
{
    Graph *graph = value_graph();
    double g = judge_uniform(2, 3);
    Value *b = value_new(graph, judge_uniform(-1, 1));
    Value *a = value_new(graph, b->data + d), *u = squared_gap(a, b);
    u->grad = g;
    value_pass_back(u);
    mistake(close(a->grad, 2 * d * u->data),
            "out->data went into the slope: multiply by out->grad");
    mistake(d < 0 && close(a->grad, -2 * d * g),
            "a is the smaller one here, and a - b is negative: its sign "
            "belongs to the slope");
    expect_close("along a, 2 (a - b) times out->grad", a->grad, 2 * d * g,
                 1e-9);
    mistake(close(b->grad, a->grad),
            "b has the slope of a: when b moves, a - b moves the other "
            "way, so its sign is turned");
    expect_close("along b", b->grad, -2 * d * g, 1e-9);
    graph_free(graph);
}

static void one_gap(void)
{
    gap_of(judge_uniform(2, 3));
    gap_of(judge_uniform(-3, -2));
}

/* L is the gap of a and b plus that of c and d; passed back, the second gap
   first. */
static void two_gaps(Value *a, Value *b, Value *c, Value *d)
{
    Value *first = squared_gap(a, b), *second = squared_gap(c, d);
    Value *L = value_add(first, second);
    L->grad = 1.0;
    value_pass_back(L);
    value_pass_back(second);
    value_pass_back(first);
}

/* Adds a line to wrong, which has room for 256, when v's slope is. */
static void say_if_wrong(char *wrong, const char *name, const Value *v,
                         double right)
{
    size_t said = strlen(wrong);
    if (!close(v->grad, right))
        snprintf(wrong + said, 256 - said,
                 "\nalong %s: %.4f came, it should be %.4f", name, v->grad,
                 right);
}

static void first_shared(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, judge_uniform(5, 6));
    Value *b = value_new(graph, judge_uniform(3, 4));
    Value *c = value_new(graph, judge_uniform(1, 2));
    double to_b = 2 * (a->data - b->data), to_c = 2 * (a->data - c->data);
    two_gaps(a, b, a, c);
    /* know the likely mistakes of two gaps */
    mistake(close(a->grad, to_b) && close(b->grad, -to_b),
            "a has the share of one gap alone: the other one's was "
            "overwritten");
    mistake(close(a->grad, to_b) || close(a->grad, to_c),
            "a has lost the share of one gap: add each to what is there");
    char wrong[256] = "";
    say_if_wrong(wrong, "a", a, to_b + to_c);
    say_if_wrong(wrong, "b", b, -to_b);
    say_if_wrong(wrong, "c", c, -to_c);
    expect(wrong[0] == 0,
           "L = gap(a, b) + gap(a, c), with a = %.4f, b = %.4f, c = %.4f%s",
           a->data, b->data, c->data, wrong);
    graph_free(graph);
}
static void second_shared(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, judge_uniform(5, 6));
    Value *c = value_new(graph, judge_uniform(3, 4));
    Value *b = value_new(graph, judge_uniform(1, 2));
    double from_a = 2 * (a->data - b->data);
    double from_c = 2 * (c->data - b->data);
    two_gaps(a, b, c, b);
    mistake(close(a->grad, from_a + from_c),
            "the fault has moved to the other side: now a gets what has "
            "come to b so far, in place of this gap's share");
    mistake(close(b->grad, -from_a),
            "b has the share of one gap alone: the other one's was "
            "overwritten");
    expect_close("along a", a->grad, from_a, 1e-9);
    expect_close("along c", c->grad, from_c, 1e-9);
    expect_close("along b", b->grad, -from_a - from_c, 1e-9);
    graph_free(graph);
}

static void itself(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, judge_uniform(1, 2));
    double before = a->grad = judge_uniform(3, 4);
    Value *u = squared_gap(a, a);
    u->grad = 1.0;
    value_pass_back(u);
    expect(close(a->grad, before),
           "the gap of a and a is 0 whatever a is, so a's gradient must "
           "stay what it was: %.4f before, and %.4f now",
           before, a->grad);
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 3.4");
    judge_see("Passing back", "03-chain-rule.html#passing-back");
    judge_ask("is the first gap right?", one_gap);
    judge_see("Two paths", "03-chain-rule.html#two-paths");
    judge_ask("are two gaps right that share their first value?",
              first_shared);
    judge_ask("are two right that share their second value?",
              second_shared);
    judge_ask("is a value's gap from itself added to what it had before?",
              itself);
    return judge_end();
}
