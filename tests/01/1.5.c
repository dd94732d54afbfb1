/* 1.5.c: tangled from chapter 1, "One weight", of Gradus. */
/* Judges exercise 1.5: a rate halved when a step does not pay. */
#include "judge.h"
#include <math.h>

typedef double (*Loss)(double w);
double careful_descent(Loss loss, double w, double *rate, int steps);

static double m, k; /* the parabola is m (w - k)^2 */

static double parabola(double w) { return m * (w - k) * (w - k); }

/* NaN below 0 (or -inf at it), and lowest at k */
static double wall(double w) { return w - k * log(w); }

static void good_rate(void)
{
    m = judge_uniform(1, 3);
    k = judge_uniform(1, 3);
    double part = judge_uniform(0.6, 0.9), start = k + judge_uniform(1, 2);
    double first = part / m, rate = first, f = 1 - 2 * part;
    double came = careful_descent(parabola, start, &rate, 6);

    mistake(came == start, "the weight has not moved: careful_descent is "
                           "not written yet, or refuses every step");
    mistake(rate < first, "the rate was halved although every step lowered "
                          "the loss");
    mistake(rate > first, "the rate grew: only halving was asked for");
    expect_close("the weight after 6 steps", came,
                 k + (start - k) * pow(f, 6), 1e-6);
}

static void large_rate(void)
{
    m = judge_uniform(1, 3);
    k = judge_uniform(1, 3);
    double part = judge_uniform(0.6, 0.9), start = k + judge_uniform(1, 2);
    double first = 8 * part / m, rate = first, f = 1 - 2 * part;
    double came = careful_descent(parabola, start, &rate, 9);
    double right = k + (start - k) * pow(f, 6);

    /* know the likely mistakes of a careful rate */
    mistake(rate == first, "the caller's rate has not changed: halve *rate, "
                           "not a copy of it");
    mistake(rate == first / 8 &&
                fabs(came - (k + (start - k) * pow(f, 9))) < 1e-6,
            "9 steps were taken besides the refused ones: a refused step "
            "counts as one of the steps");
    mistake(rate == first / 8 && fabs(came - right) > 1e-6,
            "a refused step moved the weight: halve the rate and leave the "
            "weight where it was");
    expect_close("the rate after 9 steps", rate, first / 8, 1e-9);
    expect_close("the weight after 9 steps, 3 of them refused", came, right,
                 1e-6);
}

static void into_the_wall(void)
{
    k = judge_uniform(1, 2);
    double start = 3 * k, rate = judge_uniform(30, 40);
    double came = careful_descent(wall, start, &rate, 400);

    mistake(isnan(came) || came <= 0,
            "the weight stepped to where the loss is NaN, and stayed: every "
            "comparison with NaN is false, so ask whether the loss fell, "
            "not whether it grew");
    expect_close("the bottom of w - k log w", came, k, 1e-3);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 1.5");
    judge_see("How far to step", "01-one-weight.html#rate");
    judge_ask("does a good rate stay as it is?", good_rate);
    judge_ask("is a rate that is too large halved?", large_rate);
    judge_see("How it fails", "01-one-weight.html#fails");
    judge_ask("is a step to NaN refused?", into_the_wall);
    return judge_end();
}
