/* fold.c: tangled from chapters 6, 7, of Gradus. */
/* fold.c - the exclusive or by two relu neurons, set by hand. */
#include "nn.h"

#include <stdlib.h>

enum { EXAMPLES = 4 };
static const double x[EXAMPLES][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
static const double y[EXAMPLES] = {0, 1, 1, 0};

/* h0 = relu(x0 + x1), h1 = relu(x0 + x1 - 1), and h0 - 2 h1. */
static const double by_hand[3][3] = {{1, 1, 0}, {1, 1, -1}, {1, -2, 0}};

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static bool ask(Value **parameters, double x0, double x1, Value **h,
                Value **out)
{
    Graph *graph = parameters[0]->node.graph;
    Value *in[] = {value_new(graph, x0), value_new(graph, x1)};
    return nn_layer(parameters, in, 2, (NnLayer){2, NN_RELU}, h) &&
           nn_layer(parameters + 6, h, 2, (NnLayer){1, NN_LINEAR}, out);
}

static bool show_examples(Value **parameters)
{
    Value *h[2], *out;
    printf("x0\tx1\th0\th1\tanswer\ttarget\n");
    for (int i = 0; i < EXAMPLES; i++) {
        if (!ask(parameters, x[i][0], x[i][1], h, &out))
            return false;
        printf("%g\t%g\t%g\t%g\t%g\t%g\n", x[i][0], x[i][1], h[0]->data,
               h[1]->data, out->data, y[i]);
    }
    return true;
}

static bool show_diagonal(Value **parameters)
{
    Value *h[2], *out;
    printf("sum\th0\tshare of h1\tanswer\n");
    for (int i = -2; i <= 10; i++) {
        if (!ask(parameters, i / 8.0, i / 8.0, h, &out))
            return false;
        printf("%g\t%g\t%g\t%g\n", i / 4.0, h[0]->data, 0 - 2 * h[1]->data,
               out->data);
    }
    return true;
}

int main(int argc, char **argv)
{
    (void)argv;
    Graph *graph = value_graph();
    Value *parameters[9] = {NULL};
    for (int i = 0; i < 9; i++)
        parameters[i] = value_new(graph, by_hand[i / 3][i % 3]);
    bool diagonal = argc > 1;
    if (!(diagonal ? show_diagonal : show_examples)(parameters))
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
