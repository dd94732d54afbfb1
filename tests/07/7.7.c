/* 7.7.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* Judges exercise 7.7: weights that begin by measuring. */
#include "judge.h"
#include "nn.h"
#include <math.h>

bool begin_by_measuring(Nn *nn, const double *x, size_t m);

enum { M = 30, IN = 5, LAYERS = 4, MOST = 300 };

static const NnLayer layers[LAYERS] = {
    {8, NN_RELU}, {11, NN_RELU}, {6, NN_RELU}, {3, NN_LINEAR}};
static double x[M * IN], begun[MOST];
static Graph *graph;
static Nn *nn;

static void set_up(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    graph = value_graph();
    nn = nn_new(graph, IN, layers, LAYERS);
    nn_init(nn, NN_UNIFORM, &rng);
    for (size_t i = 0; i < nn_parameter_count(nn); i++)
        begun[i] = nn_parameters(nn)[i]->data *= 3.0;
    for (int i = 0; i < M * IN; i++)
        x[i] = judge_uniform(-2, 2);
}

static void tear_down(void)
{
    nn_free(nn);
    graph_free(graph);
}

static bool is(double a, double c) { return fabs(a - c) < 1e-9 * fabs(c); }

/* The mean square of what each layer puts out, by plain numbers. */
static void measure(double *squares)
{
    for (int i = 0; i < LAYERS; i++)
        squares[i] = 0;
    for (int example = 0; example < M; example++) {
        Value *const *p = nn_parameters(nn);
        double in[16], out[16];
        size_t inputs = IN;
        for (int k = 0; k < IN; k++)
            in[k] = x[example * IN + k];
        for (int i = 0; i < LAYERS; i++) {
            size_t outputs = layers[i].outputs;
            for (size_t j = 0; j < outputs; j++, p += inputs + 1) {
                double sum = p[inputs]->data;
                for (size_t k = 0; k < inputs; k++)
                    sum += p[k]->data * in[k];
                out[j] = i + 1 == LAYERS || sum > 0 ? sum : 0;
                squares[i] += out[j] * out[j] / (double)(M * outputs);
            }
            inputs = outputs;
            for (size_t k = 0; k < inputs; k++)
                in[k] = out[k];
        }
    }
}

static void first_layer(void)
{
    double before[LAYERS], after[LAYERS];
    set_up();
    measure(before);
    bool done = begin_by_measuring(nn, x, M);
    measure(after);
    mistake(done && after[0] == before[0],
            "no weight of the first layer has changed: begin_by_measuring "
            "is not written yet");
    expect(done, "it returned false though there was memory");
    mistake(is(after[0], 1 / before[0]),
            "the weights were divided by the mean square: take its root");
    mistake(is(after[0], 1.0 / 8),
            "that is the mean over examples of a sum over neurons: divide "
            "by the number of neurons, too");
    mistake(is(after[0], M * 8),
            "the weights were divided by the length of all outputs: take "
            "the mean of their squares");
    mistake(is(after[0], 1.0 / M),
            "that is the sum over all examples: divide by their number");
    expect_close("the mean square of the first layer", after[0], 1, 1e-9);
    tear_down();
}

static void all_layers(void)
{
    double before[LAYERS], after[LAYERS];
    set_up();
    measure(before);
    begin_by_measuring(nn, x, M);
    measure(after);
    mistake(is(after[1], before[1] / before[0]),
            "only the first layer was scaled: go on to the others");
    mistake(is(after[1], 1 / before[0]),
            "the second layer was measured before the first was scaled, so "
            "that it is now too small: one layer after another");
    for (int i = 0; i < LAYERS; i++)
        expect_close("the mean square of a layer", after[i], 1, 1e-9);
    tear_down();
}

static void one_number(void)
{
    set_up();
    begin_by_measuring(nn, x, M);
    Value *const *p = nn_parameters(nn);
    size_t inputs = IN, at = 0;
    for (int i = 0; i < LAYERS; i++) {
        double factor = p[at]->data / begun[at];
        for (size_t j = 0; j < layers[i].outputs; j++, at += inputs + 1) {
            expect(p[at + inputs]->data == 0, "a bias is no longer 0");
            for (size_t k = 0; k < inputs; k++)
                expect_close("a weight by what it was",
                             p[at + k]->data / begun[at + k], factor, 1e-9);
        }
        inputs = layers[i].outputs;
    }
    tear_down();
}

static void silent(void)
{
    set_up();
    for (size_t i = 0; i < 8 * (IN + 1); i++)
        nn_parameters(nn)[i]->data = 0;
    begin_by_measuring(nn, x, M);
    for (size_t i = 0; i < nn_parameter_count(nn); i++) {
        double now = nn_parameters(nn)[i]->data;
        mistake(!isfinite(now), "a layer that puts out nothing but 0 got "
                                "weights that are not finite: there is "
                                "nothing to divide by");
        expect_close("a weight of a silent network", now,
                     i < 8 * (IN + 1) ? 0 : begun[i], 0);
    }
    tear_down();
}

static void same_nodes(void)
{
    set_up();
    size_t before = graph_nodes(graph);
    begin_by_measuring(nn, x, M);
    mistake(graph_nodes(graph) != before,
            "the graph had %zu nodes, and has %zu: rewind to a mark that "
            "was set when the function began",
            before, graph_nodes(graph));
    tear_down();
}

/* A limit at which there is room for so many more leaves. */
static GraphMark fill(size_t room)
{
    GraphMark mark = graph_mark(graph);
    while (graph_nodes(graph) < 4000)
        value_new(graph, 0);
    graph_limit(graph, graph_bytes(graph));
    while (value_new(graph, 0) != NULL)
        ;
    size_t full = graph_nodes(graph);
    graph_rewind(graph, mark);
    while (graph_nodes(graph) + room < full)
        value_new(graph, 0);
    return mark;
}

static void end_reported(void)
{
    for (size_t room = 0; room < 1000; room += 50) {
        double squares[LAYERS];
        set_up();
        fill(room);
        size_t before = graph_nodes(graph);
        bool done = begin_by_measuring(nn, x, M);
        measure(squares);
        mistake(done && !is(squares[LAYERS - 1], 1),
                "memory ended before all layers were scaled, and it "
                "returned true: look at what nn_layer returns");
        mistake(!done && graph_nodes(graph) != before,
                "memory ended, and what had been made stayed on the graph: "
                "rewind on this way out, too");
        tear_down();
    }
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 7.7");
    judge_see("How large to begin", "07-networks.html#reach");
    if (judge_ask_first("has the first layer the mean square 1?",
                        first_layer)) {
        judge_ask("have all layers?", all_layers);
        judge_ask("is a layer scaled by one number?", one_number);
        judge_ask("does a silent layer stay as it is?", silent);
        judge_see("Mark and rewind", "06-double-learned.html#rewinding");
        judge_ask("has the graph as many nodes as before?", same_nodes);
        judge_see("One call", "04-walking-the-graph.html#one-call");
        judge_ask("is the end of memory reported?", end_reported);
    }
    return judge_end();
}
