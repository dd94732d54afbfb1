/* 9.3.c: tangled from chapter 9, "Two moons", of Gradus. */
/* Judges exercise 9.3: a number scaled as those that were learned from. */
#include "judge.h"
#include <math.h>

typedef struct {
    double x[4], fresh, label, w, b;
    double shift, scale, seen, score;
} Problem;

static Problem draw(unsigned seed)
{
    /* four numbers with a deviation of 5 units */
    static const double at[][4] = {
        {-7, -1, 1, 7}, {1, -7, 7, -1}, {7, -1, -7, 1}, {-1, 7, 1, -7}};
    Problem p = {.w = predict_pick(seed, 0, 0.5, 2, 0.25),
                 .b = predict_pick(seed, 1, 0.3, 0.9, 0.2)};
    double unit = predict_pick(seed, 2, 2, 4, 1);
    p.shift = predict_pick(seed, 3, 40, 90, 5);
    p.scale = 5 * unit;
    int order = (int)predict_pick(seed, 4, 0, 3, 1);
    for (int i = 0; i < 4; i++)
        p.x[i] = p.shift + unit * at[order][i];
    p.seen = predict_pick(seed, 5, 0.7, 1.9, 0.2);
    if (predict_pick(seed, 6, 0, 1, 1) > 0.5)
        p.seen = -p.seen;
    p.fresh = p.shift + p.scale * p.seen;
    if (fabs(p.w * p.seen + p.b) < 0.1)
        p.b += 0.4; /* with the score 0 it would be on neither side */
    p.score = p.w * p.seen + p.b;
    p.label = p.score > 0 ? -1 : 1;
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A model of one neuron has learned from the inputs %g, %g, %g\n"
            "and %g. Its weight is %g, its bias %g, and it has no\n"
            "activation. Now it is asked %g, whose label is %g.\n"
            "\n"
            "shift  what is taken off an input\n"
            "scale  by what the rest is divided\n"
            "seen   what the neuron gets for %g\n"
            "score  what it answers\n"
            "loss   the hinge for this label\n",
            p.x[0], p.x[1], p.x[2], p.x[3], p.w, p.b, p.fresh, p.label,
            p.fresh);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double unit = p.scale / 5, loss = 1 + fabs(p.score);
    asked[0] = (Asked){
        "shift", p.shift,
        .wrong =
        {{(4 * p.shift + p.fresh) / 5, "the new number is averaged in: the "
                                       "model knows only what it learned "
                                       "from"},
         {(p.x[0] + p.x[3]) / 2, "that is the mean of the first and the "
                                 "last: take that of all four"},
         {4 * p.shift, "that is the sum: divide it by four"}}};
    asked[1] = (Asked){
        "scale", p.scale,
        .wrong =
        {{p.scale * p.scale, "that is the mean squared distance: its root "
                             "is missing"},
         {p.scale * sqrt(4.0 / 3.0), "you divided by n - 1: the model takes "
                                     "the mean, over n"},
         {4 * unit, "that is the mean of the distances: square them first, "
                    "and take the root of the mean"},
         {7 * unit, "that is the largest distance from the mean: the root "
                    "of the mean square was asked for"},
         {14 * unit, "that is how far apart the largest and the smallest "
                     "are: the root of the mean square was asked for"}}};
    asked[2] = (Asked){
        "seen", p.seen,
        .wrong =
        {{p.fresh - p.shift, "the mean is taken off, and the rest is not "
                             "divided by the scale"},
         {p.fresh / p.scale, "the mean is not taken off"},
         {(p.fresh - p.shift) / (p.scale * p.scale),
          "you divided by the mean square: divide by its root"}}};
    asked[3] = (Asked){
        "score", p.score,
        .wrong = {{p.w * p.fresh + p.b, "that is for the number as it is: "
                                        "the neuron gets it scaled"},
                  {p.w * p.seen, "the bias is missing"},
                  {p.w * (p.seen + p.b), "the weight multiplies the input "
                                         "alone, not the bias"}}};
    asked[4] = (Asked){
        "loss", loss,
        .wrong = {{fmax(0, 1 - fabs(p.score)),
                   "that is the hinge for the other label: here the score "
                   "is on the wrong side"},
                  {fabs(p.score), "the hinge wants the right side by 1: "
                                  "add it"},
                  {loss * loss, "the hinge is not squared"}}};
    return 5;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out, "shift  the mean of the four: %g\nscale  the root of (",
            p.shift);
    for (int i = 0; i < 4; i++)
        fprintf(out, "%g%s", pow(p.x[i] - p.shift, 2), i < 3 ? " + " : "");
    fprintf(out,
            ") / 4: %g\n"
            "seen   (%g - %g) / %g = %g\n"
            "score  %g * %g + %g = %g\n"
            "loss   1 - (%g) * %g = %g\n",
            p.scale, p.fresh, p.shift, p.scale, p.seen, p.w, p.seen, p.b,
            p.score, p.label, p.score, 1 - p.label * p.score);
}

int main(int argc, char **argv)
{
    Predict scales = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 9.3",
                         "Inputs that are neither large nor far",
                         "09-two-moons.html#scaling", scales);
}
