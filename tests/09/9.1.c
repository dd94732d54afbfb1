/* 9.1.c: tangled from chapter 9, "Two moons", of Gradus. */
/* Judges exercise 9.1: stop in time. */
#include "judge.h"
#include "value.h"
#include <math.h>
#include <string.h>

size_t stop_in_time(double (*epoch)(void *context), void *context,
                    Value *const *weights, size_t n, size_t most,
                    size_t patience);

enum { WEIGHTS = 3, MOST = 40 };

static Graph *graph;
static Value *weights[WEIGHTS];
static double losses[MOST], noise;
static size_t calls;

/* After epoch k the weights are known: 100 k and a little. */
static double weight_after(size_t k, size_t i)
{
    return 100.0 * (double)k + (double)i + noise;
}

static double play(void *context)
{
    expect(context == losses, "epoch was called with another context");
    mistake(calls == MOST, "it never ends: patience was over long ago");
    calls++;
    for (size_t i = 0; i < WEIGHTS; i++)
        weights[i]->data = weight_after(calls, i);
    return losses[calls - 1];
}

/* Losses that fall to epoch `best`, and rise from there. */
static void set_up(size_t best)
{
    double lowest = judge_uniform(0.1, 0.2);
    noise = judge_uniform(0, 1);
    calls = 0;
    graph = value_graph();
    for (size_t i = 0; i < WEIGHTS; i++)
        weights[i] = value_new(graph, weight_after(0, i));
    for (size_t k = 1; k <= MOST; k++)
        losses[k - 1] = lowest + fabs((double)k - (double)best) / 50;
}

static size_t run(size_t most, size_t patience)
{
    return stop_in_time(play, losses, weights, WEIGHTS, most, patience);
}

static void expect_weights(size_t epoch)
{
    for (size_t i = 0; i < WEIGHTS; i++)
        expect_close("a weight afterwards", weights[i]->data,
                     weight_after(epoch, i), 1e-12);
    graph_free(graph);
}

static void trains(void)
{
    set_up(30);
    size_t best = run(5, 3);
    mistake(calls == 0, "epoch was never called: stop_in_time is not "
                        "written yet");
    mistake(calls > 5, "five epochs were allowed, and there were more");
    expect_equal("epochs", (long long)calls, 5);
    mistake(best == 4, "epochs are counted from 1, not from 0");
    expect_equal("the best of five that fall", (long long)best, 5);
    graph_free(graph);
}

static void best_found(void)
{
    size_t right = (size_t)judge_uniform(5, 12);
    set_up(right);
    size_t best = run(MOST, 4);
    mistake(best == right + 4, "that is the epoch at which it stopped: "
                               "return the best");
    expect_equal("the best epoch", (long long)best, (long long)right);
    graph_free(graph);
}

static void waits(void)
{
    size_t right = (size_t)judge_uniform(5, 12);
    set_up(right);
    run(MOST, 4);
    mistake(calls == right + 1, "it stopped at the first loss that rose: "
                                "wait as many epochs as patience says");
    mistake(calls == right + 3, "it stopped an epoch too early: patience "
                                "is how many bad ones there may be");
    mistake(calls == right + 5, "it stopped an epoch too late: the last "
                                "bad epoch that patience allows ends it");
    expect_equal("epochs", (long long)calls, (long long)right + 4);
    graph_free(graph);
}

static void waits_anew(void)
{
    set_up(12);
    losses[3] += 1, losses[4] += 1; /* epochs 4 and 5 are bad luck */
    losses[7] += 1, losses[8] += 1; /* and 8 and 9 */
    size_t best = run(MOST, 3);
    mistake(best == 7, "bad epochs were counted over all: patience is "
                       "for bad ones in a row");
    expect_equal("the best epoch", (long long)best, 12);
    graph_free(graph);
}

static void equal_losses(void)
{
    set_up(6);
    losses[6] = losses[7] = losses[5];
    size_t best = run(MOST, 4);
    mistake(best == 8, "an equal loss was taken for a better one: it must "
                       "be below");
    expect_equal("the best epoch", (long long)best, 6);
    graph_free(graph);
}

static void weights_back(void)
{
    size_t right = (size_t)judge_uniform(5, 12);
    set_up(right);
    run(MOST, 4);
    mistake(weights[0]->data == weight_after(calls, 0),
            "the weights are those of the last epoch: keep a copy of the "
            "best, and put it back");
    mistake(weights[0]->data == weight_after(right - 1, 0),
            "the weights are those before the best epoch: copy them after "
            "it was called");
    mistake(weights[0]->data == weight_after(right, 0) &&
                weights[WEIGHTS - 1]->data != weight_after(right, 2),
            "the first weight is back, and the last is not: all n are");
    expect_weights(right);
}

static void over_early(void)
{
    set_up(6);
    run(8, 5);
    mistake(weights[0]->data == weight_after(8, 0),
            "all epochs were over before patience was, and the weights are "
            "the last: the best come back however it ends");
    expect_weights(6);
}

static void nan_loss(void)
{
    set_up(6);
    losses[0] = NAN;
    losses[7] = NAN;
    size_t best = run(MOST, 4);
    mistake(best == 1 || best > 6,
            "NaN was taken for the best: no comparison with it is true, so "
            "ask whether the loss is below");
    expect_equal("the best epoch", (long long)best, 6);
    expect_weights(6);
}

static void nothing_best(void)
{
    set_up(6);
    for (size_t k = 0; k < MOST; k++)
        losses[k] = NAN;
    size_t best = run(MOST, 3);
    mistake(best != 0, "no loss was a number, and epoch %zu is the best: "
                       "return 0",
            best);
    expect_weights(0);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 9.1");
    judge_see("Learned by heart", "09-two-moons.html#overfitting");
    if (judge_ask_first("does it train at all?", trains)) {
        judge_ask("is the best epoch found?", best_found);
        judge_ask("are the weights those of the best epoch?", weights_back);
        judge_ask("also when the epochs are over before patience is?",
                  over_early);
        judge_ask("does it wait as long as it should?", waits);
        judge_ask("does it begin to wait anew after a new best?",
                  waits_anew);
        judge_ask("is an equal loss no better?", equal_losses);
        judge_ask("is a NaN never the best?", nan_loss);
        judge_ask("are the weights as at first when nothing was best?",
                  nothing_best);
    }
    return judge_end();
}
