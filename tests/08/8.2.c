/* 8.2.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* Judges exercise 8.2: three losses of one score, by hand. */
#include "judge.h"
#include <math.h>

typedef struct {
    double s, y; /* a score, and its label, -1 or 1 */
    double p;    /* sigmoid(s) */
} Problem;

static Problem draw(unsigned seed)
{
    Problem p = {.s = predict_pick(seed, 0, 0.3, 2.55, 0.25)};
    p.y = predict_pick(seed, 1, -1, 1, 2);
    if (p.y * p.s > 0 && p.s > 0.8) /* on the wrong side, or too near */
        p.s = -p.s;
    p.p = 1 / (1 + exp(-p.s));
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A network gives the score %g to an example whose label is %g%s.\n"
            "\n"
            "mse_slope     the slope of the squared error, (s - y)^2\n"
            "hinge         the hinge\n"
            "hinge_slope   its slope\n"
            "binary        the binary cross-entropy\n"
            "binary_slope  its slope\n"
            "\n"
            "Another network gives the logits %g and 0 to the classes 0 and "
            "1.\n"
            "\n"
            "class_loss    the cross-entropy when the label is class 1\n"
            "class_slope   its slope to the first logit, %g\n",
            p.s, p.y, p.y < 0 ? "\n(0 where a loss wants 0 or 1)" : "", p.s,
            p.s);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double said = (p.y + 1) / 2, of_label = said == 1 ? p.p : 1 - p.p;
    asked[0] = (Asked){
        "mse_slope", 2 * (p.s - p.y),
        .wrong =
        {{p.s - p.y, "a 2 is missing: the slope of e^2 is 2 e"},
         {(p.s - p.y) * (p.s - p.y), "that is the loss: its slope was asked "
                                     "for"},
         {2 * (p.s + p.y), "the label is taken off: the error is s - y"}},
        .section = "What a squared error says",
        .anchor = "08-losses.html#told-squares"};
    asked[1] = (Asked){
        "hinge", 1 - p.y * p.s,
        .wrong = {{1 + p.y * p.s, "the sign of the label is turned: the "
                                  "hinge is max(0, 1 - y s)"},
                  {-p.y * p.s, "the margin is missing: the score should be "
                               "beyond 1, not beyond 0"},
                  {0, "the score isn't on the label's side by 1 or more, so "
                      "the hinge isn't 0"}},
        .section = "Enough is enough",
        .anchor = "08-losses.html#hinge"};
    asked[2] = (Asked){
        "hinge_slope", -p.y,
        .wrong = {{0, "0 is the slope beyond the margin, where y s is above "
                      "1: here it isn't"},
                  {-p.y * p.s, "the slope of 1 - y s to s is -y: the score "
                               "is gone"}},
        .section = "Enough is enough",
        .anchor = "08-losses.html#hinge"};
    /* ask for the surprises */
    asked[3] = (Asked){
        "binary", -log(of_label),
        .wrong = {{-log(1 - of_label), "that is the surprise at the other "
                                       "label"},
                  {of_label, "that is the probability of the label: the loss is "
                             "minus its logarithm"},
                  {-log(of_label) / log(2), "that is in bits: take the natural "
                                            "logarithm"},
                  {-log10(of_label), "that is the logarithm to base 10: take "
                                     "the natural one"}},
        .section = "A probability, and its surprise",
        .anchor = "08-losses.html#surprise"};
    asked[4] = (Asked){
        "binary_slope", p.p - said,
        .wrong = {{p.y < 0 ? p.p - p.y : p.p,
                   p.y < 0 ? "the label is 0 or 1 here, not -1 or 1"
                           : "take the label off: the slope is sigmoid(z) - y"},
                  {2 * (p.p - said) * p.p * (1 - p.p),
                   "that is the slope of the squared error of the sigmoid"}},
        .section = "A probability, and its surprise",
        .anchor = "08-losses.html#surprise"};
    asked[5] = (Asked){
        "class_loss", log(exp(p.s) + 1),
        .wrong = {{log(exp(p.s) + 1) - p.s, "that is the surprise at class 0: "
                                            "the label is class 1"},
                  {1 / (1 + exp(p.s)), "that is the probability of class 1: "
                                       "the loss is minus its logarithm"}},
        .section = "One of many",
        .anchor = "08-losses.html#classes"};
    asked[6] = (Asked){
        "class_slope", p.p,
        .wrong = {{p.p - 1, "class 0 is not the label here: nothing is taken "
                            "off its probability"},
                  {1 - p.p, "that is the probability of the label's class: the "
                            "slope to the other logit was asked for"}},
        .section = "One of many",
        .anchor = "08-losses.html#classes"};
    return 7;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    double said = (p.y + 1) / 2, of_label = said == 1 ? p.p : 1 - p.p;
    fprintf(out,
            "mse_slope     2 (%g - %g) = %g\n"
            "hinge         1 - %g * %g = %g, above 0\n"
            "hinge_slope   -y = %g\n"
            "sigmoid(%g)   1 / (1 + e^%g) = %.6g\n"
            "binary        -log %.6g = %.6g\n"
            "binary_slope  %.6g - %g = %.6g\n"
            "class_loss    log(e^%g + 1) = %.6g\n"
            "class_slope   e^%g / (e^%g + 1) = %.6g\n",
            p.s, p.y, 2 * (p.s - p.y), p.y, p.s, 1 - p.y * p.s, -p.y, p.s,
            -p.s, p.p, of_label, -log(of_label), p.p, said, p.p - said, p.s,
            log(exp(p.s) + 1), p.s, p.s, p.p);
}

int main(int argc, char **argv)
{
    Predict losses = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 8.2", "Side by side",
                         "08-losses.html#loss-curves", losses);
}
