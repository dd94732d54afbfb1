/* 1.5.c: tangled from chapter 1, "One weight", of Gradus. */
/* Judges exercise 1.5: a rate halved when a step does not pay. */
#include "judge.h"
#include <math.h>

typedef double (*Loss)(double w);
double careful_descent(Loss loss, double w, double *rate, int steps);

static double m, k, low; /* the parabola is m (w - k)^2 - low */

static double parabola(double w) { return m * (w - k) * (w - k) - low; }

/* NaN below 0, infinite at it, and lowest at k */
static double wall(double w) { return w - k * log(w); }

static void good_rate(void)
{
    m = judge_uniform(1, 3);
    k = judge_uniform(1, 3);
    double part = judge_uniform(0.6, 0.9), start = k + judge_uniform(1, 2);
    double first = part / m, rate = first, f = 1 - 2 * part;
    double came = careful_descent(parabola, start, &rate, 6);

    mistake(came == start && rate == first,
            "the weight has not moved: careful_descent is not written yet");
    mistake(came == start, "every step was refused, though each one "
                           "downhill lowers this loss: do you step uphill?");
    mistake(rate < first, "the rate was halved although every step lowered "
                          "the loss: halve it when a step is refused, and "
                          "only then");
    mistake(rate > first, "the rate grew: only halving was asked for");
    expect_close("the weight after 6 steps", came,
                 k + (start - k) * pow(f, 6), 1e-6);
}

/* A bowl so flat that its losses differ by less than 1e-9. */
static void small_falls(void)
{
    m = 1e-12;
    k = judge_uniform(1, 3);
    double start = k + judge_uniform(1, 2), rate = 0.4 / m;
    double came = careful_descent(parabola, start, &rate, 3);
    mistake(came == start, "a step down was refused: a loss that is lower, "
                           "however small the difference, is worth it");
    expect_close("the weight after 3 steps in a flat bowl", came,
                 k + (start - k) * 0.008, 1e-4);
}

/* 20 halvings bring the rate from 2^20 times too much to part / m. */
static void many_halvings(void)
{
    m = judge_uniform(1e4, 2e4);
    k = judge_uniform(1, 3);
    double part = judge_uniform(0.6, 0.9), start = k + judge_uniform(1, 2);
    double rate = part / m * (1 << 20), f = 1 - 2 * part;
    double came = careful_descent(parabola, start, &rate, 22);
    expect_close("the weight after 22 steps, 20 of them refused", came,
                 k + (start - k) * f * f, 1e-4);
}

static void large_rate(void)
{
    low = 40.0; /* below zero, too, a loss can fall */
    m = judge_uniform(1, 3);
    k = judge_uniform(1, 3);
    double part = judge_uniform(0.6, 0.9), start = k + judge_uniform(1, 2);
    double first = 8 * part / m, rate = first, f = 1 - 2 * part;
    double came = careful_descent(parabola, start, &rate, 9);
    double right = k + (start - k) * pow(f, 6);

    mistake(rate < first && rate != first / 8 &&
                fabs(came - k) >= fabs(start - k),
            "no step down the loss was taken: compare the losses "
            "themselves, with the sign of the loss, which may be below "
            "zero");
    /* know the likely mistakes of a careful rate */
    mistake(rate == first && fabs(came - k) > 10 * fabs(start - k),
            "the weight ran away, and the rate never changed: look at the loss "
            "where the step leads, and halve *rate when it is no lower");
    mistake(rate == first, "the caller's rate has not changed: halve *rate, "
                           "not a copy of it");
    mistake(rate == first / 8 &&
                fabs(came - (k + (start - k) * pow(f, 9))) < 1e-6,
            "9 steps were taken besides the refused ones: a refused step "
            "counts as one of the steps");
    double moved = (1 - 16 * part) * (1 - 8 * part) * (1 - 4 * part);
    mistake(rate == first / 8 &&
                fabs(came - (k + (right - k) * moved)) < 1e-6,
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
            "the weight stepped to where the loss is NaN, and stayed: with "
            "NaN both < and > are false, so ask whether the loss fell, not "
            "whether it grew");
    expect_close("the weight at rest on the loss w - k log w, which is NaN "
                 "for w < 0",
                 came, k, 1e-3);
}

/* A slope of 1 around k; beyond, all as high as at k itself. */
static double terrace(double w)
{
    return fabs(w - k) < 0.5 ? 1.0 + (w - k) : 1.0;
}

static void across_the_terrace(void)
{
    k = judge_uniform(1, 3);
    double first = judge_uniform(1.1, 1.9), rate = first;
    double came = careful_descent(terrace, k, &rate, 1);
    mistake(came != k && rate == first,
            "a step to a loss that is the same was taken: only a lower one "
            "is worth a step, or at the rate 1/m the weight would jump "
            "across for ever");
    expect_close("the rate after a step that is refused", rate, first / 2,
                 1e-9);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 1.5");
    judge_see("How far to step", "01-one-weight.html#rate");
    judge_ask("does a good rate stay as it is?", good_rate);
    judge_ask("is a rate that is too large halved?", large_rate);
    judge_ask("are many halvings made where many are needed?",
              many_halvings);
    judge_ask("is a small fall a fall?", small_falls);
    judge_ask("is a step to an equal loss refused?", across_the_terrace);
    judge_see("More than one weight", "01-one-weight.html#many");
    judge_ask("is a step to NaN refused?", into_the_wall);
    return judge_end();
}
