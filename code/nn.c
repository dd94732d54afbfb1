/* nn.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* nn.c - neurons, layers, networks. */
#include "nn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"linear", "relu", "tanh", "sigmoid"};
enum { ACTIVATIONS = sizeof names / sizeof *names };

static bool is_known(NnActivation activation)
{
    return (unsigned)activation < ACTIVATIONS;
}

const char *nn_activation_name(NnActivation activation)
{
    return is_known(activation) ? names[activation] : "unknown";
}

bool nn_activation_from(const char *name, NnActivation *activation)
{
    for (int i = 0; i < ACTIVATIONS; i++) {
        if (strcmp(name, names[i]) == 0) {
            *activation = (NnActivation)i;
            return true;
        }
    }
    return false;
}

Value *nn_activate(Value *sum, NnActivation activation)
{
    switch (activation) {
    case NN_LINEAR:
        return sum;
    case NN_RELU:
        return value_relu(sum);
    case NN_TANH:
        return value_tanh(sum);
    case NN_SIGMOID:
        return value_sigmoid(sum);
    }
    return NULL;
}

Value *nn_neuron(Value *const *parameters, Value *const *in, size_t inputs,
                 NnActivation activation)
{
    Value *sum = parameters[inputs];
    for (size_t i = 0; i < inputs; i++)
        sum = value_add(sum, value_mul(parameters[i], in[i]));
    return nn_activate(sum, activation);
}

bool nn_layer(Value *const *parameters, Value *const *in, size_t inputs,
              NnLayer layer, Value **out)
{
    bool whole = true;
    for (size_t i = 0; i < layer.outputs; i++) {
        out[i] = nn_neuron(parameters, in, inputs, layer.activation);
        whole = whole && out[i] != NULL;
        parameters += inputs + 1;
    }
    return whole;
}

struct Nn {
    Graph *graph;
    size_t inputs, layers, parameters, widest;
    NnLayer *layer;    /* (layers) */
    Value **parameter; /* (parameters) */
    Value **between;   /* (2, widest): into a layer, and out of it */
};

static bool fits(size_t count, size_t inputs, NnLayer layer)
{
    const size_t most = SIZE_MAX / sizeof(Value *);
    return is_known(layer.activation) && layer.outputs != 0 &&
           inputs < most && layer.outputs <= (most - count) / (inputs + 1);
}

size_t nn_count(size_t inputs, const NnLayer *layers, size_t n)
{
    size_t count = 0;
    if (inputs == 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (!fits(count, inputs, layers[i]))
            return 0;
        count += layers[i].outputs * (inputs + 1);
        inputs = layers[i].outputs;
    }
    return count;
}

static size_t widest(const NnLayer *layers, size_t n)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        most = layers[i].outputs > most ? layers[i].outputs : most;
    return most;
}

static Nn *allocate(size_t inputs, const NnLayer *layers, size_t n)
{
    Nn *nn = calloc(1, sizeof *nn);
    if (nn == NULL)
        return NULL;
    nn->inputs = inputs;
    nn->layers = n;
    nn->parameters = nn_count(inputs, layers, n);
    nn->widest = widest(layers, n);
    /* allocate the tables of a network */
    nn->layer = calloc(n, sizeof *nn->layer);
    nn->parameter = calloc(nn->parameters, sizeof *nn->parameter);
    nn->between = calloc(nn->widest, 2 * sizeof *nn->between);
    if (nn->layer != NULL && nn->parameter != NULL && nn->between != NULL) {
        memcpy(nn->layer, layers, n * sizeof *layers);
        return nn;
    }
    nn_free(nn);
    return NULL;
}

static bool make_parameters(Nn *nn)
{
    for (size_t i = 0; i < nn->parameters; i++) {
        nn->parameter[i] = value_new(nn->graph, 0.0);
        if (nn->parameter[i] == NULL)
            return false;
    }
    return true;
}

Nn *nn_new(Graph *graph, size_t inputs, const NnLayer *layers, size_t n)
{
    if (graph == NULL || nn_count(inputs, layers, n) == 0)
        return NULL;
    Nn *nn = allocate(inputs, layers, n);
    if (nn == NULL)
        return NULL;
    nn->graph = graph;
    if (make_parameters(nn))
        return nn;
    nn_free(nn);
    return NULL;
}

void nn_free(Nn *nn)
{
    if (nn == NULL)
        return;
    free(nn->layer);
    free(nn->parameter);
    free(nn->between);
    free(nn);
}

bool nn_forward(Nn *nn, Value *const *in, Value **out)
{
    Value *const *parameters = nn->parameter;
    size_t inputs = nn->inputs;
    bool whole = true;
    for (size_t i = 0; i < nn->layers; i++) {
        NnLayer layer = nn->layer[i];
        /* choose where the layer puts its outputs */
        Value **to = nn->between + i % 2 * nn->widest;
        if (i + 1 == nn->layers)
            to = out;
        whole = nn_layer(parameters, in, inputs, layer, to) && whole;
        parameters += layer.outputs * (inputs + 1);
        inputs = layer.outputs;
        in = to;
    }
    return whole;
}

static double reach(NnInit init, double inputs, double outputs)
{
    switch (init) {
    case NN_UNIFORM:
        break;
    case NN_XAVIER:
        return sqrt(6.0 / (inputs + outputs));
    case NN_HE:
        return sqrt(6.0 / inputs);
    }
    return 1.0;
}

/* Returns the parameters that follow the layer's. */
static Value **draw(Value **parameter, size_t inputs, size_t outputs,
                    NnInit init, Rng *rng)
{
    double a = reach(init, (double)inputs, (double)outputs);
    for (size_t i = 0; i < outputs; i++) {
        for (size_t k = 0; k < inputs; k++)
            (*parameter++)->data = rng_uniform(rng, -a, a);
        (*parameter++)->data = 0.0; /* the bias */
    }
    return parameter;
}

void nn_init(Nn *nn, NnInit init, Rng *rng)
{
    Value **parameter = nn->parameter;
    size_t inputs = nn->inputs;
    for (size_t i = 0; i < nn->layers; i++) {
        size_t outputs = nn->layer[i].outputs;
        parameter = draw(parameter, inputs, outputs, init, rng);
        inputs = outputs;
    }
}

Value *const *nn_parameters(const Nn *nn) { return nn->parameter; }

Graph *nn_graph(const Nn *nn) { return nn->graph; }

size_t nn_inputs(const Nn *nn) { return nn->inputs; }

size_t nn_outputs(const Nn *nn)
{
    return nn->layer[nn->layers - 1].outputs;
}

size_t nn_layers(const Nn *nn) { return nn->layers; }

NnLayer nn_layer_at(const Nn *nn, size_t i) { return nn->layer[i]; }

size_t nn_parameter_count(const Nn *nn) { return nn->parameters; }
