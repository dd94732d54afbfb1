/* 7.5.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* Judges exercise 7.5: the layer in its own way. */
#include "judge.h"
#include "nn.h"
#include <math.h>

void run_plainly(const double *p, const size_t *sizes, size_t layers,
                 double *x);

enum { MOST = 400, WIDEST = 16 };

static double p[MOST], x[WIDEST], right[WIDEST], given[WIDEST];

/* Draws parameters and inputs, and lets the engine find the answers. */
static void run(const size_t *sizes, size_t layers)
{
    NnLayer shape[4];
    Graph *graph = value_graph();
    Value *in[WIDEST], *out[WIDEST];
    for (size_t i = 0; i < layers; i++)
        shape[i] = (NnLayer){sizes[i + 1], NN_TANH};
    Nn *nn = nn_new(graph, sizes[0], shape, layers);
    for (size_t i = 0; i < nn_parameter_count(nn); i++)
        p[i] = nn_parameters(nn)[i]->data = judge_uniform(0.2, 1);
    for (size_t i = 0; i < sizes[0]; i++) {
        x[i] = given[i] = judge_uniform(-1, -0.2);
        in[i] = value_new(graph, x[i]);
    }
    expect(nn_forward(nn, in, out), "no memory for the right answers");
    for (size_t i = 0; i < sizes[layers]; i++)
        right[i] = out[i]->data;
    nn_free(nn);
    graph_free(graph);
    run_plainly(p, sizes, layers, x);
}

static void expect_right(size_t n)
{
    for (size_t i = 0; i < n; i++)
        expect_close("an answer", x[i], right[i], 1e-12);
}

static bool is(double a, double c) { return fabs(a - c) < 1e-9; }

static void two_neurons(void)
{
    const size_t sizes[] = {2, 2};
    run(sizes, 1);
    double late = tanh(p[5] + p[3] * right[0] + p[4] * given[1]);
    mistake(is(x[0], right[0]) && is(x[1], late),
            "x[1] came as %.4f where %.4f is right.\n"
            "work it out by hand: which inputs give what came?",
            x[1], right[1]);
    mistake(is(x[0], given[0]) && is(x[1], given[1]),
            "the answers never reach x: put them there when the layer has "
            "run");
    mistake(is(x[0], right[0]) && is(x[1], given[1]),
            "only one answer reaches x: all neurons of the layer have one");
    expect_right(2);
}

static void wider(void)
{
    const size_t sizes[] = {2, 5};
    run(sizes, 1);
    mistake(is(x[0], right[0]) && is(x[1], right[1]) && !is(x[4], right[4]),
            "the first two answers are right, the others are not: a layer "
            "of 5 neurons over 2 inputs has 5 answers");
    expect_right(5);
}

static void two_layers(void)
{
    const size_t sizes[] = {3, 6, 2};
    run(sizes, 2);
    mistake(!is(x[0], right[0]),
            "one layer is right, and the second is not: what it reads must "
            "be the answers of the first");
    mistake(!is(x[1], right[1]),
            "in the second layer only the first neuron is right: is the "
            "second array written while it is read?");
    expect_right(2);
}

static void three_layers(void)
{
    const size_t sizes[] = {4, 7, 3, 5};
    run(sizes, 3);
    expect_right(5);
}

static void alone(void)
{
    const size_t sizes[] = {1, 1, 1};
    run(sizes, 2);
    expect_right(1);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 7.5");
    judge_see("Layers", "07-networks.html#layers");
    if (judge_ask_first("is a layer of two neurons right?", two_neurons)) {
        judge_ask("is a layer wider than its inputs?", wider);
        judge_ask("are two layers right, the second narrower?", two_layers);
        judge_ask("are three layers right?", three_layers);
        judge_ask("are neurons alone in their layers right?", alone);
    }
    return judge_end();
}
