/* 7.3.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* Judges exercise 7.3: a network through any points. */
#include "judge.h"
#include "nn.h"
#include <math.h>

void go_through(Nn *nn, const double *x, const double *y, size_t n);

enum { MOST = 9 };

static size_t n;
static double x[MOST], y[MOST];
static Graph *graph;
static Nn *nn;

static void set_up(size_t points)
{
    n = points;
    for (size_t i = 0; i < n; i++) {
        x[i] = (double)i + judge_uniform(0.1, 0.6);
        y[i] = judge_uniform(1, 2) * (i % 2 == 0 ? 1 : -1);
    }
    const NnLayer layers[] = {{n - 1, NN_RELU}, {1, NN_LINEAR}};
    graph = value_graph();
    nn = nn_new(graph, 1, layers, 2);
}

static double answer(double at)
{
    Value *in = value_new(graph, at), *out = NULL;
    expect(nn_forward(nn, &in, &out), "the network has no answer");
    return out->data;
}

static void tear_down(void)
{
    nn_free(nn);
    graph_free(graph);
}

static double slope(size_t i)
{
    return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
}

static bool is(double a, double c) { return fabs(a - c) < 1e-9; }

static void two_points(void)
{
    set_up(2);
    go_through(nn, x, y, n);
    double first = answer(x[0]), second = answer(x[1]);
    mistake(first == 0 && second == 0,
            "the network answers 0 to everything: go_through is not "
            "written yet");
    mistake(is(first, 0) && is(second, y[1] - y[0]),
            "all answers are off by y[0]: the bias of the output carries "
            "the height");
    mistake(is(first, y[0] + slope(0) * 2 * x[0]),
            "the fold is at -x[0]: the bias of a neuron that folds at x[0] "
            "is -x[0]");
    mistake(is(first, y[0] + slope(0) * x[0]),
            "the fold is at 0: shift it by the neuron's bias");
    mistake(is(first, y[0]) && is(second, y[0] + (y[1] - y[0]) * (x[1] - x[0])),
            "the line rises by y[1] - y[0] in each unit of x: divide by the "
            "distance of the two x");
    expect_close("the answer to the first point", first, y[0], 1e-9);
    expect_close("the answer to the second point", second, y[1], 1e-9);
    tear_down();
}

static void three_points(void)
{
    set_up(3);
    go_through(nn, x, y, n);
    double third = answer(x[2]), step = x[2] - x[1];
    mistake(is(third, y[2] + slope(0) * step),
            "after the second fold the first neuron still adds its slope: "
            "the second adds the difference of the two slopes");
    mistake(is(third, y[0] + slope(0) * (x[2] + 1)),
            "the biases stand behind all weights: each neuron's bias comes "
            "right after its own weight");
    mistake(is(third, y[1] + slope(0) * step),
            "the second neuron is silent: it folds at x[1]");
    expect_close("the answer to the second point", answer(x[1]), y[1], 1e-9);
    expect_close("the answer to the third point", third, y[2], 1e-9);
    tear_down();
}

static void many_points(void)
{
    set_up(MOST);
    go_through(nn, x, y, n);
    mistake(is(answer(x[3]), y[3] + (slope(1) - slope(0)) * (x[3] - x[2])),
            "neuron 2 takes off the slope of the first piece: it adds the "
            "difference of two neighbouring slopes");
    for (size_t i = 0; i < n; i++)
        expect_close("the answer to a point", answer(x[i]), y[i], 1e-9);
    tear_down();
}

static void between(void)
{
    set_up(MOST);
    go_through(nn, x, y, n);
    for (size_t i = 0; i + 1 < n; i++) {
        double part = judge_uniform(0.2, 0.8);
        double at = x[i] + part * (x[i + 1] - x[i]);
        expect_close("the answer between two points", answer(at),
                     y[i] + part * (y[i + 1] - y[i]), 1e-9);
    }
    tear_down();
}

static void before_all(void)
{
    set_up(4);
    go_through(nn, x, y, n);
    double at = x[0] - judge_uniform(1, 3);
    mistake(is(answer(at), y[0] + slope(0) * (at - x[0])),
            "left of the first point the first line goes on: there every "
            "neuron should be silent");
    expect_close("the answer left of all points", answer(at), y[0], 1e-9);
    tear_down();
}

static void sets_all(void)
{
    set_up(5);
    go_through(nn, x, y, n);
    for (size_t i = 0; i < n; i++)
        expect_close("the answer to a point", answer(x[i]), y[i], 1e-9);
    for (size_t i = 0; i < nn_parameter_count(nn); i++)
        nn_parameters(nn)[i]->data = judge_uniform(3, 4);
    go_through(nn, x, y, n);
    bool right = true;
    for (size_t i = 0; i < n; i++)
        right = right && is(answer(x[i]), y[i]);
    mistake(!right, "with other parameters than 0 before it comes out "
                    "wrong: set every parameter, and add to none");
    tear_down();
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 7.3");
    judge_see("A fold", "07-networks.html#fold");
    if (judge_ask_first("does it go through two points?", two_points)) {
        judge_ask("does it go through three?", three_points);
        judge_ask("does it go through many?", many_points);
        judge_ask("is it straight between them?", between);
        judge_ask("is it level before the first?", before_all);
        judge_ask("does it forget what was there before?", sets_all);
    }
    return judge_end();
}
