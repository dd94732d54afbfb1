/* 5.2.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Judges exercise 5.2: sine and cosine as operations. */
#include "judge.h"
#include "value.h"
#include <math.h>

Value *wave_sin(Value *a);
Value *wave_cos(Value *a);

static bool near(double a, double b) { return fabs(a - b) < 1e-9; }

static void waves(void)
{
    Graph *graph = value_graph();
    double x = judge_uniform(-6, 6);
    Value *a = value_new(graph, x), *s = wave_sin(a), *c = wave_cos(a);
    mistake(s == a || c == a, "wave_sin returns its input: it is not written "
                              "yet");
    expect(s != NULL && c != NULL, "the result is NULL");
    expect_close("the sine", s->data, sin(x), 1e-12);
    expect_close("the cosine", c->data, cos(x), 1e-12);
    mistake(s->op == NULL || c->op == NULL,
            "the number is right, but it is a leaf: value_record remembers "
            "what it was made from");
    expect(s->op->name != NULL && c->op->name != NULL, "an op has no name");
    mistake(s->op->backward == NULL || c->op->backward == NULL,
            "the ValueOp has no backward: name the function that passes "
            "the gradient on");
    graph_free(graph);
}

static double slope_at(Value *(*wave)(Value *), double x)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, x);
    value_backward(wave(a));
    double slope = a->grad;
    graph_free(graph);
    return slope;
}

/* The first in a place where sine and cosine are positive. */
static double place(int i)
{
    return i == 0 ? judge_uniform(0.3, 1.2) : judge_uniform(-6, 6);
}

static void slope_of_sine(void)
{
    for (int i = 0; i < 20; i++) {
        double x = place(i), came = slope_at(wave_sin, x);
        if (near(came, cos(x)))
            continue;
        mistake(came == 0.0, "no gradient arrives at the input: the backward "
                             "adds to the grad of value_input(out, 0)");
        mistake(near(came, -cos(x)) && i == 0,
                "the sign of the sine's slope is turned: it is cos a");
        mistake(near(came, cos(sin(x))),
                "you took the cosine of the result: the slope is the cosine "
                "of the input");
        mistake(near(came, -cos(x)),
                "right up to its sign: the result does not remember enough "
                "for the sine's slope, so read the input");
        expect_close("the slope of the sine", came, cos(x), 1e-9);
    }
}

static void slope_of_cosine(void)
{
    for (int i = 0; i < 20; i++) {
        double x = place(i), came = slope_at(wave_cos, x);
        if (near(came, -sin(x)))
            continue;
        mistake(near(came, sin(x)) && i == 0,
                "the sign of the cosine's slope is turned: it is -sin a");
        mistake(near(came, sin(x)),
                "right up to its sign: the result does not remember enough "
                "for the cosine's slope, so read the input");
        expect_close("the slope of the cosine", came, -sin(x), 1e-9);
    }
}

static void in_company(void)
{
    Graph *graph = value_graph();
    double x = judge_uniform(0.3, 1.2), k = judge_uniform(-4, -2);
    Value *a = value_new(graph, x), *b = value_new(graph, x);
    value_backward(value_mul_const(wave_sin(a), k));
    mistake(near(a->grad, cos(x)), "the slope forgets out->grad: inside of "
                                   "an expression it is not 1");
    expect_close("the slope of k sin a", a->grad, k * cos(x), 1e-9);
    value_backward(value_mul_const(wave_cos(b), k));
    mistake(near(b->grad, -sin(x)), "the cosine's slope forgets out->grad: "
                                    "inside of an expression it is not 1");
    expect_close("the slope of k cos a", b->grad, -k * sin(x), 1e-9);
    graph_free(graph);
}

static void used_twice(void)
{
    Value *(*const waves[])(Value *) = {wave_sin, wave_cos};
    double x = judge_uniform(0.3, 1.2), slopes[] = {cos(x), -sin(x)};
    Graph *graph = value_graph();
    for (int i = 0; i < 4; i++) {
        int first = i % 2, second = i / 2;
        Value *a = value_new(graph, x);
        value_backward(value_add(waves[first](a), waves[second](a)));
        mistake(near(a->grad, slopes[first]) ||
                    near(a->grad, slopes[second]),
                "only one of two gradients is left: add to the input's grad, "
                "with += (or -=), and do not set it");
        expect_close("the slope of a sum of two waves", a->grad,
                     slopes[first] + slopes[second], 1e-9);
    }
    graph_free(graph);
}

static void one_node(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 1), *s = wave_sin(a);
    expect_equal("nodes that the sine made", (long long)graph_nodes(graph),
                 2);
    expect(value_input(s, 0) == a && value_input(s, 1) == NULL,
           "the sine was not made from its input alone");
    Value *c = wave_cos(a);
    expect_equal("nodes with the cosine", (long long)graph_nodes(graph), 3);
    expect(value_input(c, 0) == a && value_input(c, 1) == NULL,
           "the cosine was not made from its input alone");
    graph_free(graph);
}

static void null_passed(void)
{
    expect(wave_sin(NULL) == NULL, "the sine of NULL is not NULL");
    expect(wave_cos(NULL) == NULL, "the cosine of NULL is not NULL");
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 5.2");
    judge_see("One line of calculus each", "05-operations.html#op-locals");
    if (judge_ask_first("are the numbers right?", waves)) {
        judge_ask("is the slope of the sine right?", slope_of_sine);
        judge_ask("is the slope of the cosine right?", slope_of_cosine);
        judge_see("Passing back", "03-chain-rule.html#passing-back");
        judge_ask("are they right inside of an expression?", in_company);
        judge_see("Two paths", "03-chain-rule.html#two-paths");
        judge_ask("is it right when the input is used twice?", used_twice);
        judge_see("One line of calculus each",
                  "05-operations.html#op-locals");
        judge_ask("is it one node, with one input?", one_node);
        judge_see("A number on a graph",
                  "02-values-that-remember.html#value-interface");
        judge_ask("is a NULL passed on?", null_passed);
    }
    return judge_end();
}
