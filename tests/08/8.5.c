/* 8.5.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* Judges exercise 8.5: a cross-entropy that breaks far below. */
#include "judge.h"
#include "value.h"
#include <math.h>

Value *surprise(Value *const *logits, size_t n, size_t label);

enum { N = 3 };

static Graph *graph;
static Value *z[N];
static double p[N];

/* Three logits around a place, and their probabilities, by differences. */
static void set_up(double place)
{
    graph = value_graph();
    double at[N];
    for (int i = 0; i < N; i++)
        at[i] = judge_uniform(-2, 2);
    for (int i = 0; i < N; i++) {
        p[i] = 1 / (exp(at[0] - at[i]) + exp(at[1] - at[i]) +
                    exp(at[2] - at[i]));
        z[i] = value_new(graph, place + at[i]);
    }
}

static void expect_loss(const char *what, Value *loss)
{
    expect(loss != NULL, "%s is NULL though there was memory", what);
    expect_close(what, loss->data, -log(p[1]), 1e-9);
    value_backward(loss);
    for (int i = 0; i < N; i++)
        expect_close("its slope", z[i]->grad, p[i] - (i == 1), 1e-9);
    graph_free(graph);
}

static void around_0(void)
{
    set_up(0);
    Value *loss = surprise(z, N, 1);
    mistake(loss != NULL && fabs(loss->data - (-log(p[1]) + z[1]->data)) < 1e-9,
            "the logit of the label is no longer taken off");
    expect_loss("the loss", loss);
}

static void far_above(void)
{
    set_up(judge_uniform(900, 1000));
    Value *loss = surprise(z, N, 1);
    mistake(loss != NULL && !isfinite(loss->data),
            "with logits around 950 the loss is not finite: they must be "
            "shifted by the largest of them");
    expect_loss("the loss of large logits", loss);
}

static void expect_finite(Value *loss, double right)
{
    mistake(loss != NULL && !isfinite(loss->data),
            "with logits around %.3g the loss is not finite, and should be "
            "%.4f:\n"
            "shifting all logits alike must change nothing. By how much "
            "were they shifted?",
            z[0]->data, right);
}

static void far_below(void)
{
    set_up(judge_uniform(-1000, -900));
    Value *loss = surprise(z, N, 1);
    expect_finite(loss, -log(p[1]));
    mistake(loss != NULL && fabs(loss->data) > 100,
            "with logits around %.0f the loss is %.1f: sum and label must "
            "be shifted by the same number",
            z[0]->data, loss->data);
    expect_loss("the loss far below", loss);
    set_up(0);
    double far = -judge_uniform(1e299, 1e300);
    for (int i = 0; i < N; i++)
        z[i]->data = far;
    expect_finite(surprise(z, N, 1), log(N));
    graph_free(graph);
}

static void far_apart(void)
{
    set_up(0);
    double far = judge_uniform(900, 1000);
    for (int most = 0; most < N; most++) {
        z[most]->data = far;
        z[(most + 1) % N]->data = 0;
        z[(most + 2) % N]->data = -far;
        Value *loss = surprise(z, N, 1);
        mistake(loss != NULL && !isfinite(loss->data),
                "with the logits %.0f, %.0f and %.0f the loss is not finite: "
                "shift by the largest, wherever it stands, and by no other",
                z[0]->data, z[1]->data, z[2]->data);
        expect(loss != NULL, "the loss is NULL though there was memory");
        expect_close("the loss", loss->data, far - z[1]->data, 1e-9);
    }
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 8.5");
    judge_see("One of many", "08-losses.html#classes");
    judge_ask("is the loss right around 0, and its slopes?", around_0);
    judge_ask("is it right far above?", far_above);
    judge_ask("is it right far below?", far_below);
    judge_ask("is it right when they lie far apart?", far_apart);
    return judge_end();
}
