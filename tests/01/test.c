/* test.c: tangled from chapter 1, "One weight", of Gradus. */
/* Tests chapter 1: slopes by nudging, and steps down them. */
#include "judge.h"
#include "nudge.h"

#include <math.h>
#include <string.h>

/* A learner of k x from three random examples. m is the mean of x^2. */
static double x[3], y[3], w, k, m;
static NudgeExamples data;

static Nudge learner(void)
{
    k = judge_uniform(1, 3);
    w = judge_uniform(-2, 0);
    m = 0.0;
    for (int i = 0; i < 3; i++) {
        x[i] = judge_uniform(1, 3);
        y[i] = k * x[i];
        m += x[i] * x[i] / 3.0;
    }
    data = (NudgeExamples){3, 1, x, y};
    return (Nudge){nudge_mse, &data, &w, 1, 0};
}

/* u^3 + 2 v^2 + 5 t, of three weights u, v, t. */
static NudgeStatus curve(const double *at, void *context, double *loss)
{
    (void)context;
    *loss = at[0] * at[0] * at[0] + 2 * at[1] * at[1] + 5 * at[2];
    return NUDGE_OK;
}

/* 1 in every run but one, before which there are `countdown` others. */
typedef struct {
    double value;
    NudgeStatus status;
    int countdown;
} Told;

static NudgeStatus told(const double *at, void *context, double *loss)
{
    Told *told = context;
    *loss = 1.0 + 0.0 * at[0];
    if (told->countdown-- != 0)
        return NUDGE_OK;
    *loss = told->value;
    return told->status;
}

static void loss_by_hand(void)
{
    const double xs[] = {1, 2, 5}, ys[] = {2, 4, 10}, half = 0.5;
    NudgeExamples pairs = {3, 1, xs, ys};
    double loss = 0.0;
    expect_equal("the status", nudge_mse(&half, &pairs, &loss), NUDGE_OK);
    expect_close("(2.25 + 9 + 56.25) / 3", loss, 22.5, 1e-15);
}

static void loss_of_any_weight(void)
{
    Nudge at = learner();
    double loss = 0.0;
    expect_equal("the status", nudge_run(&at, &loss), NUDGE_OK);
    expect_close("m (w - k)^2", loss, m * (w - k) * (w - k), 1e-12);
}

static void neuron_with_inputs(void)
{
    double weights[3], in[3], sum = 0.0;
    for (int i = 0; i < 3; i++) {
        weights[i] = judge_uniform(-2, 2);
        in[i] = judge_uniform(-2, 2);
        sum += weights[i] * in[i];
    }
    expect_close("the neuron", nudge_neuron(weights, in, 3), sum, 1e-12);
}

static void loss_of_a_line(void)
{
    const double rows[] = {1, 1, 2, 1, 5, 1}, ys[] = {5, 7, 13};
    double both[] = {judge_uniform(0, 1), judge_uniform(0, 1)}, loss = 0.0;
    double a = both[0] - 2, b = both[1] - 3;
    NudgeExamples pairs = {3, 2, rows, ys};
    nudge_mse(both, &pairs, &loss);
    expect_close("the loss of a weight and a bias", loss,
                 10 * a * a + 2 * 8.0 / 3 * a * b + b * b, 1e-12);
}

static void forward_error(void)
{
    Nudge at = learner();
    double slope = 0.0, h = judge_uniform(0.01, 0.1);
    expect_equal("the status", nudge_forward(&at, h, &slope), NUDGE_OK);
    expect_close("the slope less 2 m (w - k)", slope - 2 * m * (w - k),
                 h * m, 1e-9);
}

static void central_on_a_parabola(void)
{
    Nudge at = learner();
    double slope = 0.0, h = judge_uniform(0.01, 0.1);
    expect_equal("the status", nudge_central(&at, h, &slope), NUDGE_OK);
    expect_close("the slope", slope, 2 * m * (w - k), 1e-10);
}

/* Half of the weight: a slope that the largest nudges leave finite. */
static NudgeStatus half(const double *at, void *context, double *loss)
{
    (void)context;
    *loss = at[0] / 2;
    return NUDGE_OK;
}

static void slope_by_a_huge_nudge(void)
{
    double zero = 0.0, slope = 0.0;
    Nudge at = {half, NULL, &zero, 1, 0};
    nudge_forward(&at, 1e308, &slope);
    expect_close("forward", slope, 0.5, 1e-15);
    nudge_central(&at, 1e308, &slope);
    expect_close("central", slope, 0.5, 1e-15);
}

static void slopes_on_a_curve(void)
{
    double u = judge_uniform(1, 2), v = judge_uniform(1, 2);
    double p[3] = {u, v, judge_uniform(1, 2)}, slopes[3] = {0};
    double h = judge_uniform(0.01, 0.1);
    Nudge at = {curve, NULL, p, 3, 0};
    nudge_forward(&at, h, slopes);
    expect_close("forward along u", slopes[0], 3 * u * u + 3 * u * h + h * h,
                 1e-9);
    expect_close("forward along v", slopes[1], 4 * v + 2 * h, 1e-9);
    expect_close("forward along t", slopes[2], 5.0, 1e-9);
    nudge_central(&at, h, slopes);
    expect_close("central along u", slopes[0], 3 * u * u + h * h, 1e-9);
    expect_close("central along v", slopes[1], 4 * v, 1e-9);
    expect_close("central along t", slopes[2], 5.0, 1e-9);
}

static void runs_counted(void)
{
    double p[3] = {1, 1, 1}, slopes[3], loss;
    Nudge at = {curve, NULL, p, 3, 0};
    nudge_run(&at, &loss);
    expect_equal("runs of nudge_run", (long long)at.runs, 1);
    nudge_forward(&at, 0.1, slopes);
    expect_equal("and 3 + 1 of forward", (long long)at.runs, 5);
    nudge_central(&at, 0.1, slopes);
    expect_equal("and 2 * 3 of central", (long long)at.runs, 11);
}

static void weights_kept(void)
{
    for (int trial = 0; trial < 50; trial++) {
        double p[3], before[3], slopes[3], h = judge_uniform(0.01, 0.1);
        for (int i = 0; i < 3; i++)
            before[i] = p[i] = judge_uniform(-1, 1);
        Nudge at = {curve, NULL, p, 3, 0};
        nudge_forward(&at, h, slopes);
        expect(!memcmp(p, before, sizeof p), "forward changed a weight");
        nudge_central(&at, h, slopes);
        expect(!memcmp(p, before, sizeof p), "central changed a weight");
    }
}

static void kept_when(double value, NudgeStatus told_status,
                      NudgeStatus status)
{
    for (int after = 0; after < 4; after++) {
        double p[2] = {1, 2}, slopes[2];
        Told fails = {value, told_status, after};
        Nudge at = {told, &fails, p, 2, 0};
        if (after < 3)
            expect_equal("the status of forward",
                         nudge_forward(&at, 0.1, slopes), status);
        fails.countdown = after;
        at.runs = 0;
        expect_equal("the status of central",
                     nudge_central(&at, 0.1, slopes), status);
        expect_equal("runs, with the one that failed",
                     (long long)at.runs, after + 1);
        expect(p[0] == 1 && p[1] == 2, "a weight is still nudged");
    }
}

static void weights_kept_on_failure(void)
{
    kept_when(1.0, NUDGE_FAILED, NUDGE_FAILED);
    kept_when(NAN, NUDGE_OK, NUDGE_NOT_FINITE);
    kept_when(INFINITY, NUDGE_OK, NUDGE_NOT_FINITE);
}

static void take(Nudge *at, double rate)
{
    double slope = 0.0;
    expect_equal("status", nudge_central(at, 0.01, &slope), NUDGE_OK);
    expect_equal("status", nudge_step(at, &slope, rate), NUDGE_OK);
}

static void factor_of_a_step(void)
{
    Nudge at = learner();
    double d = w - k, rate = judge_uniform(0.1, 1.2) / m;
    for (int step = 1; step <= 5; step++) {
        take(&at, rate);
        expect_close("the distance to k after a step", w - k,
                     d * pow(1 - 2 * rate * m, step), 1e-8);
    }
}

static void arrives_in_one_step(void)
{
    Nudge at = learner();
    take(&at, 1 / (2 * m));
    expect_close("the weight", w, k, 1e-10);
}

static void runs_away_above_the_limit(void)
{
    Nudge at = learner();
    double d = fabs(w - k);
    take(&at, judge_uniform(0.9, 0.99) / m);
    expect(fabs(w - k) < d, "below 1/m the step led away");
    d = fabs(w - k);
    take(&at, judge_uniform(1.01, 1.1) / m);
    expect(fabs(w - k) > d, "above 1/m the step did not lead away");
}

static void settles_half_a_nudge_short(void)
{
    Nudge at = learner();
    double slope = 0.0, h = judge_uniform(0.01, 0.1);
    for (int step = 0; step < 200; step++) {
        nudge_forward(&at, h, &slope);
        nudge_step(&at, &slope, 0.3 / m);
    }
    expect_close("the weight at rest", w, k - h / 2, 1e-9);
}

static void all_weights_step(void)
{
    double p[3] = {1, 2, 3}, slopes[3] = {1, -2, 4};
    Nudge at = {curve, NULL, p, 3, 0};
    expect_equal("status", nudge_step(&at, slopes, 0.5), NUDGE_OK);
    expect_close("the first weight", p[0], 0.5, 1e-15);
    expect_close("the second weight", p[1], 3.0, 1e-15);
    expect_close("the third weight", p[2], 1.0, 1e-15);
    nudge_step(&at, slopes, -0.25);
    expect_close("the first weight, back by half", p[0], 0.75, 1e-15);
}

static void no_examples(void)
{
    Nudge at = learner();
    double loss = 7.0;
    data.examples = 0;
    expect_equal("status", nudge_run(&at, &loss), NUDGE_NO_EXAMPLES);
    expect(loss == 7.0, "a loss was written: %g", loss);
    data.examples = 1;
    expect_equal("status of one example", nudge_run(&at, &loss), NUDGE_OK);
}

static void bad_nudges(void)
{
    const double bad[] = {0.0, -0.1, NAN, INFINITY, -INFINITY};
    Nudge at = learner();
    double slope;
    for (int i = 0; i < 5; i++) {
        expect_equal("status of forward",
                     nudge_forward(&at, bad[i], &slope), NUDGE_BAD_NUDGE);
        expect_equal("status of central",
                     nudge_central(&at, bad[i], &slope), NUDGE_BAD_NUDGE);
    }
    expect_equal("runs", (long long)at.runs, 0);
}

static void lost_nudges(void)
{
    Nudge at = learner();
    double slope;
    w = 1e12;
    expect_equal("forward", nudge_forward(&at, 1e-6, &slope), NUDGE_LOST);
    expect_equal("central", nudge_central(&at, 1e-6, &slope), NUDGE_LOST);
    w = 1.0; /* 1 - h is another number, 1 + h is not */
    double h = ldexp(1.0, -53);
    expect_equal("forward at 1", nudge_forward(&at, h, &slope), NUDGE_LOST);
    expect_equal("central at 1", nudge_central(&at, h, &slope), NUDGE_LOST);
    double p[3] = {1, 1, 1e12}, slopes[3];
    Nudge third = {curve, NULL, p, 3, 0};
    expect_equal("third", nudge_forward(&third, 1e-6, slopes), NUDGE_LOST);
}

static void weights_not_finite(void)
{
    const double bad[] = {NAN, INFINITY, -INFINITY};
    for (int i = 0; i < 3; i++) {
        double p[2] = {1, bad[i]}, slopes[2];
        Told always_one = {1.0, NUDGE_OK, -1};
        Nudge at = {told, &always_one, p, 2, 0};
        expect_equal("forward", nudge_forward(&at, 0.1, slopes),
                     NUDGE_NOT_FINITE);
        expect_equal("central", nudge_central(&at, 0.1, slopes),
                     NUDGE_NOT_FINITE);
    }
}

static void losses_not_finite(void)
{
    const double bad[] = {NAN, INFINITY, -INFINITY};
    double p[2] = {1, 2}, slopes[2], loss;
    for (int i = 0; i < 3; i++)
        for (int after = 0; after < 3; after++) {
            Told here = {bad[i], NUDGE_OK, after};
            Nudge at = {told, &here, p, 2, 0};
            expect_equal("forward", nudge_forward(&at, 0.1, slopes),
                         NUDGE_NOT_FINITE);
            here.countdown = after;
            expect_equal("central", nudge_central(&at, 0.1, slopes),
                         NUDGE_NOT_FINITE);
            here.countdown = 0;
            expect_equal("run", nudge_run(&at, &loss), NUDGE_NOT_FINITE);
        }
}

static void slopes_not_finite(void)
{
    double one = 1.0, slope;
    Told steep = {1e308, NUDGE_OK, 1};
    Nudge at = {told, &steep, &one, 1, 0};
    expect_equal("forward", nudge_forward(&at, 1e-6, &slope),
                 NUDGE_NOT_FINITE);
    steep.countdown = 1;
    expect_equal("central", nudge_central(&at, 1e-6, &slope),
                 NUDGE_NOT_FINITE);
}

static void steps_not_finite(void)
{
    const double bad[] = {NAN, INFINITY, 1e308};
    for (int i = 0; i < 3; i++) {
        double p[2] = {1, 2}, slopes[2] = {1, bad[i]};
        Nudge at = {curve, NULL, p, 2, 0};
        expect_equal("status", nudge_step(&at, slopes, 10),
                     NUDGE_NOT_FINITE);
        expect(p[0] == 1 && p[1] == 2, "a weight has moved");
        slopes[0] = bad[i], slopes[1] = 1;
        expect_equal("status of the other way round",
                     nudge_step(&at, slopes, 10), NUDGE_NOT_FINITE);
    }
    double huge = 1e308, slope = 1e308; /* their product with 1 is finite */
    Nudge at = {half, NULL, &huge, 1, 0};
    expect_equal("status at 1e308", nudge_step(&at, &slope, -1),
                 NUDGE_NOT_FINITE);
}

static void every_status_is_told_apart(void)
{
    for (int a = NUDGE_OK; a <= NUDGE_FAILED; a++)
        for (int b = NUDGE_OK; b < a; b++)
            expect(strcmp(nudge_message((NudgeStatus)a),
                          nudge_message((NudgeStatus)b)) != 0,
                   "%d and %d have the same message", a, b);
    expect(nudge_message((NudgeStatus)99) != NULL, "no message for 99");
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 1");
    /* ask about the loss */
    judge_see("How wrong is it?", "01-one-weight.html#loss");
    judge_ask("is the loss the one worked out by hand?", loss_by_hand);
    judge_ask("is it m (w - k)^2 for any weight?", loss_of_any_weight);
    judge_see("More than one weight", "01-one-weight.html#many");
    judge_ask("does a neuron add up all its inputs?", neuron_with_inputs);
    judge_ask("is the loss of a line right?", loss_of_a_line);
    /* ask about slopes */
    judge_see("A slope without algebra", "01-one-weight.html#slope");
    judge_ask("is the forward slope off by h times m?", forward_error);
    judge_see("How small is a nudge?", "01-one-weight.html#nudge");
    judge_ask("is the central slope of a parabola exact?",
              central_on_a_parabola);
    judge_ask("are several slopes right where it bends?", slopes_on_a_curve);
    judge_ask("is a slope right by a huge nudge?", slope_by_a_huge_nudge);
    judge_see("What a slope costs", "01-one-weight.html#cost");
    judge_ask("are n + 1 and 2n runs counted?", runs_counted);
    judge_see("More than one weight", "01-one-weight.html#many");
    judge_ask("are the weights put back, to the last bit?", weights_kept);
    judge_ask("are they put back even when the loss fails?",
              weights_kept_on_failure);
    /* ask about steps */
    judge_see("How far to step", "01-one-weight.html#rate");
    judge_ask("is the distance multiplied by 1 - 2 rate m?", factor_of_a_step);
    judge_ask("does 1 / 2m arrive in one step?", arrives_in_one_step);
    judge_ask("does the weight run away above 1 / m?",
              runs_away_above_the_limit);
    judge_see("Downhill", "01-one-weight.html#downhill");
    judge_ask("does a forward learner rest at k - h/2?",
              settles_half_a_nudge_short);
    judge_see("More than one weight", "01-one-weight.html#many");
    judge_ask("do all weights take the step?", all_weights_step);
    /* ask about what is refused */
    judge_see("How it fails", "01-one-weight.html#fails");
    judge_ask("is a mean over no examples refused?", no_examples);
    judge_ask("is a nudge that is not positive refused?", bad_nudges);
    judge_ask("is a nudge too small to move refused?", lost_nudges);
    judge_ask("is a loss that is not finite reported?", losses_not_finite);
    judge_ask("is a weight that is not finite reported?", weights_not_finite);
    judge_ask("is a slope that is not finite reported?", slopes_not_finite);
    judge_ask("is a step to infinity refused?", steps_not_finite);
    judge_ask("has each status its own message?", every_status_is_told_apart);
    return judge_end();
}
