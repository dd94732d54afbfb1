/* 7.1.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* Judges exercise 7.1: one neuron of two inputs, by hand. */
#include "judge.h"
#include <math.h>

typedef struct {
    double w[2], b, x[2], target;
    double length, sum, error; /* of (w0, w1); before relu; after it */
} Problem;

static Problem draw(unsigned seed)
{
    static const double lines[][3] = {
        {3, 4, 5}, {4, 3, 5}, {5, 12, 13}, {8, 15, 17}};
    int line = (int)predict_pick(seed, 0, 0, 3, 1);
    double turn = predict_pick(seed, 1, -1, 1, 2);
    Problem p = {.w = {lines[line][0], turn * lines[line][1]},
                 .length = lines[line][2]};
    p.x[0] = predict_pick(seed, 2, 5, 7, 1);
    p.x[1] = predict_pick(seed, 3, 1, 2, 1);
    p.sum = predict_pick(seed, 4, 1.5, 4.5, 1);
    p.b = p.sum - p.w[0] * p.x[0] - p.w[1] * p.x[1];
    p.error = predict_pick(seed, 5, -1, 1, 2) *
              predict_pick(seed, 6, 0.5, 1.25, 0.25);
    p.target = p.sum - p.error;
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A relu neuron of two inputs has the weights w0 = %g and\n"
            "w1 = %g and the bias %g. It is asked x0 = %g, x1 = %g, and\n"
            "the target is %g. Its loss is the square of the error.\n"
            "\n"
            "sum       the weighted sum, with the bias\n"
            "distance  how far (x0, x1) is from the neuron's line\n"
            "crossing  x0 where the line meets the axis x1 = 0\n"
            "slope_w1  the slope of the loss for w1\n"
            "slope_b   and for the bias\n",
            p.w[0], p.w[1], p.b, p.x[0], p.x[1], p.target);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double s = p.sum, e = p.error, reach = p.w[0] + fabs(p.w[1]);

    asked[0] = (Asked){
        "sum", s,
        .wrong =
        {{s - p.b, "the bias is missing"},
         {p.w[0] * p.x[1] + p.w[1] * p.x[0] + p.b,
          "each weight goes with its own input: w0 with x0"},
         {s - 2 * p.b, "you took the bias away: it is added"}}};
    asked[1] = (Asked){
        "distance", s / p.length,
        .wrong =
        {{s, "that is the sum: divide it by the length of (w0, w1)"},
         {s / (p.length * p.length), "a root is missing: the length is "
                                     "the root of w0^2 + w1^2"},
         {s / p.w[0], "that is the sum by w0: the length of (w0, w1) is the "
                      "root of the sum of both squares"},
         {s / reach, "that is the sum by |w0| + |w1|: the length is the "
                     "root of the sum of their squares"},
         {(s - p.b) / p.length, "that is without the bias: the distance "
                                "from a line through (0, 0)"}}};
    asked[2] = (Asked){
        "crossing", -p.b / p.w[0],
        .wrong =
        {{-p.b / p.w[1], "that is where the line meets the other axis"},
         {-p.b, "divide by w0: there w0 x0 + b is 0"}}};
    asked[3] = (Asked){
        "slope_w1", 2 * e * p.x[1],
        .wrong =
        {{e * p.x[1], "a 2 is missing: the slope of a square"},
         {e, "that is the error: the slope of its square is twice that, and "
             "a weight gets it times its input"},
         {2 * e * p.x[0], "that is the slope for w0"},
         {2 * e * p.w[1], "that is the slope for the input x1: for the "
                          "weight multiply by the other factor"},
         {2 * s * p.x[1], "that is the slope of the squared answer: take "
                          "the target off first"}}};
    asked[4] = (Asked){
        "slope_b", 2 * e,
        .wrong =
        {{e, "a 2 is missing: the slope of a square"},
         {2 * e * p.b, "the bias is added, not multiplied: its local "
                       "derivative is 1"},
         {0, "the bias is a parameter like the others, and has a slope"}}};
    return 5;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "sum       %g * %g + %g * %g + %g = %g\n"
            "distance  %g / sqrt(%g^2 + %g^2) = %g / %g = %.6g\n"
            "crossing  %g * x0 + %g = 0:  x0 = %.6g\n"
            "slope_w1  2 * (%g - %g) * x1 = %g * %g = %g\n"
            "slope_b   2 * (%g - %g) * 1 = %g\n",
            p.w[0], p.x[0], p.w[1], p.x[1], p.b, p.sum, p.sum, p.w[0],
            p.w[1], p.sum, p.length, p.sum / p.length, p.w[0], p.b,
            -p.b / p.w[0], p.sum, p.target, 2 * p.error, p.x[1],
            2 * p.error * p.x[1], p.sum, p.target, 2 * p.error);
}

int main(int argc, char **argv)
{
    Predict neuron = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 7.1",
                         "A line through the plane",
                         "07-networks.html#line-in-plane", neuron);
}
