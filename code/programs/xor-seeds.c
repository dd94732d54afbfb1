/* xor-seeds.c: tangled from chapters 6, 7, of Gradus. */
/* xor-seeds.c - from how many starts the exclusive or is learned. */
#include "nn.h"

#include <math.h>
#include <stdlib.h>

enum { EXAMPLES = 4 };
static const double x[EXAMPLES][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
static const double y[EXAMPLES] = {0, 1, 1, 0};

/* out gets the four answers. */
static Value *loss_of(Nn *nn, double *out)
{
    Value *sum = value_new(nn_graph(nn), 0.0);
    for (int i = 0; i < EXAMPLES; i++) {
        Value *answer, *in[2] = {value_new(nn_graph(nn), x[i][0]),
                                 value_new(nn_graph(nn), x[i][1])};
        if (!nn_forward(nn, in, &answer))
            return NULL;
        out[i] = answer->data;
        Value *error = value_sub_const(answer, y[i]);
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, EXAMPLES);
}

static void step_all(Nn *nn, double rate)
{
    Value *const *w = nn_parameters(nn);
    for (size_t i = 0; i < nn_parameter_count(nn); i++) {
        w[i]->data -= rate * w[i]->grad;
        w[i]->grad = 0.0;
    }
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

/* The loss once it is learned, or after 2000 steps; below 0 when memory
   ended. */
static double learn(Nn *nn)
{
    double out[EXAMPLES], last = 1.0;
    GraphMark mark = graph_mark(nn_graph(nn));
    for (int step = 0; step <= 2000 && last >= 0.01; step++) {
        Value *loss = loss_of(nn, out);
        if (!value_backward(loss))
            return -1.0;
        last = loss->data;
        step_all(nn, 0.1);
        graph_rewind(nn_graph(nn), mark);
    }
    return last;
}

enum { ENDS = 4 };

/* ends: learned, and near 1/8, 1/6, 1/4. */
static void count_end(double loss, int *ends)
{
    const double near[ENDS] = {0.0, 1.0 / 8, 1.0 / 6, 1.0 / 4};
    for (int i = 0; i < ENDS; i++)
        ends[i] += fabs(loss - near[i]) < 0.01;
}

static bool count_ends(Graph *graph, size_t hidden, NnActivation activation,
                       int *ends)
{
    const NnLayer layers[] = {{hidden, activation}, {1, NN_LINEAR}};
    GraphMark mark = graph_mark(graph);
    for (uint64_t seed = 1; seed <= 100; seed++) {
        Nn *nn = nn_new(graph, 2, layers, 2);
        Rng rng = rng_seed(seed);
        if (nn == NULL)
            return false;
        nn_init(nn, activation == NN_RELU ? NN_HE : NN_XAVIER, &rng);
        double loss = learn(nn);
        nn_free(nn);
        graph_rewind(graph, mark);
        if (loss < 0.0)
            return false;
        count_end(loss, ends);
    }
    return true;
}

int main(void)
{
    const size_t hidden[] = {2, 3, 4, 8};
    Graph *graph = value_graph();
    printf("hidden\ttanh\trelu\tat 1/8\tat 1/6\tat 1/4\n");
    for (int i = 0; i < 4; i++) {
        int tanh_ends[ENDS] = {0}, relu_ends[ENDS] = {0};
        if (!count_ends(graph, hidden[i], NN_TANH, tanh_ends) ||
            !count_ends(graph, hidden[i], NN_RELU, relu_ends))
            return stop(graph);
        printf("%zu\t%d\t%d\t%d\t%d\t%d\n", hidden[i], tanh_ends[0],
               relu_ends[0], relu_ends[1], relu_ends[2], relu_ends[3]);
    }
    graph_free(graph);
    return EXIT_SUCCESS;
}
