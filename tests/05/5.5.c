/* 5.5.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Judges exercise 5.5: right alone, wrong in company. */
#include "judge.h"
#include "value.h"
#include <math.h>

Value *my_sqrt(Value *a);
Value *my_leaky(Value *a);

/* The slope of k f(x), and of f(x) when k is 1. */
static double slope(Value *(*f)(Value *), double x, double k)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, x), *y = f(a);
    value_backward(k == 1 ? y : value_mul_const(y, k));
    double grad = a->grad;
    graph_free(graph);
    return grad;
}

static void in_company(void)
{
    for (int i = 0; i < 20; i++) {
        double x = judge_uniform(0.5, 2), k = judge_uniform(2, 5);
        if (i % 2 == 1)
            k = -k;
        expect_close("the slope of k sqrt(x)", slope(my_sqrt, x, k),
                     k / 2 / sqrt(x), 1e-9);
        for (int side = 1; side >= -1; side -= 2) {
            double came = slope(my_leaky, side * x, k);
            double local = side == 1 ? 1 : 0.1;
            /* know the likely mistakes of a leak */
            mistake(k < 0 && fabs(came - fabs(k) * local) < 1e-9,
                    "the right size, and always positive: the gradient from above has "
                    "a sign, which is to be passed on");
            mistake(fabs(came - local) < 1e-9 && k != 1,
                    "the gradient from above is gone: pass on out->grad times the local "
                    "derivative");
            mistake(fabs(came - k / 10) < 1e-9 && side == 1 && k > 0,
                    "the two sides have changed places: above 0 the slope is 1");
            mistake(fabs(came - k) < 1e-9 && side == -1 && k > 0,
                    "now it has the slope 1 on both sides: below 0 it is 1/10");
            expect(fabs(came - k * local) < 1e-9,
                   "alone, leaky(x) has the slope %g at x = %.3f; in %.3f "
                   "leaky(x) the slope should be %.4f, and it is %.4f",
                   local, side * x, k, k * local, came);
        }
    }
}

static double number(Value *(*f)(Value *), double x)
{
    Graph *graph = value_graph();
    double data = f(value_new(graph, x))->data;
    graph_free(graph);
    return data;
}

static void numbers(void)
{
    double x = judge_uniform(0.5, 2);
    expect_close("the number sqrt(x)", number(my_sqrt, x), sqrt(x), 1e-12);
    expect_close("the number leaky(x)", number(my_leaky, x), x, 1e-12);
    expect_close("the number leaky(-x)", number(my_leaky, -x), -x / 10,
                 1e-12);
}

static void alone(void)
{
    double x = judge_uniform(0.5, 2);
    expect_close("the slope of sqrt(x)", slope(my_sqrt, x, 1), 0.5 / sqrt(x),
                 1e-9);
    expect_close("the slope of leaky(x)", slope(my_leaky, x, 1), 1, 1e-9);
    expect_close("the slope of leaky(-x)", slope(my_leaky, -x, 1), 0.1, 1e-9);
}

static Value *both(Value *x) { return value_add(my_leaky(x), my_sqrt(x)); }

static Value *twice(Value *x) { return value_add(my_leaky(x), my_leaky(x)); }

static void adds_up(void)
{
    double x = judge_uniform(0.5, 2);
    expect_close("the slope of -3 (leaky(x) + sqrt(x))", slope(both, x, -3),
                 -3 * (1 + 0.5 / sqrt(x)), 1e-9);
    expect_close("the slope of -3 (leaky(-x) + leaky(-x))",
                 slope(twice, -x, -3), -0.6, 1e-9);
}

static void at_the_bend(void)
{
    expect_close("the slope of -3 leaky(x) at 0", slope(my_leaky, 0, -3),
                 -0.3, 1e-9);
    expect_close("the slope of 3 leaky(x) at 0", slope(my_leaky, 0, 3), 0.3,
                 1e-9);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 5.5");
    judge_see("Is it right? Nudge it", "05-operations.html#op-checking");
    judge_ask("are the square root and the leaky relu right in company?",
              in_company);
    judge_see("One line of calculus each", "05-operations.html#op-locals");
    judge_ask("are they right alone?", alone);
    judge_ask("are the numbers as they were?", numbers);
    judge_see("Two paths", "03-chain-rule.html#two-paths");
    judge_ask("do they add to what is there?", adds_up);
    judge_see("Relu", "05-operations.html#op-relu");
    judge_ask("is the leaky slope 1/10 at 0?", at_the_bend);
    return judge_end();
}
