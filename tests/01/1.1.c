/* 1.1.c: tangled from chapter 1, "One weight", of Gradus. */
/* Judges exercise 1.1: one step of the learner, worked out by hand. */
#include "judge.h"

typedef struct {
    double x1, x2, k, w, h, rate; /* learn k x, from w */
    double m, m1, d;              /* mean of x^2, mean of x, and w - k */
} Problem;

static Problem draw(unsigned seed)
{
    Problem p = {.h = 0.1, .rate = 0.01};
    p.x1 = predict_pick(seed, 0, 1, 2, 1);
    p.x2 = predict_pick(seed, 1, 3, 5, 1);
    p.k = predict_pick(seed, 2, 3, 6, 1);
    p.w = predict_pick(seed, 3, 0.5, 2, 0.5);
    p.m = (p.x1 * p.x1 + p.x2 * p.x2) / 2;
    p.m1 = (p.x1 + p.x2) / 2;
    p.d = p.w - p.k;
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A neuron w x is to learn to multiply by %g from two pairs:\n"
            "x = %g, target %g, and x = %g, target %g. It stands at w = %g.\n"
            "\n"
            "loss         its mean squared error at w = %g\n"
            "loss_nudged  the same at w + h, for h = %g\n"
            "slope        the forward difference made of these two\n"
            "next_weight  the weight after one step at the rate %g\n",
            p.k, p.x1, p.k * p.x1, p.x2, p.k * p.x2, p.w, p.w, p.h, p.rate);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double m = p.m, d = p.d, h = p.h;
    double loss = m * d * d, nudged = m * (d + h) * (d + h);
    double slope = (nudged - loss) / h;

    asked[0] = (Asked){
        "loss", loss,
        .wrong =
        {{2 * loss, "that is the sum of the squared errors: divide it by "
                    "the number of examples"},
         {p.m1 * d, "that is the mean of the errors: square each one first"},
         {p.m1 * p.m1 * d * d, "you squared the mean error: square each "
                               "error first, then take the mean"}},
        "How wrong is it?", "01-one-weight.html#loss"};
    asked[1] = (Asked){
        "loss_nudged", nudged,
        .wrong =
        {{m * (d - h) * (d - h), "you nudged the weight down: take w + h"},
         {2 * nudged, "that is the sum of the squared errors: divide it by "
                      "the number of examples"},
         {p.m1 * (d + h), "that is the mean of the errors: square each one "
                          "first"},
         {p.m1 * p.m1 * (d + h) * (d + h),
          "you squared the mean error: square each error first, then take "
          "the mean"},
         {loss + h, "you added h to the loss: add it to the weight, and "
                    "compute the loss anew"}},
        "How wrong is it?", "01-one-weight.html#loss"};
    /* solve for the slope and the step */
    asked[2] = (Asked){
        "slope", slope,
        .wrong =
        {{slope * h, "that is how far the loss moved: divide it by the "
                     "nudge, h"},
         {slope * h * h, "you multiplied by h: divide by it"},
         {-slope, "the sign is turned: loss_nudged minus loss, in this "
                  "order"},
         {2 * m * d, "that is the parabola's own slope, 2 m (w - k): the "
                     "forward difference differs from it by h m"},
         {2 * slope, "that follows from sums of squared errors: mend the two "
                     "losses first"},
         {p.m1, "that follows from means of errors that were not squared: "
                "mend the two losses first"},
         {p.m1 * p.m1 * (2 * d + h), "that follows from squares of the mean "
                                     "error: mend the two losses first"}},
        "A slope without algebra", "01-one-weight.html#slope"};
    asked[3] = (Asked){
        "next_weight", p.w - p.rate * slope,
        .wrong =
        {{p.w + p.rate * slope, "you went uphill: subtract the rate times "
                                "the slope"},
         {p.w - slope, "you took the whole slope: multiply it by the rate "
                       "first"},
         {-p.rate * slope, "that is the step: add it to the weight it "
                           "starts from"},
         {p.w - p.rate * 2 * slope,
          "that follows from the slope of summed squared errors: mend the "
          "two losses first"},
         {p.w - p.rate * p.m1,
          "that follows from the slope of errors that were not squared: mend "
          "the two losses first"},
         {p.w - p.rate * p.m1 * p.m1 * (2 * d + h),
          "that follows from the slope of the squared mean error: mend the "
          "two losses first"},
         {p.w - p.rate * slope * h,
          "that follows from a rise that was not divided by h: mend the "
          "slope first"},
         {p.w - p.rate * 2 * m * d,
          "that follows from the parabola's own slope: take a step down the "
          "forward difference"}}};
    return 4;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    double e1 = p.d * p.x1, e2 = p.d * p.x2;
    double n1 = (p.d + p.h) * p.x1, n2 = (p.d + p.h) * p.x2;
    double loss = (e1 * e1 + e2 * e2) / 2, nudged = (n1 * n1 + n2 * n2) / 2;
    double slope = (nudged - loss) / p.h;
    fprintf(out,
            "errors at w:      %g and %g\n"
            "loss              (%g + %g) / 2 = %g\n"
            "errors at w + h:  %g and %g\n"
            "loss_nudged       (%g + %g) / 2 = %g\n"
            "slope             (%g - %g) / %g = %g\n"
            "next_weight       %g - %g * %g = %g\n",
            e1, e2, e1 * e1, e2 * e2, loss, n1, n2, n1 * n1, n2 * n2,
            nudged, nudged, loss, p.h, slope, p.w, p.rate, slope,
            p.w - p.rate * slope);
}

int main(int argc, char **argv)
{
    Predict step = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 1.1", "Downhill",
                         "01-one-weight.html#downhill", step);
}
