/* test.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* Tests chapter 8: losses, steps and schedules. */
#include "judge.h"
#include "loss.h"
#include "optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 4 };
static Value *z[N];

static Graph *draw_scores(double reach)
{
    Graph *graph = value_graph();
    for (int i = 0; i < N; i++)
        z[i] = value_new(graph, judge_uniform(-reach, reach));
    return graph;
}

static void squares(void)
{
    Graph *graph = draw_scores(2);
    double target[N], mean = 0;
    for (int i = 0; i < N; i++) {
        target[i] = judge_uniform(-2, 2);
        mean += (z[i]->data - target[i]) * (z[i]->data - target[i]) / N;
    }
    Value *loss = loss_mse(z, target, N);
    expect_close("the loss", loss->data, mean, 1e-12);
    value_backward(loss);
    for (int i = 0; i < N; i++)
        expect_close("a slope", z[i]->grad,
                     2 * (z[i]->data - target[i]) / N, 1e-12);
    expect(loss_mse(z, target, 0) == NULL, "of nothing");
    graph_free(graph);
}

static void hinges(void)
{
    Graph *graph = value_graph();
    Value *score = value_new(graph, 0);
    for (int i = -20; i <= 20; i++) {
        for (double label = -1; label <= 1; label += 2) {
            score->data = i / 8.0, score->grad = 0;
            Value *loss = loss_hinge(score, label);
            double margin = label * i / 8.0;
            expect_close("the loss", loss->data, fmax(0, 1 - margin), 0);
            value_backward(loss);
            expect_close("the slope", score->grad, margin < 1 ? -label : 0,
                         0);
        }
    }
    expect(loss_hinge(score, 0) == NULL, "label 0 was accepted");
    expect(loss_hinge(NULL, 1) == NULL, "a NULL score");
    graph_free(graph);
}

static void binary(void)
{
    Graph *graph = value_graph();
    Value *logit = value_new(graph, 0);
    for (int i = -40; i <= 40; i++) {
        double x = logit->data = i / 4.0, y = (i & 3) / 3.0;
        double p = 1 / (1 + exp(-x));
        logit->grad = 0;
        Value *loss = loss_binary(logit, y);
        expect_close("the loss", loss->data,
                     -y * log(p) - (1 - y) * log(1 - p), 1e-10);
        value_backward(loss);
        expect_close("the slope", logit->grad, p - y, 1e-12);
    }
    expect(loss_binary(logit, -1) == NULL, "label -1 was accepted");
    expect(loss_binary(logit, 1.5) == NULL, "label 1.5 was accepted");
    expect(loss_binary(logit, NAN) == NULL, "label NaN was accepted");
    graph_free(graph);
}

static void expect_far(double x, double y, double loss, double slope)
{
    Graph *graph = value_graph();
    Value *logit = value_new(graph, x);
    Value *out = loss_binary(logit, y);
    value_backward(out);
    expect_close("the loss far out", out->data, loss, 1e-12);
    expect_close("the slope far out", logit->grad, slope, 1e-12);
    graph_free(graph);
}

static void binary_far_out(void)
{
    expect_far(1000, 0, 1000, 1);
    expect_far(1000, 1, 0, 0);
    expect_far(-1000, 1, 1000, -1);
    expect_far(-1e300, 0, 0, 0);
    expect_far(0, 0, log(2), 0.5); /* corners that cancel */
    expect_far(0, 1, log(2), -0.5);
}

static void cross_entropy(void)
{
    Graph *graph = draw_scores(3);
    double sum = 0;
    for (int i = 0; i < N; i++)
        sum += exp(z[i]->data);
    for (size_t label = 0; label < N; label++) {
        Value *loss = loss_cross_entropy(z, N, label);
        expect_close("the loss", loss->data, log(sum) - z[label]->data,
                     1e-12);
        for (int i = 0; i < N; i++)
            z[i]->grad = 0;
        value_backward(loss);
        for (size_t i = 0; i < N; i++)
            expect_close("a slope", z[i]->grad,
                         exp(z[i]->data) / sum - (i == label), 1e-12);
    }
    expect(loss_cross_entropy(z, N, N) == NULL, "class 4 of 0 to 3");
    expect(loss_cross_entropy(z, 0, 0) == NULL, "of no class");
    z[2] = NULL;
    expect(loss_cross_entropy(z, N, 0) == NULL, "a NULL logit");
    graph_free(graph);
}

static void cross_entropy_far_out(void)
{
    Graph *graph = draw_scores(1);
    double far = judge_uniform(800, 1e6);
    z[0]->data = -far, z[1]->data = far - 1, z[2]->data = far;
    Value *loss = loss_cross_entropy(z, 3, 1);
    expect_close("the loss", loss->data, log(1 + exp(1)), 1e-9);
    value_backward(loss);
    expect_close("a slope", z[2]->grad, 1 / (1 + exp(-1)), 1e-9);
    z[0]->data = z[1]->data = z[2]->data = -far;
    z[0]->grad = z[1]->grad = z[2]->grad = 0;
    loss = loss_cross_entropy(z, 3, 1);
    expect_close("all equal, far below", loss->data, log(3), 1e-9);
    value_backward(loss);
    for (int i = 0; i < 3; i++)
        expect_close("a slope of three alike", z[i]->grad,
                     1.0 / 3 - (i == 1), 1e-9);
    graph_free(graph);
}

static void means_and_prices(void)
{
    Graph *graph = draw_scores(2);
    double sum = 0, squared = 0;
    for (int i = 0; i < N; i++)
        sum += z[i]->data, squared += z[i]->data * z[i]->data;
    expect_close("the mean", loss_mean(z, N)->data, sum / N, 1e-12);
    Value *price = loss_l2(z, N, 0.25);
    expect_close("the price", price->data, squared / 4, 1e-12);
    value_backward(price);
    expect_close("its slope", z[3]->grad, z[3]->data / 2, 1e-12);
    expect(loss_mean(z, 0) == NULL && loss_l2(z, 0, 1) == NULL, "of none");
    z[1] = NULL;
    expect(loss_mean(z, N) == NULL && loss_l2(z, N, 1) == NULL, "NULL");
    graph_free(graph);
}

static void by_the_rule(void)
{
    Graph *graph = draw_scores(1);
    double m = judge_uniform(0, 0.9), d = judge_uniform(0, 0.1), v[N] = {0},
           w[N];
    for (int i = 0; i < N; i++)
        w[i] = z[i]->data;
    Optim *optim = optim_sgd(z, N, m, d);
    for (int step = 0; step < 10; step++) {
        double rate = judge_uniform(0.01, 0.2);
        for (int i = 0; i < N; i++) {
            double grad = z[i]->grad = judge_uniform(-1, 1);
            v[i] = m * v[i] + (grad + d * w[i]);
            w[i] = w[i] - rate * v[i];
        }
        expect_equal("status", optim_step(optim, rate), OPTIM_OK);
        for (int i = 0; i < N; i++)
            expect_close("a weight", z[i]->data, w[i], 1e-12);
    }
    optim_zero_grad(optim);
    for (int i = 0; i < N; i++)
        expect(z[i]->grad == 0, "a grad is not 0");
    optim_free(optim);
    graph_free(graph);
}

/* A bowl of two directions, one 25 times as steep. With the rate and the
   momentum that fit, both solutions are one, and d is (1 + B n) r^n; the
   first step says what B is. */
static void root_of_ratio(void)
{
    Graph *graph = draw_scores(0);
    const double bend[] = {1, 25};
    double root = 4.0 / 6.0, rate = (1 + root) * (1 + root) / 50;
    Optim *optim = optim_sgd(z, 2, root * root, 0);
    z[0]->data = z[1]->data = 1;
    for (int step = 0; step < 30; step++) {
        for (int i = 0; i < 2; i++)
            z[i]->grad = 2 * bend[i] * z[i]->data;
        optim_step(optim, rate);
    }
    for (int i = 0; i < 2; i++) {
        double r = i == 0 ? root : -root;
        double slope = (1 - 2 * rate * bend[i]) / r - 1;
        expect_close("the distance after 30 steps", z[i]->data,
                     (1 + 30 * slope) * pow(r, 30), 1e-12);
    }
    optim_free(optim);
    graph_free(graph);
}

static void decay_is_twice_the_price(void)
{
    Graph *graph = draw_scores(1);
    double strength = judge_uniform(0.1, 0.3);
    z[1]->data = z[0]->data;
    Optim *priced = optim_sgd(z, 1, 0.5, 0);
    Optim *decayed = optim_sgd(z + 1, 1, 0.5, 2 * strength);
    for (int step = 0; step < 5; step++) {
        optim_zero_grad(priced);
        value_backward(loss_l2(z, 1, strength));
        optim_step(priced, 0.1);
        optim_step(decayed, 0.1);
        expect_close("the decayed weight", z[1]->data, z[0]->data, 1e-12);
    }
    optim_free(priced);
    optim_free(decayed);
    graph_free(graph);
}

static void refuses_and_moves_nothing(void)
{
    Graph *graph = draw_scores(1);
    Optim *optim = optim_sgd(z, N, 0.5, 0);
    for (int i = 0; i < N; i++)
        z[i]->data = 1, z[i]->grad = 1;
    const double bad[] = {NAN, INFINITY, -INFINITY};
    for (int i = 0; i < 3; i++) {
        z[N - 1]->grad = bad[i];
        expect_equal("status", optim_step(optim, 0.1), OPTIM_BAD_GRADIENT);
    }
    z[N - 1]->grad = 1e300;
    expect_equal("status", optim_step(optim, 1e300), OPTIM_BAD_WEIGHT);
    expect_equal("status", optim_step(optim, NAN), OPTIM_BAD_WEIGHT);
    for (int i = 0; i < N; i++)
        expect_close("a weight", z[i]->data, 1, 0);
    z[N - 1]->grad = 1;
    expect_equal("status", optim_step(optim, 0.25), OPTIM_OK);
    for (int i = 0; i < N; i++)
        expect_close("a first step", z[i]->data, 0.75, 0);
    z[0]->grad = 1.7e308;
    expect_equal("status", optim_step(optim, 0), OPTIM_OK);
    expect_equal("of an infinite velocity", optim_step(optim, 0),
                 OPTIM_BAD_WEIGHT);
    optim_free(optim);
    graph_free(graph);
}

static void strange_parameters(void)
{
    Graph *graph = draw_scores(1);
    z[2] = NULL;
    expect(optim_sgd(z, N, 0, 0) == NULL, "a NULL parameter");
    expect(optim_sgd(z, 0, 0, 0) == NULL, "no parameter");
    optim_free(NULL);
    for (int a = OPTIM_OK; a <= OPTIM_BAD_WEIGHT; a++)
        for (int b = a + 1; b <= OPTIM_BAD_WEIGHT + 1; b++)
            expect(strcmp(optim_message((OptimStatus)a),
                          optim_message((OptimStatus)b)) != 0,
                   "two statuses, one message");
    graph_free(graph);
}

static void schedules(void)
{
    expect_close("linear, at first", optim_linear(1, 0.1, 0, 100), 1, 0);
    expect_close("on its way", optim_linear(1, 0.1, 25, 100), 0.775, 1e-12);
    expect_close("at last", optim_linear(1, 0.1, 100, 100), 0.1, 0);
    expect_close("after", optim_linear(1, 0.1, 900, 100), 0.1, 0);
    expect_close("of no steps", optim_linear(1, 0.1, 0, 0), 0.1, 0);
    expect_close("cosine, at first", optim_cosine(1, 0.1, 0, 90), 1, 0);
    expect_close("a third", optim_cosine(1, 0.1, 30, 90), 0.775, 1e-12);
    expect_close("half", optim_cosine(1, 0.1, 45, 90), 0.55, 1e-12);
    expect_close("at last", optim_cosine(1, 0.1, 90, 90), 0.1, 1e-12);
    expect_close("after", optim_cosine(1, 0.1, 95, 90), 0.1, 0);
    expect_close("stairs", optim_stairs(1, 0.5, 9, 10), 1, 0);
    expect_close("one down", optim_stairs(1, 0.5, 10, 10), 0.5, 0);
    expect_close("three down", optim_stairs(1, 0.5, 39, 10), 0.125, 0);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 8");
    judge_see("Loss, and going downhill", "08-losses.html#losses");
    judge_ask("is the mean squared error right, and its slopes?", squares);
    judge_ask("is the hinge right, and its slope?", hinges);
    judge_ask("is binary cross-entropy right, and its slope?", binary);
    judge_ask("does it overflow nowhere?", binary_far_out);
    judge_ask("is cross-entropy right, and its slopes?", cross_entropy);
    judge_ask("does that overflow nowhere?", cross_entropy_far_out);
    judge_ask("are the mean and the price on weights right?",
              means_and_prices);
    judge_ask("does a step go by the rule?", by_the_rule);
    judge_ask("does momentum take the root of the ratio?", root_of_ratio);
    judge_ask("is a decay twice the price?", decay_is_twice_the_price);
    judge_ask("is a step that isn't finite refused whole?",
              refuses_and_moves_nothing);
    judge_ask("are strange parameters refused?", strange_parameters);
    judge_ask("do the schedules go where they should?", schedules);
    return judge_end();
}
