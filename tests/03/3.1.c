/* 3.1.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* Judges exercise 3.1: the backward of a square. */
#include "judge.h"
#include "value.h"

#include <math.h>

Value *own_square(Value *a);

static bool close(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1.0, fabs(b));
}

/* The square of a random a, above 0 or below it. */
static double a_data;
static Value *square_of(Graph *graph, int side, double grad)
{
    a_data = side * judge_uniform(3, 4);
    Value *u = own_square(value_new(graph, a_data));
    expect(u != NULL, "own_square returned NULL");
    u->grad = grad;
    value_pass_back(u);
    return u;
}

static void slope_of_a_square(void)
{
    for (int side = 1; side >= -1; side -= 2) {
        Graph *graph = value_graph();
        Value *u = square_of(graph, side, 1.0);
        double came = value_input(u, 0)->grad;
        mistake(u->grad != 1.0, "the gradient of the result has changed: "
                                "what changes is that of its input");
        mistake(came == 0.0, "nothing has come to the input: "
                             "square_backward adds nothing to its grad");
        mistake(close(came, a_data), "that is half of the slope: a moves "
                                     "both factors of a * a");
        mistake(close(came, 2 * a_data * a_data),
                "you multiplied by out->data, which is a * a: the slope of "
                "a * a is 2a");
        expect_close("the slope of a * a", came, 2 * a_data, 1e-9);
        graph_free(graph);
    }
}

static void from_above(void)
{
    for (int sign = 1; sign >= -1; sign -= 2) {
        Graph *graph = value_graph();
        double g = sign * judge_uniform(5, 6);
        Value *u = square_of(graph, 1, g);
        double came = value_input(u, 0)->grad;
        mistake(close(came, 2 * a_data),
                "out->grad is not in it: the loss moves out->grad times as "
                "far as the square does");
        mistake(close(came, -2 * a_data * g),
                "the sign of out->grad is lost: it is %.4f here, and goes "
                "into the product as it is",
                g);
        expect_close("2a times out->grad", came, 2 * a_data * g, 1e-9);
        graph_free(graph);
    }
}

static void slope_at_0(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 0), *u = own_square(a);
    expect(u != NULL, "own_square returned NULL");
    a->grad = 5.0;
    u->grad = judge_uniform(2, 3);
    value_pass_back(u);
    mistake(isnan(a->grad), "NaN came at a = 0: the slope of a * a is 2a, "
                            "which needs no division");
    expect_close("a's grad, which was 5 before", a->grad, 5, 1e-12);
    graph_free(graph);
}

static void added(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, judge_uniform(3, 4));
    Value *u = own_square(a), *y = value_add(u, a);
    y->grad = 1.0;
    value_pass_back(y);
    value_pass_back(u);
    mistake(close(a->grad, 2 * a->data),
            "the share that came to a before has been overwritten: add "
            "yours to it");
    expect_close("the slope of a*a + a", a->grad, 2 * a->data + 1, 1e-9);
    graph_free(graph);
}

static void square_of_a_square(void)
{
    Graph *graph = value_graph();
    double d = judge_uniform(1, 2);
    Value *a = value_new(graph, d), *u = own_square(a);
    Value *v = own_square(u);
    v->grad = 1.0;
    value_pass_back(v);
    value_pass_back(u);
    expect_close("the slope of a^4", a->grad, 4 * d * d * d, 1e-9);
    graph_free(graph);
}

static void the_loss(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5), *x = value_new(graph, 5);
    Value *t = value_new(graph, -10), *p = value_mul(w, x);
    Value *e = value_add(p, t), *L = own_square(e);
    L->grad = 1.0;
    value_pass_back(L);
    value_pass_back(e);
    value_pass_back(p);
    expect_close("along w", w->grad, -75, 1e-12);
    expect_close("along x", x->grad, -7.5, 1e-12);
    expect_close("along t", t->grad, -15, 1e-12);
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 3.1");
    judge_see("Local derivatives", "03-chain-rule.html#local-derivatives");
    if (judge_ask_first("has a*a the slope 2a?", slope_of_a_square)) {
        judge_see("Passing back", "03-chain-rule.html#passing-back");
        judge_ask("is the gradient from above multiplied in?", from_above);
        judge_ask("is it added to what has come before?", added);
        judge_ask("is the slope 0 at 0?", slope_at_0);
        judge_ask("is the square of a square right?", square_of_a_square);
        judge_ask("has L the slopes of e times e?", the_loss);
    }
    return judge_end();
}
