/* test.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* Tests chapter 7: random numbers, neurons, layers, networks. */
#include "judge.h"
#include "nn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void known_bits(void)
{
    Rng rng = rng_seed(1234567);
    const uint64_t known[] = {6457827717110365317u, 3203168211198807973u,
                              9817491932198370423u, 4593380528125082431u,
                              16408922859458223821u};
    for (int i = 0; i < 5; i++)
        expect(rng_bits(&rng) == known[i], "number %d of seed 1234567", i);
}

static void uniform_range(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    double low = 1.0, high = nextafter(1.0, 2.0), sum = 0.0;
    for (int i = 0; i < 200; i++)
        expect(rng_uniform(&rng, low, high) == low, "high was drawn");
    for (int i = 0; i < 100000; i++) {
        double x = rng_uniform(&rng, -3, 5);
        expect(x >= -3 && x < 5, "%g is not from -3 to 5", x);
        sum += x;
    }
    expect_close("the mean of -3 to 5", sum / 100000, 1, 0.05);
    Rng same = rng;
    for (int i = 0; i < 100; i++)
        expect(rng_uniform(&rng, 0, 1) ==
                   (double)(rng_bits(&same) >> 11) * 0x1p-53,
               "0 to 1 isn't the upper 53 bits");
    expect(rng_uniform(&rng, 2, 2) == 2, "2 to 2");
    expect(rng_uniform(&rng, 2, NAN) == 2, "2 to nothing");
    expect(rng_uniform(&rng, 2, 1) == 2, "2 to 1");
    expect(rng_uniform(&rng, -1e308, 1e308) == -1e308, "too wide a range");
}

static void below_is_even(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    int count[6] = {0};
    for (int i = 0; i < 60000; i++) {
        size_t n = rng_below(&rng, 6);
        expect(n < 6, "%zu is not below 6", n);
        count[n]++;
    }
    for (int i = 0; i < 6; i++)
        expect(abs(count[i] - 10000) < 600, "%d came %d times", i,
               count[i]);
    expect(rng_below(&rng, 1) == 0 && rng_below(&rng, 0) == 0, "0 and 1");
    /* ask where the bias would show */
    size_t big = SIZE_MAX / 4 * 3, low = 0;
    for (int i = 0; i < 3000; i++)
        low += rng_below(&rng, big) < big / 3;
    expect(low > 850 && low < 1150, "a third came %zu times of 3000", low);
}

static void copies(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    rng_bits(&rng);
    Rng copy = rng, other = rng_seed(rng.state + 1);
    for (int i = 0; i < 100; i++) {
        uint64_t bits = rng_bits(&rng);
        expect(bits == rng_bits(&copy), "the copy draws others");
        expect(bits != rng_bits(&other), "another seed draws the same");
    }
}

static void nearly_normal(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < 50000; i++) {
        double x = rng_normal(&rng);
        sum += x, squares += x * x;
    }
    expect_close("mean", sum / 50000, 0, 0.03);
    expect_close("variance", squares / 50000, 1, 0.04);
}

static void shuffles_evenly(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    int count[27] = {0};
    for (int i = 0; i < 60000; i++) {
        size_t order[] = {0, 1, 2};
        rng_shuffle(&rng, order, 3);
        expect(order[0] + order[1] + order[2] == 3 &&
                   order[0] != order[1] && order[0] != order[2],
               "not an order of 0, 1, 2");
        count[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    for (int i = 0; i < 27; i++)
        expect(count[i] == 0 || abs(count[i] - 10000) < 600,
               "an order came %d times", count[i]);
    rng_shuffle(&rng, NULL, 0);
}

static void names_and_back(void)
{
    NnActivation found;
    for (int a = NN_LINEAR; a <= NN_SIGMOID; a++) {
        const char *name = nn_activation_name((NnActivation)a);
        expect(nn_activation_from(name, &found) && (int)found == a, "%s",
               name);
    }
    found = NN_TANH;
    expect(!nn_activation_from("step", &found), "step is known");
    expect(found == NN_TANH, "something was written");
    expect(!strcmp(nn_activation_name((NnActivation)9), "unknown"), "9");
    expect(!strcmp(nn_activation_name(NN_RELU), "relu"), "relu");
}

static void neuron_by_hand(void)
{
    Graph *graph = value_graph();
    Value *p[] = {value_new(graph, 2), value_new(graph, -3),
                  value_new(graph, 0.5)};
    Value *in[] = {value_new(graph, judge_uniform(-1, 1)),
                   value_new(graph, judge_uniform(-1, 1))};
    double sum = 2 * in[0]->data - 3 * in[1]->data + 0.5;
    double expected[] = {sum, sum > 0 ? sum : 0, tanh(sum),
                         1 / (1 + exp(-sum))};
    for (int a = NN_LINEAR; a <= NN_SIGMOID; a++) {
        size_t before = graph_nodes(graph);
        Value *out = nn_neuron(p, in, 2, (NnActivation)a);
        expect_close(nn_activation_name((NnActivation)a), out->data,
                     expected[a], 1e-12);
        expect_equal("values", (long long)(graph_nodes(graph) - before),
                     a == NN_LINEAR ? 4 : 5);
    }
    Value *out = nn_neuron(p, in, 2, NN_LINEAR);
    value_backward(out);
    expect_close("slope of the first weight", p[0]->grad, in[0]->data, 0);
    expect_close("slope of the bias", p[2]->grad, 1, 0);
    graph_free(graph);
}

static void missing_values(void)
{
    Graph *graph = value_graph();
    Value *p[] = {value_new(graph, 2), value_new(graph, 1)}, *out = NULL;
    Value *none[] = {NULL};
    expect(nn_neuron(p, none, 1, NN_TANH) == NULL, "a NULL input");
    expect(!nn_layer(p, none, 1, (NnLayer){1, NN_RELU}, &out), "a layer");
    expect(nn_activate(p[0], (NnActivation)7) == NULL, "activation 7");
    graph_free(graph);
}

static const NnLayer shape[] = {{3, NN_TANH}, {4, NN_RELU}, {2, NN_LINEAR}};

static void counts(void)
{
    expect_equal("2-3-4-2", (long long)nn_count(2, shape, 3),
                 3 * 3 + 4 * 4 + 2 * 5);
    expect_equal("no inputs", (long long)nn_count(0, shape, 3), 0);
    expect_equal("no layers", (long long)nn_count(2, shape, 0), 0);
    NnLayer huge[] = {{SIZE_MAX / 8 / 6, NN_TANH}, {3, NN_TANH}};
    expect_equal("huge", (long long)nn_count(2, huge, 2), 0);
    expect_equal("huge inputs", (long long)nn_count(SIZE_MAX, huge, 1), 0);
    NnLayer empty = {0, NN_TANH}, strange = {1, (NnActivation)9};
    expect_equal("empty", (long long)nn_count(2, &empty, 1), 0);
    expect_equal("strange", (long long)nn_count(2, &strange, 1), 0);
    Graph *graph = value_graph();
    expect(nn_new(graph, 2, huge, 2) == NULL, "a huge network was made");
    expect(nn_new(NULL, 2, shape, 3) == NULL, "without a graph");
    graph_free(graph);
    nn_free(NULL);
}

/* The network's sums without a graph. */
static void run_plainly(const double *w, const double *x, double *out)
{
    double a[3], b[4];
    for (int i = 0; i < 3; i++, w += 3)
        a[i] = tanh(w[0] * x[0] + w[1] * x[1] + w[2]);
    for (int i = 0; i < 4; i++, w += 4) {
        b[i] = w[0] * a[0] + w[1] * a[1] + w[2] * a[2] + w[3];
        b[i] = b[i] > 0 ? b[i] : 0;
    }
    for (int i = 0; i < 2; i++, w += 5)
        out[i] =
            w[0] * b[0] + w[1] * b[1] + w[2] * b[2] + w[3] * b[3] + w[4];
}

static void forward_by_hand(void)
{
    Graph *graph = value_graph();
    Nn *nn = nn_new(graph, 2, shape, 3);
    expect_equal("nodes", (long long)graph_nodes(graph), 35);
    double w[35], out[2];
    for (int i = 0; i < 35; i++)
        w[i] = nn_parameters(nn)[i]->data = judge_uniform(-1, 1);
    GraphMark mark = graph_mark(graph);
    for (int time = 0; time < 3; time++) {
        double x[] = {judge_uniform(-1, 1), judge_uniform(-1, 1)};
        Value *in[] = {value_new(graph, x[0]), value_new(graph, x[1])};
        Value *answer[2];
        expect(nn_forward(nn, in, answer), "forward");
        run_plainly(w, x, out);
        expect_close("the first output", answer[0]->data, out[0], 1e-12);
        expect_close("the second output", answer[1]->data, out[1], 1e-12);
        graph_rewind(graph, mark);
    }
    graph_free(graph);
    nn_free(nn);
}

static void what_it_is(void)
{
    Graph *graph = value_graph();
    Nn *nn = nn_new(graph, 2, shape, 3);
    expect(nn_graph(nn) == graph, "graph");
    expect_equal("inputs", (long long)nn_inputs(nn), 2);
    expect_equal("outputs", (long long)nn_outputs(nn), 2);
    expect_equal("layers", (long long)nn_layers(nn), 3);
    expect_equal("parameters", (long long)nn_parameter_count(nn), 35);
    expect_equal("layer 1", (long long)nn_layer_at(nn, 1).outputs, 4);
    expect(nn_layer_at(nn, 1).activation == NN_RELU, "its activation");
    nn_free(nn);
    graph_free(graph);
}

static void out_of_memory(void)
{
    Graph *graph = value_graph();
    graph_limit(graph, 100);
    expect(nn_new(graph, 2, shape, 3) == NULL, "beyond the limit");
    expect_equal("status", graph_status(graph), GRAPH_LIMIT);
    graph_limit(graph, 70000);
    Nn *nn = nn_new(graph, 2, shape, 3);
    expect(nn != NULL, "within the limit");
    Value *in[] = {value_new(graph, 1), value_new(graph, 2)}, *out[2];
    int times = 0;
    while (times < 1000 && nn_forward(nn, in, out))
        times++;
    expect(times > 3 && times < 1000, "the limit was never met");
    nn_free(nn);
    graph_free(graph);
}

static void expect_start(NnInit init, double first, double second)
{
    const NnLayer wide[] = {{50, NN_TANH}, {20, NN_LINEAR}};
    Graph *graph = value_graph();
    Nn *nn = nn_new(graph, 30, wide, 2);
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    Value *const *w = nn_parameters(nn);
    for (size_t i = 0; i < nn_parameter_count(nn); i++)
        w[i]->data = 7;
    nn_init(nn, init, &rng);
    for (size_t layer = 0; layer < 2; layer++) {
        size_t inputs = layer == 0 ? 30 : 50, outputs = wide[layer].outputs;
        double most = 0, squares = 0, a = layer == 0 ? first : second;
        for (size_t i = 0; i < outputs; i++, w += inputs + 1) {
            expect(w[inputs]->data == 0, "a bias is not 0");
            for (size_t k = 0; k < inputs; k++) {
                most = fmax(most, fabs(w[k]->data));
                squares += w[k]->data * w[k]->data;
            }
        }
        expect(most <= a && most > 0.98 * a, "they reach %g, not %g", most,
               a);
        double n = (double)(inputs * outputs);
        expect_close("variance", squares / n / (a * a), 1.0 / 3, 0.05);
    }
    nn_free(nn);
    graph_free(graph);
}

static void order(void)
{
    Graph *graph = value_graph();
    Nn *nn = nn_new(graph, 2, shape, 3);
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9)), same = rng;
    nn_init(nn, NN_UNIFORM, &rng);
    for (size_t i = 0; i < 35; i++) {
        bool bias = i < 9 ? i % 3 == 2 : i < 25 ? i % 4 == 0 : i % 5 == 4;
        expect_close("a parameter", nn_parameters(nn)[i]->data,
                     bias ? 0 : rng_uniform(&same, -1, 1), 0);
    }
    nn_free(nn);
    graph_free(graph);
}

static void uniform_start(void) { expect_start(NN_UNIFORM, 1, 1); }

static void xavier_start(void)
{
    expect_start(NN_XAVIER, sqrt(6.0 / 80), sqrt(6.0 / 70));
}

static void he_start(void)
{
    expect_start(NN_HE, sqrt(6.0 / 30), sqrt(6.0 / 50));
}

static void learns_xor(void)
{
    const NnLayer layers[] = {{4, NN_TANH}, {1, NN_SIGMOID}};
    Graph *graph = value_graph();
    Nn *nn = nn_new(graph, 2, layers, 2);
    Rng rng = rng_seed(1);
    nn_init(nn, NN_XAVIER, &rng);
    GraphMark mark = graph_mark(graph);
    double last = 1;
    for (int step = 0; step < 3000; step++) {
        Value *sum = value_new(graph, 0);
        for (int i = 0; i < 4; i++) {
            Value *in[] = {value_new(graph, i / 2),
                           value_new(graph, i % 2)};
            Value *out;
            expect(nn_forward(nn, in, &out), "forward");
            Value *error = value_sub_const(out, i == 1 || i == 2);
            sum = value_add(sum, value_mul(error, error));
        }
        value_backward(sum);
        last = sum->data;
        for (size_t i = 0; i < nn_parameter_count(nn); i++) {
            Value *w = nn_parameters(nn)[i];
            w->data -= 0.25 * w->grad, w->grad = 0;
        }
        graph_rewind(graph, mark);
    }
    expect(last < 0.01, "the loss is still %g", last);
    nn_free(nn);
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 7");
    judge_see("Neurons, layers, networks", "07-networks.html#networks");
    judge_ask("are the bits splitmix64's?", known_bits);
    judge_ask("is a uniform number in its range, never high?",
              uniform_range);
    judge_ask("is each whole number below n as frequent?", below_is_even);
    judge_ask("has a normal number mean 0 and variance 1?", nearly_normal);
    judge_ask("does a shuffle give each order as often?", shuffles_evenly);
    judge_ask("does a copied generator draw the same again?", copies);
    judge_ask("has each activation a name, and back?", names_and_back);
    judge_ask("is a neuron what it is by hand?", neuron_by_hand);
    judge_ask("does a missing value make NULL?", missing_values);
    judge_ask("are parameters counted, and sizes that overflow refused?",
              counts);
    judge_ask("is a network what it is without a graph?", forward_by_hand);
    judge_ask("does a network know what it is?", what_it_is);
    judge_ask("is the end of memory reported?", out_of_memory);
    judge_ask("are uniform weights from -1 to 1?", uniform_start);
    judge_ask("have Xavier's weights their variance?", xavier_start);
    judge_ask("have He's weights their variance?", he_start);
    judge_ask("are they drawn in the order of the parameters?", order);
    judge_ask("is the exclusive or learned?", learns_xor);
    return judge_end();
}
