/* 6.2.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* Judges exercise 6.2: three steps of a learner that forgets to zero. */
#include "judge.h"
#include <math.h>

typedef struct {
    double x1, x2, k, w, rate;
    double m, part, d; /* mean of x^2, rate * m, and w - k */
} Problem;

static Problem draw(unsigned seed)
{
    static const double pairs[][2] = {{1, 2}, {1, 3}, {2, 4}, {1, 4}};
    static const double parts[] = {0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8};
    int pair = (int)predict_pick(seed, 0, 0, 3, 1);
    Problem p = {.x1 = pairs[pair][0], .x2 = pairs[pair][1]};
    p.part = parts[(int)predict_pick(seed, 1, 0, 6, 1)];
    p.k = predict_pick(seed, 2, 3, 6, 1);
    p.w = predict_pick(seed, 3, 0.5, 2, 0.5);
    p.m = (p.x1 * p.x1 + p.x2 * p.x2) / 2;
    p.rate = p.part / p.m;
    p.d = p.w - p.k;
    return p;
}

/* The distance after n steps, each of which forgets to zero. */
static double forgetful(Problem p, int n)
{
    double d = p.d, sum = 0;
    for (int i = 0; i < n; i++) {
        sum += 2 * p.m * d;
        d -= p.rate * sum;
    }
    return d;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A neuron w x is to learn to multiply by %g from two pairs:\n"
            "x = %g, target %g, and x = %g, target %g. It starts at w = %g\n"
            "with grad 0, and steps at the rate %.6g without ever zeroing.\n"
            "\n"
            "weight_1    the weight after one step\n"
            "weight_2    after two\n"
            "weight_3    after three\n"
            "farthest    half the width of its swing: a distance from %g\n"
            "limit_rate  the rate above which it runs away\n",
            p.k, p.x1, p.k * p.x1, p.x2, p.k * p.x2, p.w, p.rate, p.k);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double f = 1 - 2 * p.part, width = fabs(p.d) / sqrt(1 - p.part / 2);

    asked[0] = (Asked){
        "weight_1", p.k + f * p.d,
        .wrong = {{p.k + (1 - p.part) * p.d, "a 2 is missing: the slope of "
                                    "m (w - k)^2 is 2 m (w - k)"},
         {p.k + (1 + 2 * p.part) * p.d, "you went uphill: the step is "
                                        "subtracted"},
         {f * p.d, "that is the distance: the weight is that much away "
                   "from the right one"}}};
    asked[1] = (Asked){
        "weight_2", p.k + forgetful(p, 2),
        .wrong =
        {{p.k + f * f * p.d, "that is the learner who zeroes: this one "
                             "steps by the sum of both slopes"},
         {forgetful(p, 2), "that is the distance: the weight is that much "
                           "away from the right one"},
         {p.k + p.d * (f * f - 2 * p.part * f), "you counted the new slope "
                                                "twice: the sum is that of "
                                                "the old one and the new"}}};
    asked[2] = (Asked){
        "weight_3", p.k + forgetful(p, 3),
        .wrong =
        {{p.k + f * f * f * p.d, "that is the learner who zeroes: this "
                                 "one steps by the sum of three slopes"},
         {forgetful(p, 3), "that is the distance: the weight is that much "
                           "away from the right one"},
         {p.k + forgetful(p, 2) * f - 2 * p.part * f * p.d,
          "the first slope is missing: the sum holds all three"},
         {p.k + forgetful(p, 4), "that is the weight after four steps: "
                                 "take one less"}}};
    asked[3] = (Asked){
        "farthest", width,
        .wrong =
        {{fabs(p.d), "that is where it starts: the swing is a little "
                     "wider, by 1 / cos(theta / 2)"},
         {2 * width, "that is the whole width of the swing: half of it was "
                     "asked for"},
         {fabs(p.d) / (1 - p.part / 2), "a root is missing: the square of "
                                        "cos(theta / 2) is 1 - rate m / 2"},
         {fabs(p.d) * sqrt(1 - p.part / 2), "you multiplied by "
                                            "cos(theta / 2): divide by it"},
         {p.k + width, "that is the weight there: its distance from the "
                       "right one was asked for"},
         {p.k - width, "that is the weight there: its distance from the "
                       "right one was asked for"}}};
    asked[4] = (Asked){
        "limit_rate", 2 / p.m,
        .wrong =
        {{1 / p.m, "that is the limit of the learner who zeroes: this one "
                   "stands larger rates"},
         {1 / (2 * p.m), "that is the best rate of the learner who zeroes: "
                         "the limit of this one was asked for"}}};
    return 5;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    double d[4], sum = 0;
    fprintf(out, "m = %g, rate * m = %g\n", p.m, p.part);
    for (int i = 0; i < 4; i++)
        d[i] = forgetful(p, i);
    for (int i = 0; i < 3; i++) {
        sum += 2 * p.m * d[i];
        fprintf(out,
                "step %d: slope 2 * %g * (%g) = %g, sum %g;\n"
                "        weight_%d = %g - %.6g * (%g) = %g\n",
                i + 1, p.m, d[i], 2 * p.m * d[i], sum, i + 1, p.k + d[i],
                p.rate, sum, p.k + d[i + 1]);
    }
    fprintf(out,
            "farthest    %g / sqrt(1 - %g / 2) = %.6g\n"
            "limit_rate  2 / %g = %.6g\n",
            fabs(p.d), p.part, fabs(p.d) / sqrt(1 - p.part / 2), p.m,
            2 / p.m);
}

int main(int argc, char **argv)
{
    Predict forgotten = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 6.2", "The forgotten zeroing",
                         "06-double-learned.html#forgotten", forgotten);
}
