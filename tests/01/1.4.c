/* 1.4.c: tangled from chapter 1, "One weight", of Gradus. */
/* Judges exercise 1.4: the learner that settles in the wrong place. */
#include "judge.h"
#include <math.h>

typedef double (*Loss)(const double *weights);
void slopes_of(Loss loss, double *weights, int n, double h, double *slopes);
void descend(Loss loss, double *weights, int n, double h, double rate,
             int steps, double *slopes);

static double a, b, p, q; /* the bowl a (w0 - p)^2 + b (w1 - q)^2 */
static int runs;

/* Half the sum of the squares of three weights, each one's slope itself. */
static double sphere(const double *w)
{
    runs++;
    return (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]) / 2;
}

static double bowl(const double *w)
{
    return a * (w[0] - p) * (w[0] - p) + b * (w[1] - q) * (w[1] - q);
}

static void dig(void)
{
    a = judge_uniform(1, 2);
    b = judge_uniform(1, 2);
    p = judge_uniform(1, 2);
    q = judge_uniform(-2, -1);
}

static void both_slopes(void)
{
    dig();
    double w[2] = {0, 0}, slopes[2], h = 0.01;
    double s0 = -2 * a * p + a * h, s1 = -2 * b * q + b * h;
    slopes_of(bowl, w, 2, h, slopes);

    mistake(fabs(slopes[1] - (s0 + s1)) < 1e-6,
            "the second slope is the sum of both: it is taken while the "
            "first weight is still nudged");
    expect_close("the first slope", slopes[0], s0, 1e-6);
    expect_close("the second slope", slopes[1], s1, 1e-6);
}

static void three(void)
{
    double w[3], slopes[3] = {0}, h = judge_uniform(0.01, 0.02);
    for (int i = 0; i < 3; i++)
        w[i] = judge_uniform(-2, 2);
    slopes_of(sphere, w, 3, h, slopes);
    for (int i = 0; i < 3; i++)
        expect_close("a slope of three", slopes[i], w[i] + h / 2, 1e-9);
    expect_equal("runs of the loss for three slopes", runs, 4);
}

static void put_back(void)
{
    for (int trial = 0; trial < 50; trial++) {
        dig();
        double w[2] = {p / 7, q / 7}, slopes[2];
        double h = judge_uniform(0.01, 0.02);
        slopes_of(bowl, w, 2, h, slopes);
        /* know the likely mistakes of putting back */
        double moved = fmax(fabs(w[0] - p / 7), fabs(w[1] - q / 7));
        mistake(moved > 0 && moved < 1e-14,
                "the weights come back changed in their last bit: (w + h) - h is "
                "not always w. Keep what was there, and put that back");
        expect(w[0] == p / 7 && w[1] == q / 7,
               "slopes_of changed the weights by %.3g and %.3g",
               w[0] - p / 7, w[1] - q / 7);
    }
}

static void settles(void)
{
    dig();
    double w[2] = {0, 0}, slopes[2], h = 0.01, rate = 0.1;
    double push = h / (2 * a * rate); /* where a step cancels a push of h */
    descend(bowl, w, 2, h, rate, 400, slopes);

    double missed = w[0] - (p - h / 2);
    mistake(fabs(w[0] - p) < 1e-6,
            "those are central differences: slopes_of promises forward ones");
    mistake(missed > 1e-6 && missed < push / 2,
            "a smaller nudge makes the symptom smaller and leaves the fault: "
            "the first weight still rests %.2g beside its place",
            missed);
    expect(fabs(missed) < 1e-6 && fabs(w[1] - (q - h / 2)) < 1e-6,
           "after 400 steps with h = %g and the rate %g the loss no longer "
           "falls, and is %.4g.\n"
           "the first weight rests at %.4f; its place is %.4f\n"
           "the second weight rests at %.4f; its place is %.4f",
           h, rate, bowl(w), w[0], p - h / 2, w[1], q - h / 2);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 1.4");
    judge_see("Downhill", "01-one-weight.html#downhill");
    if (judge_ask_first("does it rest where its slopes are zero?",
                        settles)) {
        judge_see("More than one weight", "01-one-weight.html#many");
        judge_ask("are both slopes right?", both_slopes);
        judge_ask("are the weights put back, to the last bit?", put_back);
        judge_see("What a slope costs", "01-one-weight.html#cost");
        judge_ask("does it serve three weights, in four runs?", three);
    }
    return judge_end();
}
