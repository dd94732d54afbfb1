/* 5.6.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Judges exercise 5.6: softplus. */
#include "judge.h"
#include "value.h"
#include <math.h>

Value *softplus(Value *a);

typedef struct {
    double data, grad;
} Found;

/* k softplus(x) and its slope; softplus alone when k is 1. */
static Found find(double x, double k)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, x), *y = softplus(a);
    value_backward(k == 1 ? y : value_mul_const(y, k));
    Found found = {y->data, a->grad};
    graph_free(graph);
    return found;
}

static void middle(void)
{
    for (int i = 0; i < 20; i++) {
        double x = judge_uniform(-3, 3), s = 1 / (1 + exp(-x));
        Found found = find(x, 1);
        expect_close("softplus", found.data, log(1 + exp(x)), 1e-12);
        mistake(fabs(found.grad - (1 - s)) < 1e-9 && fabs(x) > 0.01,
                "that is the slope at -x: it rises with x, to 1");
        mistake(fabs(found.grad - s * (1 - s)) < 1e-9,
                "that is the slope of the sigmoid: the slope of softplus is "
                "the sigmoid itself");
        expect_close("the slope of softplus", found.grad, s, 1e-12);
    }
}

static void company(void)
{
    double x = judge_uniform(0.5, 3);
    for (int side = -1; side <= 1; side += 2) {
        double s = 1 / (1 + exp(-side * x));
        double came = find(side * x, -3).grad;
        mistake(fabs(came - s) < 1e-9,
                "the slope forgets out->grad: inside of an expression it "
                "is not 1");
        expect_close("the slope of -3 softplus", came, -3 * s, 1e-9);
    }
    Graph *graph = value_graph();
    Value *a = value_new(graph, x);
    value_backward(value_add(softplus(a), softplus(a)));
    expect_close("the slope of softplus(a) + softplus(a)", a->grad,
                 2 / (1 + exp(-x)), 1e-9);
    graph_free(graph);
}

static void one_node(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 1), *y = softplus(a);
    mistake(graph_nodes(graph) > 2,
            "softplus made %zu nodes: record one operation of its own, with "
            "a backward",
            graph_nodes(graph) - 1);
    expect(value_input(y, 0) == a && value_input(y, 1) == NULL,
           "softplus was not made from its input alone");
    graph_free(graph);
}

static void null_passed(void)
{
    expect(softplus(NULL) == NULL, "softplus of NULL is not NULL");
}

/* One in each of 50 strips between 3 and 40, on either side. */
static void between(void)
{
    for (int i = 0; i < 50; i++) {
        double x = 3 + 37 * (i + judge_uniform(0, 1)) / 50, e = exp(-x);
        Found right = find(x, 1), left = find(-x, 1);
        mistake(right.data == x && x < 30,
                "at %.2f it is a itself: log(1 + e^-a) is still missing", x);
        expect_close("softplus less a, over a", (right.data - x) / x,
                     log1p(e) / x, 1e-15);
        expect_close("its slope on the right", right.grad, 1 / (1 + e),
                     1e-12);
        expect_close("softplus over its right number, on the left",
                     left.data / log1p(e), 1, 1e-12);
        expect_close("its slope over e^a / (1 + e^a)",
                     left.grad / (e / (1 + e)), 1, 1e-12);
    }
}

static void not_a_number(void)
{
    Found found = find(NAN, 1);
    mistake(!isnan(found.data), "softplus of NaN is %g: fmax and fmin drop "
                                "a NaN, and a comparison with it is false",
            found.data);
    expect(isnan(found.grad), "the slope at NaN is %g", found.grad);
}

static void right_end(void)
{
    double x = judge_uniform(800, 2000);
    Found found = find(x, 1);
    mistake(isinf(found.data), "at %.0f it is infinite: e^a overflowed. Take "
                               "e^a out of the sum before the logarithm",
            x);
    expect_close("softplus far to the right", found.data, x, 1e-12);
    mistake(isnan(found.grad), "the number is right and the slope is NaN: "
                               "e^a / (1 + e^a) is infinity over infinity");
    expect_close("the slope far to the right", found.grad, 1, 1e-12);
}

static void left_end(void)
{
    double x = judge_uniform(-2000, -800);
    Found found = find(x, 1);
    expect_close("softplus far to the left", found.data, 0, 0);
    mistake(isnan(found.grad), "the slope is NaN: 0 times infinity. Which "
                               "e^ overflows for a large negative a?");
    expect_close("the slope far to the left", found.grad, 0, 0);
    x = judge_uniform(-700, -100);
    found = find(x, 1);
    expect_close("softplus over e^a, on the left", found.data / exp(x), 1,
                 1e-12);
    expect_close("its slope over e^a, on the left", found.grad / exp(x), 1,
                 1e-12);
}

static void small(void)
{
    for (int i = 0; i < 5; i++) {
        double x = judge_uniform(-45, -38);
        Found found = find(x, 1);
        mistake(found.data == 0.0, "at %.1f it is 0: 1 + e^a is 1 there, "
                                   "and its logarithm 0; see log1p",
                x);
        expect_close("softplus over e^a, at -40", found.data / exp(x), 1,
                     1e-12);
        mistake(found.grad == 0.0, "the slope at %.1f is 0, and should be "
                                   "e^a: 1 less a number near 1 lost it",
                x);
        expect_close("its slope over e^a, at -40", found.grad / exp(x), 1,
                     1e-12);
    }
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 5.6");
    judge_see("The digits of a small slope",
              "05-operations.html#op-digits");
    judge_ask("is it right in the middle?", middle);
    judge_ask("has it all its digits at -40?", small);
    judge_see("At the ends of the line", "05-operations.html#extremes");
    judge_ask("is it right far to the right?", right_end);
    judge_ask("is it right far to the left?", left_end);
    judge_see("The digits of a small slope",
              "05-operations.html#op-digits");
    judge_ask("has it its digits from 3 to 40, on both sides?", between);
    judge_see("Relu", "05-operations.html#op-relu");
    judge_ask("does NaN stay NaN?", not_a_number);
    judge_see("Passing back", "03-chain-rule.html#passing-back");
    judge_ask("is its slope right in company?", company);
    judge_see("What sums and products cannot do",
              "05-operations.html#op-enough");
    judge_ask("is it one node?", one_node);
    judge_see("A number on a graph",
              "02-values-that-remember.html#value-interface");
    judge_ask("is a NULL passed on?", null_passed);
    return judge_end();
}
