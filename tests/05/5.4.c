/* 5.4.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Judges exercise 5.4: a gradient check. */
#include "judge.h"
#include "value.h"
#include <math.h>

typedef Value *(*Function)(Value *x);
double gradient_gap(Function f, double x);

static Value *bump(Value *x) { return value_exp(value_tanh(x)); }

static Value *square(Value *x) { return value_mul(x, x); }

static Value *twice_used(Value *x)
{
    return value_add(value_div(value_sigmoid(x), value_add_const(x, 5)), x);
}

static Value *mountain(Value *x)
{
    return value_mul_const(value_sigmoid(x), 1e9);
}

static Value *nothing(Value *x)
{
    (void)x;
    return NULL;
}

static double factor = 1.0; /* of the wrong slope of tanh */

static void scaled_backward(Value *out)
{
    double t = out->data;
    value_input(out, 0)->grad += factor * (1 - t * t) * out->grad;
}

static void forgetful_backward(Value *out)
{
    double t = out->data;
    value_input(out, 0)->grad += 1 - t * t;
}

static void bent_backward(Value *out)
{
    double t = out->data;
    value_input(out, 0)->grad += (1 - (t < 0 ? -t : t * t)) * out->grad;
}

static void broken_backward(Value *out)
{
    value_input(out, 0)->grad += NAN * out->grad;
}

static const ValueOp scaled_op = {"tanh", scaled_backward};
static const ValueOp forgetful_op = {"tanh", forgetful_backward};
static const ValueOp bent_op = {"tanh", bent_backward};
static const ValueOp broken_op = {"tanh", broken_backward};

static Value *by(const ValueOp *op, Value *x)
{
    return x == NULL ? NULL : value_record(op, tanh(x->data), x, NULL);
}

static Value *scaled(Value *x) { return by(&scaled_op, x); }
static Value *broken(Value *x) { return by(&broken_op, x); }
static Value *bent(Value *x) { return by(&bent_op, x); }
static Value *company(Value *x)
{
    return value_mul_const(by(&forgetful_op, x), 3);
}

static void right_functions(void)
{
    for (int i = 0; i < 20; i++) {
        double x = judge_uniform(-2, 2);
        double gap = fmax(gradient_gap(bump, x), gradient_gap(twice_used, x));
        mistake(gap > 1e-8, "a right function has the gap %.1g: a forward "
                            "difference, or a nudge far from 1e-5, is too "
                            "coarse a judge",
                gap);
        expect_close("the gap of a right function", gap, 0, 1e-8);
    }
}

static void flat(void)
{
    expect_close("the gap of x^2 at 0", gradient_gap(square, 0), 0, 1e-8);
}

static void steep(void)
{
    double gap = gradient_gap(mountain, judge_uniform(-1, 1));
    mistake(gap > 1e-5, "a right function with a slope of 10^8 has the gap "
                        "%.1g: divide by max(1, |difference|)",
            gap);
    expect_close("the gap of 10^9 sigmoid", gap, 0, 1e-8);
}

static void far_out(void)
{
    for (int sign = 1; sign >= -1; sign -= 2) {
        double gap = gradient_gap(square, sign * judge_uniform(1e7, 2e7));
        mistake(gap > 1e-7 && sign < 0,
                "at x = -10^7 a right function has the gap %.1g: the nudge "
                "grows with |x|, not with x",
                gap);
        mistake(gap > 1e-7, "at x = 10^7 a right function has the gap %.1g: "
                            "let the nudge grow with |x|",
                gap);
        expect_close("the gap of x^2 far out", gap, 0, 1e-7);
    }
}

static void no_value(void)
{
    expect(isnan(gradient_gap(nothing, 1)),
           "the gap of a function that returns NULL is not NaN");
}

static void no_graph_left(void)
{
    for (int i = 0; i < 4500; i++)
        expect(!isnan(gradient_gap(square, 1)),
               "after %d checks the memory is at its end: free every graph",
               i);
}

static double slope_of_tanh(double x) { return 1 - tanh(x) * tanh(x); }

static void wrong_slopes(void)
{
    for (int i = 0; i < 20; i++) {
        factor = i % 2 == 0 ? judge_uniform(1.1, 3) : judge_uniform(-2, 0.9);
        double x = judge_uniform(-1, 1), s = slope_of_tanh(x);
        double gap = gradient_gap(scaled, x), right = fabs(factor - 1) * s;
        mistake(gap == 0.0, "a wrong slope has the gap 0: gradient_gap is "
                            "not written yet, or it compares a slope with "
                            "itself");
        mistake(fabs(gap + right) < 1e-6,
                "the gap is negative: how far apart two numbers are has no "
                "sign");
        mistake(fabs(gap - fabs(factor * s)) < 1e-6 &&
                    fabs(gap - right) > 1e-6,
                "your difference came out as 0: data is computed when a "
                "value is made, so build f again from a nudged leaf");
        /* know the gaps measured otherwise */
        mistake(fabs(gap - right) > 1e-6 && fabs(gap - right) < 1e-3,
                "the gap is right in its first digits: a forward difference, or a "
                "nudge far from 1e-5, is too coarse a judge");
        mistake(fabs(gap - right / s) < 1e-6 && right / s - right > 1e-3,
                "that is the gap by the difference alone, which may be 0: divide by "
                "max(1, |difference|)");
        mistake(fabs(gap - fabs(factor * s - s / 2)) < 1e-6,
                "your difference is half of what it should be: the two nudges are "
                "2h apart, not 4h");
        mistake(fabs(gap - fabs(factor * s - 2 * s) / fmax(1, 2 * s)) < 1e-6,
                "your difference is twice too large: the two nudges are 2h apart, "
                "not h");
        expect_close("the gap of a wrong tanh", gap, right, 1e-6);
    }
}

static void wrong_in_places(void)
{
    double x = judge_uniform(-1, -0.5), t = tanh(x);
    expect_close("the gap where it is wrong", gradient_gap(bent, x),
                 fabs(-t - t * t), 1e-6);
    expect_close("the gap where it is right", gradient_gap(bent, -x), 0,
                 1e-6);
}

static void slope_of_nan(void)
{
    double gap = gradient_gap(broken, judge_uniform(-1, 1));
    mistake(!isnan(gap), "a slope that is NaN has the gap %g, as if it were "
                         "a number: NaN must come out as NaN",
            gap);
}

static void wrong_in_company(void)
{
    double x = judge_uniform(0.1, 0.5), s = slope_of_tanh(x);
    double gap = gradient_gap(company, x);
    mistake(fabs(gap - 2 * s) < 1e-6,
            "that is how far they are apart: where the slope is larger than 1, "
            "divide by its size");
    expect_close("the gap of 3 tanh whose backward forgets out->grad", gap,
                 2 * s / fmax(1, 3 * s), 1e-6);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 5.4");
    judge_see("Is it right? Nudge it", "05-operations.html#op-checking");
    if (judge_ask_first("does it catch a wrong slope?", wrong_slopes)) {
        judge_ask("does it catch one that is wrong in places?",
                  wrong_in_places);
        judge_ask("does it catch one that is wrong in company?",
                  wrong_in_company);
        judge_ask("does it catch one that is NaN?", slope_of_nan);
        judge_ask("does it pass a right function?", right_functions);
        judge_ask("is a slope of 0 no trouble?", flat);
        judge_ask("are large slopes measured by their size?", steep);
        judge_see("How small is a nudge?", "01-one-weight.html#nudge");
        judge_ask("is the nudge right far from 0?", far_out);
        judge_see("One call", "04-walking-the-graph.html#one-call");
        judge_ask("is NaN returned for NULL?", no_value);
        judge_see("Lifetimes, not objects",
                  "02-values-that-remember.html#lifetimes");
        judge_ask("is no graph left behind?", no_graph_left);
    }
    return judge_end();
}
