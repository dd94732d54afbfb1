/* 6.1.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* Judges exercise 6.1: two directions and their rates, by hand. */
#include "judge.h"
#include <math.h>

typedef struct {
    double x1, x2, k, c;          /* learn k x + c */
    double m1, m2, steep, flat;   /* means of x and x^2, two lambdas */
} Problem;

static Problem draw(unsigned seed)
{
    /* far enough apart that no known mistake comes near a right answer */
    Problem p = {.x1 = predict_pick(seed, 0, 0.3, 1.3, 0.1)};
    p.x2 = p.x1 + predict_pick(seed, 1, 0.6, 1.6, 0.1);
    p.k = predict_pick(seed, 2, 2, 6, 1);
    p.c = predict_pick(seed, 3, 1, 5, 1);
    p.m1 = (p.x1 + p.x2) / 2;
    p.m2 = (p.x1 * p.x1 + p.x2 * p.x2) / 2;
    double half = (p.m2 - 1) / 2, root = sqrt(half * half + p.m1 * p.m1);
    p.steep = (p.m2 + 1) / 2 + root;
    p.flat = (p.m2 + 1) / 2 - root;
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A neuron w x + b is to learn %g x + %g from two pairs:\n"
            "x = %g, target %g, and x = %g, target %g.\n"
            "\n"
            "steep        lambda of the steep direction, the larger one\n"
            "flat         lambda of the flat direction\n"
            "limit_rate   the rate above which the weights run away\n"
            "best_rate    the rate at which the larger factor is smallest in "
            "size\n"
            "best_factor  what a step leaves of the distance there\n",
            p.k, p.c, p.x1, p.k * p.x1 + p.c, p.x2, p.k * p.x2 + p.c);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double steep = p.steep, flat = p.flat, sum = steep + flat;

    asked[0] = (Asked){
        "steep", steep,
        .wrong =
        {{p.m2, "that is the mean of x^2: weight and bias pull at each "
                "other, and together they are steeper"},
         {2 * steep, "that is the second derivative, 2 lambda: the "
                     "factor is 1 - 2 rate lambda, and lambda is half"},
         {flat, "that is the flat one: steep is the larger of the two"},
         {sum, "that is the sum of the two numbers, m2 + 1"}}};
    asked[1] = (Asked){
        "flat", flat,
        .wrong =
        {{1, "that is the bias alone, and right if the mean of x were 0: "
             "here weight and bias pull at each other"},
         {2 * flat, "that is the second derivative, 2 lambda: lambda is "
                    "half of it"},
         {steep, "that is the steep one: flat is the smaller of the two"}}};
    asked[2] = (Asked){
        "limit_rate", 1 / steep,
        .wrong =
        {{1 / p.m2, "that is the limit of the weight alone: with a bias "
                    "the steep direction is steeper than m2"},
         {1 / (2 * steep), "at that rate the steep part arrives in one "
                           "step: the limit is where its factor is -1"},
         {2 / steep, "a 2 too many: the factor 1 - 2 rate lambda is -1 at "
                     "1 / lambda"},
         {1 / flat, "that is the limit of the flat direction: the steep "
                    "one runs away first"},
         {1 / sum, "that is the best rate: at the limit the steep factor "
                   "is -1"}}};
    asked[3] = (Asked){
        "best_rate", 1 / sum,
        .wrong =
        {{1 / (2 * steep), "there the steep part is gone in one step, but "
                           "the flat part can be quicker still: let the "
                           "steep factor go below 0"},
         {1 / (2 * p.m2), "that is the best rate of the weight alone: "
                          "there is a bias, too"},
         {2 / sum, "a 2 too many: the factors are 1 - 2 rate lambda"},
         {1 / steep, "that is the limit: there the steep part never dies"},
         {1 / (2 * flat), "there the flat part is gone in one step, but "
                          "it is above the limit of the steep one"}}};
    asked[4] = (Asked){
        "best_factor", (steep - flat) / sum,
        .wrong =
        {{1 - flat / steep, "that is the flat factor at 1 / (2 steep): "
                            "the best rate is larger"},
         {-(steep - flat) / sum, "that is the steep factor there: what is "
                                 "left is its size"},
         {2 * flat / sum, "that is the part taken away: the factor is what "
                          "is left"},
         {1 - flat / sum, "a 2 is missing: the factor is 1 - 2 rate "
                          "lambda"}}};
    return 5;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    double sum = p.steep + p.flat;
    fprintf(out,
            "m1, m2       means of x and x^2: %g and %g\n"
            "lambdas      (%g + 1) / 2 +- sqrt(((%g - 1) / 2)^2 + %g^2)\n"
            "steep, flat  %.6g and %.6g; their sum is m2 + 1 = %g\n"
            "limit_rate   steep factor -1:  1 / %.6g = %.6g\n"
            "best_rate    factors opposite: 1 / %g = %.6g\n"
            "best_factor  1 - 2 * %.6g * %.6g = %.6g\n",
            p.m1, p.m2, p.m2, p.m2, p.m1, p.steep, p.flat, sum, p.steep,
            1 / p.steep, sum, 1 / sum, 1 / sum, p.flat,
            (p.steep - p.flat) / sum);
}

int main(int argc, char **argv)
{
    Predict directions = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 6.1", "One weight, then two",
                         "06-double-learned.html#directions", directions);
}
