/* 3.5.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* Judges exercise 3.5: a slope, path by path. */
#include "judge.h"
#include "value.h"

#include <math.h>

double slope_by_paths(const Value *root, const Value *value,
                      unsigned long long *paths);

static bool close(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1.0, fabs(b));
}

static Graph *graph;
static Value *x, *z; /* two leaves */

static void plant(void)
{
    graph = value_graph();
    x = value_new(graph, judge_uniform(2, 3));
    z = value_new(graph, judge_uniform(4, 5));
}

static void expect_paths(const char *what, const Value *root,
                         const Value *value, double slope, int paths)
{
    unsigned long long begun = 7, counted = begun;
    double came = slope_by_paths(root, value, &counted);
    mistake(counted < begun ||
                (counted != begun && counted == (unsigned long long)paths),
            "*paths was set, and not added to: it may hold a count "
            "already");
    expect_close(what, came, slope, 1e-9);
    expect_equal("paths that were counted", (long long)(counted - begun),
                 paths);
}

static void to_itself(void)
{
    plant();
    Value *s = value_add(x, z);
    unsigned long long paths = 0;
    double came = slope_by_paths(s, s, &paths);
    mistake(came == 0.0 && slope_by_paths(s, x, &paths) == 0.0,
            "0 came back, for a sum along itself and along its input: "
            "slope_by_paths is not written yet");
    expect_paths("a sum along itself", s, s, 1, 1);
    mistake(slope_by_paths(x, x, &paths) == 0.0,
            "a leaf along itself came out as 0, and its slope is 1: ask "
            "whether the path has arrived before asking whether it ends");
    expect_paths("a leaf along itself", x, x, 1, 1);
    graph_free(graph);
}

static void one_sum(void)
{
    plant();
    Value *s = value_add(x, z);
    unsigned long long paths = 0;
    mistake(close(slope_by_paths(s, x, &paths), z->data),
            "the sum was taken for a product: strcmp returns 0 when two "
            "texts are the same, and == asks whether they lie in the same "
            "place");
    expect_paths("x + z along x", s, x, 1, 1);
    expect_paths("x + z along z", s, z, 1, 1);
    graph_free(graph);
}

static void one_product(void)
{
    plant();
    Value *p = value_mul(x, z);
    unsigned long long paths = 0;
    mistake(close(slope_by_paths(p, x, &paths), x->data),
            "x has its own factor: along an edge of a product the slope is "
            "the other one");
    mistake(close(slope_by_paths(p, x, &paths), x->data + z->data + 1),
            "the local derivative was added: multiply by it");
    expect_paths("x z along x", p, x, z->data, 1);
    expect_paths("x z along z", p, z, x->data, 1);
    graph_free(graph);
}

static void times_0(void)
{
    plant();
    Value *zero = value_new(graph, 0), *p = value_mul(x, zero);
    unsigned long long paths = 0;
    slope_by_paths(p, x, &paths);
    mistake(paths == 0 && slope_by_paths(p, zero, &paths) != 0.0,
            "no path was counted from x times 0 to x: one is there, and "
            "its slope is 0");
    expect_paths("x times 0 along x", p, x, 0, 1);
    expect_paths("x times 0 along the 0", p, zero, x->data, 1);
    graph_free(graph);
}

static void no_path(void)
{
    plant();
    Value *s = value_add(x, x), *p = value_mul(s, x);
    unsigned long long paths = 0;
    slope_by_paths(p, z, &paths);
    mistake(paths > 0, "a path was counted that ended at another leaf: "
                       "count those that arrive");
    expect_paths("along a leaf that it was not made from", p, z, 0, 0);
    expect_paths("along what was made from it", x, p, 0, 0);
    graph_free(graph);
}

static void two_edges(void)
{
    plant();
    unsigned long long paths = 7;
    Value *s = value_add(x, x), *q = value_mul(x, x);
    slope_by_paths(s, x, &paths);
    mistake(paths == 8, "one path was found in x + x: both its edges lead "
                        "to x, and each is a path");
    expect_paths("x + x along x", s, x, 2, 2);
    expect_paths("x * x along x", q, x, 2 * x->data, 2);
    graph_free(graph);
}

static void five_paths(void)
{
    plant();
    Value *b = value_add(x, x), *p = value_mul(x, b);
    double slope = 2 + 4 * x->data;
    expect_paths("b + x*b along x", value_add(b, p), x, slope, 5);
    expect_paths("x*b + b along x", value_add(p, b), x, slope, 5);
    graph_free(graph);
}

static void in_the_middle(void)
{
    plant();
    Value *p = value_mul(x, z), *e = value_add(p, z), *L = value_mul(e, e);
    expect_paths("(x z + z)^2 along the product x z", L, p, 2 * e->data, 2);
    expect_paths("the same along z", L, z, 2 * e->data * (x->data + 1), 4);
    graph_free(graph);
}

static void many_paths(void)
{
    plant();
    Value *s = x;
    for (int i = 0; i < 12; i++)
        s = value_add(s, s);
    expect_paths("x doubled twelve times", s, x, 4096, 4096);
    graph_free(graph);
}

static void no_grad(void)
{
    plant();
    Value *p = value_mul(x, z);
    unsigned long long paths = 0;
    double before = slope_by_paths(p, x, &paths);
    x->grad = z->grad = p->grad = 5.0;
    double came = slope_by_paths(p, x, &paths);
    expect(came == before,
           "a grad has been read: %g came when all were 0, and %g when "
           "they were 5",
           before, came);
    expect(x->grad == 5.0 && z->grad == 5.0 && p->grad == 5.0,
           "a grad was 5 before, and is %g, %g and %g now", x->grad,
           z->grad, p->grad);
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 3.5");
    judge_see("Over all paths", "03-chain-rule.html#over-paths");
    judge_ask("has a value one path to itself?", to_itself);
    judge_see("Local derivatives", "03-chain-rule.html#local-derivatives");
    judge_ask("is a sum's slope 1 along each input?", one_sum);
    judge_ask("is a product's slope the other factor?", one_product);
    judge_see("Over all paths", "03-chain-rule.html#over-paths");
    judge_ask("is a path counted along which the slope is 0?", times_0);
    judge_ask("is a slope 0 where no path leads?", no_path);
    judge_see("Two paths", "03-chain-rule.html#two-paths");
    judge_ask("are there two paths in x + x and x * x?", two_edges);
    judge_ask("are there five in the diamond?", five_paths);
    judge_ask("can a path end in the middle of the graph?", in_the_middle);
    judge_see("Over all paths", "03-chain-rule.html#over-paths");
    judge_ask("are there 2^12 after twelve doublings?", many_paths);
    judge_ask("is no gradient read or written?", no_grad);
    return judge_end();
}
