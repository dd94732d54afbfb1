/* 1.2.c: tangled from chapter 1, "One weight", of Gradus. */
/* Judges exercise 1.2: what a learning rate does, worked out by hand. */
#include "judge.h"
#include <math.h>

typedef struct {
    double x1, x2, k, w, rate;
    double m, f; /* mean of x^2, and 1 - 2 rate m */
} Problem;

static Problem draw(unsigned seed)
{
    static const double pairs[][2] = {{1, 2}, {1, 3}, {2, 4}, {1, 4}};
    static const double taken[] = {0.2, 0.4, 0.6, 1.4, 1.6, 1.8, 2.2, 2.4};
    int pair = (int)predict_pick(seed, 0, 0, 3, 1);
    Problem p = {.x1 = pairs[pair][0], .x2 = pairs[pair][1]};
    double away = taken[(int)predict_pick(seed, 1, 0, 7, 1)];
    p.k = predict_pick(seed, 2, 3, 6, 1);
    p.w = predict_pick(seed, 3, 0.5, 2, 0.5);
    p.m = (p.x1 * p.x1 + p.x2 * p.x2) / 2;
    p.rate = away / (2 * p.m);
    p.f = 1 - away;
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A neuron w x is to learn to multiply by %g from two pairs:\n"
            "x = %g, target %g, and x = %g, target %g. It starts at w = %g\n"
            "and steps down the exact slope at the rate %g.\n"
            "\n"
            "factor      what each step multiplies w - %g by\n"
            "weight_3    the weight after three steps\n"
            "best_rate   the rate that arrives in one step\n"
            "limit_rate  the rate above which the weight runs away\n",
            p.k, p.x1, p.k * p.x1, p.x2, p.k * p.x2, p.w, p.rate, p.k);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double m = p.m, f = p.f, d = p.w - p.k, away = 1 - f;
    double half = 1 - away / 2;

    asked[0] = (Asked){
        "factor", f,
        .wrong = {{half, "a 2 is missing: the slope of m (w - k)^2 is "
                        "2 m (w - k)"},
         {1 - 2 * away, "you summed x^2: m is the mean, as in the section "
                        "\"How wrong is it?\""},
         {1 + away, "that factor grows: the step is subtracted"},
         {away, "that is the part taken away: the factor is what is left"}}};
    asked[1] = (Asked){
        "weight_3", p.k + d * f * f * f,
        .wrong =
        {{p.k + d * f * f, "that is the weight after two steps: take one "
                           "more"},
         {p.k + d * f * f * f * f, "that is the weight after four steps: "
                                   "take one less"},
         {d * f * f * f, "that is its distance from the right weight: the "
                         "weight is that much away from it"},
         {p.w * f * f * f, "you multiplied the weight: the factor "
                           "multiplies its distance from the right one"},
         {p.k + d * half * half * half, "three steps with a 2 missing in "
                                        "the factor: it is 1 - 2 rate m"},
         {p.k + d * fabs(f * f * f), "a negative factor has a negative "
                                     "cube: on which side of the right "
                                     "weight does it end?"}}};
    asked[2] = (Asked){
        "best_rate", 1 / (2 * m),
        .wrong =
        {{1 / m, "at that rate the factor is -1: the weight jumps to the "
                 "other side and back"},
         {1 / (4 * m), "you summed x^2, or doubled twice: the factor at "
                       "that rate is 1/2, not 0"}}};
    asked[3] = (Asked){
        "limit_rate", 1 / m,
        .wrong =
        {{1 / (2 * m), "at that rate the factor is 0: the weight arrives "
                       "in one step"},
         {2 / m, "at that rate the factor is already -3: the limit is "
                 "where it is -1"}}};
    return 4;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    double d = p.w - p.k, cube = p.f * p.f * p.f;
    fprintf(out,
            "m           (%g + %g) / 2 = %g\n"
            "factor      1 - 2 * %g * %g = %g\n"
            "weight_3    %g + (%g) * (%g)^3 = %g\n"
            "best_rate   factor 0:   1 / (2 * %g) = %g\n"
            "limit_rate  factor -1:  1 / %g = %g\n",
            p.x1 * p.x1, p.x2 * p.x2, p.m, p.rate, p.m, p.f, p.k, d, p.f,
            p.k + d * cube, p.m, 1 / (2 * p.m), p.m, 1 / p.m);
}

int main(int argc, char **argv)
{
    Predict rates = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 1.2", "How far to step",
                         "01-one-weight.html#rate", rates);
}
