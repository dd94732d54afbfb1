/* Exercise 7.7: weights that begin by measuring. */
#include "nn.h"

#include <math.h>

enum { WIDEST = 64 };

/* Runs layers 0 to last; returns where the parameters of the last one begin,
   and leaves what it puts out in out. NULL when memory ended. */
static Value *const *run_to(Nn *nn, const double *x, size_t last, Value **out)
{
    Value *const *p = nn_parameters(nn), *in[WIDEST];
    size_t inputs = nn_inputs(nn);
    for (size_t k = 0; k < inputs; k++)
        in[k] = value_new(nn_graph(nn), x[k]);
    for (size_t i = 0;; i++) {
        NnLayer layer = nn_layer_at(nn, i);
        if (!nn_layer(p, in, inputs, layer, out))
            return NULL;
        if (i == last)
            return p;
        p += layer.outputs * (inputs + 1);
        inputs = layer.outputs;
        for (size_t k = 0; k < inputs; k++)
            in[k] = out[k];
    }
}

static bool scale(Nn *nn, size_t i, const double *x, size_t m)
{
    GraphMark mark = graph_mark(nn_graph(nn));
    size_t inputs = i == 0 ? nn_inputs(nn) : nn_layer_at(nn, i - 1).outputs;
    size_t outputs = nn_layer_at(nn, i).outputs;
    Value *const *p = NULL, *out[WIDEST];
    double squares = 0.0;
    for (size_t example = 0; example < m; example++) {
        p = run_to(nn, x + example * nn_inputs(nn), i, out);
        for (size_t k = 0; p != NULL && k < outputs; k++)
            squares += out[k]->data * out[k]->data;
        graph_rewind(nn_graph(nn), mark);
        if (p == NULL)
            return false;
    }
    double size = sqrt(squares / (double)(m * outputs));
    for (size_t k = 0; size > 0 && k < outputs * (inputs + 1); k++)
        p[k]->data /= size;
    return true;
}

/* Scales the weights of each layer by one number, so that over the m
   examples x, which is (m, nn_inputs), the mean square of what the layer
   puts out is 1. Every layer is relu or linear and has no more than 64
   neurons or inputs; the biases are 0. A layer that is silent on all
   examples stays as it is. The graph has as many nodes afterwards as
   before. False when memory ends. */
bool begin_by_measuring(Nn *nn, const double *x, size_t m)
{
    for (size_t i = 0; i < nn_layers(nn); i++)
        if (!scale(nn, i, x, m))
            return false;
    return true;
}
