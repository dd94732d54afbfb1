/* 8.3.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* Judges exercise 8.3: two steps with momentum and decay, by hand. */
#include "judge.h"
#include <math.h>

typedef struct {
    double c, k, w, rate, momentum, decay, steady;
    double g1, v1, w1, g2, v2, w2; /* slopes, velocities, weights */
} Problem;

static Problem draw(unsigned seed)
{
    Problem p = {.c = predict_pick(seed, 0, 1, 3, 1)};
    p.k = predict_pick(seed, 1, 3, 6, 1);
    p.w = predict_pick(seed, 2, 1, 2, 1);
    p.rate = predict_pick(seed, 3, 0.05, 0.1, 0.01);
    p.momentum = predict_pick(seed, 4, 0.6, 0.8, 0.1);
    p.decay = predict_pick(seed, 5, 0.1, 0.5, 0.1);
    p.steady = predict_pick(seed, 6, 2, 7, 1);
    p.g1 = 2 * p.c * (p.w - p.k);
    p.v1 = p.g1 + p.decay * p.w;
    p.w1 = p.w - p.rate * p.v1;
    p.g2 = 2 * p.c * (p.w1 - p.k);
    p.v2 = p.momentum * p.v1 + p.g2 + p.decay * p.w1;
    p.w2 = p.w1 - p.rate * p.v2;
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "The loss is %g (w - %g)^2, and w = %g. An optimiser steps at\n"
            "the rate %g with momentum %g and weight decay %g; its velocity\n"
            "is 0 at first.\n"
            "\n"
            "velocity_1  the velocity after one step\n"
            "weight_1    the weight after one step\n"
            "velocity_2  the velocity after two\n"
            "weight_2    the weight after two\n"
            "strength    the strength of loss_l2 that would do the same as\n"
            "            the decay\n"
            "long_run    the velocity in the long run, if every slope were\n"
            "            %g and there were no decay\n",
            p.c, p.k, p.w, p.rate, p.momentum, p.decay, p.steady);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double old = p.momentum * p.v1, again = p.g2 + p.decay * p.w1;
    asked[0] = (Asked){
        "velocity_1", p.v1,
        .wrong = {{p.g1, "that is the slope alone: decay * w comes on top"},
                  {-p.v1, "the velocity has the sign of the slope: the step "
                          "subtracts it"},
                  {p.g1 - p.decay * p.w, "the decay is added to the slope"},
                  {p.g1 + 2 * p.decay * p.w, "the decay is added as decay * w, "
                                             "without a 2"},
                  {p.rate * p.v1, "that is the step: the rate isn't in v"},
                  {p.g1 / 2 + p.decay * p.w, "a 2 is missing: the slope of "
                                             "c (w - k)^2 is 2 c (w - k)"},
                  {(1 - p.momentum) * p.v1, "the new slope counts in full, "
                                            "not by 1 - momentum"}}};
    asked[1] = (Asked){
        "weight_1", p.w1,
        .wrong = {{p.w + p.rate * p.v1, "you went uphill: the step is "
                                        "subtracted"},
                  {p.w - p.v1, "the step is the rate times the velocity"},
                  {p.w - p.rate * p.g1, "the decay is missing: step by the "
                                        "velocity"}}};
    /* ask for the second step, and the long run */
    asked[2] = (Asked){
        "velocity_2", p.v2,
        .wrong = {{again, "that is the new slope with its decay: momentum times "
                          "the old velocity comes on top"},
                  {p.v1 + again, "the old velocity counts only by the momentum"},
                  {old + p.g1 + p.decay * p.w, "the slope and the decay are "
                                               "those at weight_1, not at the "
                                               "first weight"},
                  {old + p.g2, "the decay of the second step is missing"},
                  {old + (1 - p.momentum) * again, "the new slope counts in "
                                                   "full, not by 1 - momentum"}}};
    asked[3] = (Asked){
        "weight_2", p.w2,
        .wrong = {{p.w1 - p.rate * again, "that step was taken without momentum: "
                                          "step by velocity_2"},
                  {p.w - p.rate * p.v2, "the second step starts at weight_1"},
                  {p.w1 - p.rate * p.v1, "that step was taken by the old "
                                         "velocity: the new one comes first"}}};
    asked[4] = (Asked){
        "strength", p.decay / 2,
        .wrong = {{p.decay, "the slope of strength w^2 is 2 strength w"},
                  {2 * p.decay, "the other way round: the slope of strength w^2 "
                                "is 2 strength w"}},
        .section = "Many examples, and a price",
        .anchor = "08-losses.html#price"};
    asked[5] = (Asked){
        "long_run", p.steady / (1 - p.momentum),
        .wrong = {{p.steady, "that is the velocity of the first step: it grows "
                             "until v = momentum * v + slope"},
                  {p.steady / p.momentum, "solve v = momentum * v + slope for v: "
                                          "v is slope / (1 - momentum)"},
                  {p.steady * (1 + p.momentum), "that is the velocity after two "
                                                "steps: it goes on growing"},
                  {p.rate * p.steady / (1 - p.momentum),
                   "that is the step: the velocity was asked for"}},
        .section = "A ravine",
        .anchor = "08-losses.html#ravine"};
    return 6;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "velocity_1  2 * %g * (%g - %g) + %g * %g = %.6g\n"
            "weight_1    %g - %g * %.6g = %.6g\n"
            "velocity_2  %g * %.6g + (%.6g + %g * %.6g) = %.6g\n"
            "weight_2    %.6g - %g * %.6g = %.6g\n"
            "strength    %g / 2 = %g\n"
            "long_run    %g / (1 - %g) = %.6g\n",
            p.c, p.w, p.k, p.decay, p.w, p.v1, p.w, p.rate, p.v1, p.w1,
            p.momentum, p.v1, p.g2, p.decay, p.w1, p.v2, p.w1, p.rate, p.v2,
            p.w2, p.decay, p.decay / 2, p.steady, p.momentum,
            p.steady / (1 - p.momentum));
}

int main(int argc, char **argv)
{
    Predict momentum = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 8.3", "A ravine",
                         "08-losses.html#ravine", momentum);
}
