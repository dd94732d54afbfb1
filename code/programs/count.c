/* count.c: tangled from chapters 6, 7, of Gradus. */
/* count.c - how many values a network makes in one forward pass. */
#include "nn.h"

#include <stdlib.h>

enum { INPUTS = 2, LAYERS = 3 };
static const NnLayer layers[LAYERS] = {
    {16, NN_RELU}, {16, NN_RELU}, {1, NN_LINEAR}};

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static bool count_layers(Nn *nn, Value **in)
{
    Value *const *parameters = nn_parameters(nn);
    Value *between[LAYERS][16];
    size_t inputs = INPUTS;
    for (size_t i = 0; i < LAYERS; i++) {
        size_t before = graph_nodes(nn_graph(nn));
        size_t weights = layers[i].outputs * (inputs + 1);
        if (!nn_layer(parameters, in, inputs, layers[i], between[i]))
            return false;
        printf("%zu\t%zu %s\t%zu\t%zu\n", i + 1, layers[i].outputs,
               nn_activation_name(layers[i].activation), weights,
               graph_nodes(nn_graph(nn)) - before);
        parameters += weights;
        inputs = layers[i].outputs;
        in = between[i];
    }
    return true;
}

int main(void)
{
    Graph *graph = value_graph();
    Nn *nn = nn_new(graph, INPUTS, layers, LAYERS);
    Value *in[INPUTS] = {value_new(graph, 1.0), value_new(graph, 2.0)};
    if (nn == NULL || in[1] == NULL)
        return stop(graph);
    size_t before = graph_nodes(graph);
    printf("layer\tneurons\tparameters\tvalues\n");
    bool counted = count_layers(nn, in);
    printf("all\t\t%zu\t%zu\n", nn_parameter_count(nn),
           graph_nodes(graph) - before);
    nn_free(nn);
    if (!counted)
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
