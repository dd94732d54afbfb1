/* 8.6.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* Judges exercise 8.6: cross-entropy with smoothed labels. */
#include "judge.h"
#include "value.h"
#include <math.h>

Value *loss_smoothed(Value *const *logits, size_t n, size_t label,
                     double share);

enum { N = 4, LABEL = 2 };

static Graph *graph;
static Value *z[N];
static double p[N], q[N], share;

static void set_up(double place)
{
    double at[N];
    graph = value_graph();
    share = judge_uniform(0.1, 0.4);
    for (int i = 0; i < N; i++)
        at[i] = judge_uniform(-2, 2);
    at[LABEL] = judge_uniform(-4, -3); /* so that its weight is seen */
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++)
            sum += exp(at[j] - at[i]);
        p[i] = 1 / sum;
        q[i] = share / N + (i == LABEL ? 1 - share : 0);
        z[i] = value_new(graph, place + at[i]);
    }
}

/* The mean surprise under targets that are `of_label` for the label. */
static double surprise(double of_label, double of_others)
{
    double sum = 0;
    for (int i = 0; i < N; i++)
        sum -= (i == LABEL ? of_label : of_others) * log(p[i]);
    return sum;
}

static bool is(double a, double b) { return fabs(a - b) < 1e-9; }

/* Is it the loss for these targets, which need not add up to 1? As a sum of
   surprises, or as one log-sum-exp less the logits that are aimed at. */
static bool is_under(double loss, double of_label, double of_others)
{
    double most = z[0]->data, powers = 0, aimed = 0;
    for (int i = 1; i < N; i++)
        most = fmax(most, z[i]->data);
    for (int i = 0; i < N; i++) {
        powers += exp(z[i]->data - most);
        aimed += (i == LABEL ? of_label : of_others) * (z[i]->data - most);
    }
    return is(loss, surprise(of_label, of_others)) ||
           is(loss, log(powers) - aimed);
}

static void loss_right(void)
{
    set_up(0);
    Value *loss = loss_smoothed(z, N, LABEL, share);
    mistake(loss == NULL, "it returned NULL, though there was memory and "
                          "all was as it should be: loss_smoothed is not "
                          "written yet");
    mistake(is(loss->data, -log(p[LABEL])),
            "that is the plain cross-entropy: the share has no effect");
    mistake(is_under(loss->data, 1 - share, share / (N - 1)),
            "the share was spread over the other classes alone: the label "
            "gets its part, too");
    mistake(is_under(loss->data, 1 - share, share / N),
            "the targets don't add up to 1: the label's is 1 - share + "
            "share / n");
    mistake(is_under(loss->data, 1, share),
            "each class got the whole share: divide it by n");
    double right = surprise(q[LABEL], share / N), most = z[0]->data;
    for (int i = 1; i < N; i++)
        most = fmax(most, z[i]->data);
    mistake(is(loss->data, right - most) || is(loss->data, right + most),
            "the loss is off by the largest logit: shift the powers and the "
            "logits that are aimed at, or neither");
    expect_close("the loss", loss->data, right, 1e-9);
    graph_free(graph);
}

static void slopes_right(void)
{
    set_up(0);
    value_backward(loss_smoothed(z, N, LABEL, share));
    for (int i = 0; i < N; i++) {
        mistake(z[i]->grad == 0, "a logit has the slope 0: compute with the "
                                 "logits as values, not with their data");
        expect_close("a slope", z[i]->grad, p[i] - q[i], 1e-9);
    }
    graph_free(graph);
}

static void nothing_smoothed(void)
{
    set_up(0);
    Value *loss = loss_smoothed(z, N, LABEL, 0);
    mistake(loss == NULL, "a share of 0 was refused: it is allowed");
    expect_close("the loss for a share of 0", loss->data, -log(p[LABEL]),
                 1e-9);
    loss = loss_smoothed(z, N, LABEL, 1);
    mistake(loss == NULL, "a share of 1 was refused: it is allowed");
    expect_close("the loss for a share of 1", loss->data,
                 surprise(0.25, 0.25), 1e-9);
    graph_free(graph);
}

static void far_out(void)
{
    double place = judge_uniform(900, 1000);
    for (int sign = -1; sign <= 1; sign += 2) {
        set_up(sign * place);
        Value *loss = loss_smoothed(z, N, LABEL, share);
        mistake(loss == NULL || !isfinite(loss->data),
                "with logits around %.0f the loss is not finite: shift all "
                "by the largest",
                sign * place);
        expect_close("the loss far out", loss->data,
                     surprise(q[LABEL], share / N), 1e-9);
        graph_free(graph);
    }
    set_up(0);
    double far = -judge_uniform(1e299, 1e300);
    for (int i = 0; i < N; i++)
        z[i]->data = far;
    Value *below = loss_smoothed(z, N, LABEL, share);
    mistake(below == NULL || !isfinite(below->data),
            "with all logits at %.3g the loss is not finite: the search for "
            "the largest starts at one of them",
            far);
    for (int one = 0; one < N; one++) {
        for (int i = 0; i < N; i++)
            z[i]->data = i == one ? 720 : 0;
        Value *large = loss_smoothed(z, N, LABEL, share);
        mistake(large == NULL || !isfinite(large->data),
                "with one logit of 720 the loss is not finite: shift by the "
                "largest, wherever it stands");
    }
    for (int i = 0; i < N; i++)
        z[i]->data = i == LABEL ? place : -place;
    Value *loss = loss_smoothed(z, N, LABEL, share);
    mistake(loss == NULL || !isfinite(loss->data),
            "with logits %.0f apart the loss is not finite: take the "
            "logarithm of the sum, not of each probability",
            2 * place);
    expect_close("the loss far apart", loss->data,
                 2 * place * share * (N - 1) / N, 1e-9);
    graph_free(graph);
}

static void refusals(void)
{
    set_up(0);
    mistake(loss_smoothed(z, N, N, share) != NULL,
            "there is no class %d of %d: return NULL", N, N);
    mistake(loss_smoothed(z, N, LABEL, -0.1) != NULL ||
                loss_smoothed(z, N, LABEL, 1.1) != NULL,
            "a share outside 0 to 1 was accepted");
    mistake(loss_smoothed(z, N, LABEL, NAN) != NULL,
            "NaN was accepted for a share: every comparison with it is "
            "false, so ask whether the share is inside, not outside");
    expect(loss_smoothed(z, 0, 0, share) == NULL, "n was 0: return NULL");
    z[1] = NULL;
    expect(loss_smoothed(z, N, LABEL, share) == NULL,
           "a logit was NULL: return NULL");
    graph_free(graph);
}

static void no_memory(void)
{
    set_up(0);
    graph_limit(graph, graph_bytes(graph));
    while (value_new(graph, 0) != NULL)
        continue;
    expect(loss_smoothed(z, N, LABEL, share) == NULL,
           "there was no memory, and the loss is not NULL");
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 8.6");
    judge_see("One of many", "08-losses.html#classes");
    if (judge_ask_first("is the loss right?", loss_right)) {
        judge_ask("are its slopes p - q?", slopes_right);
        judge_ask("is it the cross-entropy when nothing is smoothed?",
                  nothing_smoothed);
        judge_ask("does it overflow nowhere?", far_out);
        judge_see("Where the formula overflows",
                  "08-losses.html#overflowing");
        judge_ask("does it refuse what isn't allowed?", refusals);
        judge_ask("is it NULL when memory ends?", no_memory);
    }
    return judge_end();
}
