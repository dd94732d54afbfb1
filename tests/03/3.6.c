/* 3.6.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* Judges exercise 3.6: slopes pushed forward. */
#include "judge.h"
#include "value.h"

#include <math.h>

void push_slopes(const Graph *graph, Value *input);

static bool close(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1.0, fabs(b));
}

static Graph *graph;
static Value *w, *x, *t, *p, *e, *L;

static void plant(void)
{
    graph = value_graph();
    w = value_new(graph, judge_uniform(2, 3));
    x = value_new(graph, judge_uniform(4, 5));
    t = value_new(graph, judge_uniform(-2, -1));
    p = value_mul(w, x);
    e = value_add(p, t);
    L = value_mul(e, e);
}

static void expect_column(double to_w, double to_x, double to_t,
                          double to_p, double to_e)
{
    expect_close("the slope of w", w->grad, to_w, 1e-9);
    expect_close("the slope of x", x->grad, to_x, 1e-9);
    expect_close("the slope of t", t->grad, to_t, 1e-9);
    expect_close("the slope of p = w x", p->grad, to_p, 1e-9);
    expect_close("the slope of e = p + t", e->grad, to_e, 1e-9);
    expect_close("the slope of L = e e", L->grad, 2 * e->data * to_e, 1e-9);
    graph_free(graph);
}

static void one_of_each(void)
{
    plant();
    Value *sum = value_add(w, x), *product = value_mul(w, x);
    push_slopes(graph, w);
    mistake(sum->grad == 0.0 && w->grad == 0.0,
            "all slopes are 0, w's own too: either push_slopes is not "
            "written yet, or the 1 that w begins with is overwritten when "
            "its turn comes");
    expect_close("the slope of w + x along w", sum->grad, 1, 1e-9);
    mistake(close(product->grad, w->data),
            "w has its own factor: a nudge of w moves w x by x times as "
            "much");
    expect_close("the slope of w x along w", product->grad, x->data, 1e-9);
    graph_free(graph);
}

static void along_w(void)
{
    plant();
    push_slopes(graph, w);
    mistake(close(L->grad, e->data * x->data),
            "half of L's slope is missing: e moves both factors of e e");
    expect_column(1, 0, 0, x->data, x->data);
}

static void along_x_and_t(void)
{
    plant();
    push_slopes(graph, x);
    expect_column(0, 1, 0, w->data, w->data);
    plant();
    push_slopes(graph, t);
    expect_column(0, 0, 1, 0, 1);
}

static void stale(void)
{
    plant();
    Value *values[] = {w, x, t, p, e, L};
    for (int i = 0; i < 6; i++)
        values[i]->grad = judge_uniform(2, 3);
    push_slopes(graph, w);
    mistake(w->grad > 1.0 && w->grad < 4.5,
            "w's slope is %g, which its old grad has a part in: set it",
            w->grad);
    mistake(x->grad != 0.0 && x->grad != 1.0,
            "x kept its old grad: it does not depend on w, so its slope is "
            "0");
    mistake(p->grad != x->data, "p's old grad has a part in its slope: set "
                                "it, and do not add");
    push_slopes(graph, x);
    push_slopes(graph, w);
    expect_column(1, 0, 0, x->data, x->data);
}

static void from_the_middle(void)
{
    plant();
    push_slopes(graph, p);
    mistake(p->grad == 0.0, "p's slope is 0: it is the input, whose slope "
                            "is 1, although an operation made it");
    expect_column(0, 0, 0, 1, 1);
}

static void a_factor_of_0(void)
{
    graph = value_graph();
    w = value_new(graph, 0);
    x = value_new(graph, judge_uniform(4, 5));
    p = value_mul(w, x);
    push_slopes(graph, w);
    mistake(isnan(p->grad), "NaN came where a factor is 0: a product's "
                            "slope needs no division");
    expect_close("the slope of 0 x along the 0", p->grad, x->data, 1e-9);
    push_slopes(graph, x);
    expect_close("the slope of 0 x along x", p->grad, 0, 1e-9);
    graph_free(graph);
}

static void through_the_diamond(void)
{
    graph = value_graph();
    x = value_new(graph, judge_uniform(2, 3));
    Value *b = value_add(x, x), *product = value_mul(x, b);
    Value *y = value_add(b, product), *z = value_add(product, b);
    push_slopes(graph, x);
    expect_close("b + x*b", y->grad, 2 + 4 * x->data, 1e-9);
    expect_close("x*b + b", z->grad, 2 + 4 * x->data, 1e-9);
    graph_free(graph);
}

static void long_way(void)
{
    graph = value_graph();
    x = value_new(graph, judge_uniform(2, 3));
    Value *sum = x;
    for (int i = 1; i < 3000; i++)
        sum = value_add(sum, x);
    push_slopes(graph, x);
    expect_close("the slope of x + x + ... + x", sum->grad, 3000, 1e-12);
    graph_free(graph);
}

static void doubled_fifty_times(void)
{
    graph = value_graph();
    x = value_new(graph, judge_uniform(2, 3));
    Value *sum = x;
    for (int i = 0; i < 50; i++)
        sum = value_add(sum, sum);
    push_slopes(graph, x);
    expect(sum->grad == ldexp(1, 50), "2^50 was expected, %g came",
           sum->grad);
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 3.6");
    judge_see("From which end?", "03-chain-rule.html#two-ends");
    if (!judge_ask("are sums and products right?", one_of_each))
        return judge_end();
    judge_ask("is the column along w right?", along_w);
    judge_ask("are the columns along x and t?", along_x_and_t);
    judge_ask("is a push free of what the grads held before?", stale);
    judge_ask("is a push along a value in the middle right?",
              from_the_middle);
    judge_ask("is it right where a factor is 0?", a_factor_of_0);
    judge_see("Two paths", "03-chain-rule.html#two-paths");
    judge_ask("has the diamond the slope 2 + 4x?", through_the_diamond);
    judge_see("From which end?", "03-chain-rule.html#two-ends");
    judge_ask("does it go through a graph of 3000 sums?", long_way);
    judge_see("Over all paths", "03-chain-rule.html#over-paths");
    judge_ask("is each value looked at once?", doubled_fifty_times);
    return judge_end();
}
