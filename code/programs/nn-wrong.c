/* nn-wrong.c: tangled from chapters 6, 7, of Gradus. */
/* nn-wrong.c - networks that begin badly. */
#include "nn.h"

#include <stdlib.h>
#include <string.h>

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

static bool learn_above_the_mark(Graph *graph)
{
    const NnLayer layers[] = {{2, NN_TANH}, {1, NN_LINEAR}};
    double out[EXAMPLES];
    /* make a network above the mark */
    GraphMark mark = graph_mark(graph); /* too early */
    Nn *nn = nn_new(graph, 2, layers, 2);
    if (nn == NULL)
        return false;
    Rng rng = rng_seed(1);
    nn_init(nn, NN_XAVIER, &rng);
    bool good = true;
    printf("step    loss   w0     w1     b\n");
    for (int step = 0; good && step < 4; step++) {
        Value *const *w = nn_parameters(nn), *loss;
        printf("%4d", step);
        good = (loss = loss_of(nn, out)) != NULL;
        if (good)
            printf("  %.4f  %5.2f  %5.2f  %5.2f\n", loss->data, w[0]->data,
                   w[1]->data, w[2]->data);
        good = good && value_backward(loss);
        step_all(nn, 0.1);
        graph_rewind(graph, mark);
    }
    nn_free(nn);
    return good;
}

static void begin_layer(Value *const *parameters, size_t n)
{
    Rng rng = rng_seed(1); /* the same numbers in each layer */
    for (size_t i = 0; i < n; i++)
        parameters[i]->data = rng_uniform(&rng, -1.0, 1.0);
}

static bool show_copies(Graph *graph)
{
    const NnLayer layers[] = {{2, NN_TANH}, {2, NN_TANH}, {2, NN_TANH}};
    Nn *nn = nn_new(graph, 2, layers, 3);
    if (nn == NULL)
        return false;
    for (int i = 0; i < 3; i++) {
        Value *const *w = nn_parameters(nn) + i * 6;
        begin_layer(w, 6);
        printf("layer %d: ", i + 1);
        for (int k = 0; k < 6; k++)
            printf("%6.2f", w[k]->data);
        printf("\n");
    }
    nn_free(nn);
    return true;
}

static bool has_slope(Nn *nn)
{
    bool found = false;
    for (size_t i = 0; i < nn_parameter_count(nn); i++) {
        found = found || nn_parameters(nn)[i]->grad != 0.0;
        nn_parameters(nn)[i]->grad = 0.0;
    }
    return found;
}

static bool count_silent(Graph *graph)
{
    const NnLayer layers[] = {{4, NN_RELU}, {1, NN_RELU}};
    Nn *nn = nn_new(graph, 2, layers, 2);
    bool good = nn != NULL;
    double out[EXAMPLES];
    int silent = 0;
    for (uint64_t seed = 1; good && seed <= 100; seed++) {
        Rng rng = rng_seed(seed);
        nn_init(nn, NN_HE, &rng);
        good = value_backward(loss_of(nn, out));
        silent += !has_slope(nn);
    }
    printf("%d of 100 begin without any slope\n", silent);
    nn_free(nn);
    return good;
}

static bool show_twins(Graph *graph)
{
    const NnLayer layers[] = {{4, NN_TANH}, {1, NN_LINEAR}};
    Nn *nn = nn_new(graph, 2, layers, 2);
    bool good = nn != NULL;
    double out[EXAMPLES];
    for (size_t i = 0; good && i < nn_parameter_count(nn); i++)
        nn_parameters(nn)[i]->data = 0.5;
    GraphMark mark = graph_mark(graph);
    for (int step = 0; good && step < 1000; step++) {
        good = value_backward(loss_of(nn, out));
        step_all(nn, 0.1);
        graph_rewind(graph, mark);
    }
    printf("neuron\tw0\tw1\tb\n");
    for (size_t i = 0; good && i < 4; i++) {
        Value *const *w = nn_parameters(nn) + 3 * i;
        printf("%zu\t%.9f\t%.9f\t%.9f\n", i, w[0]->data, w[1]->data,
               w[2]->data);
    }
    nn_free(nn);
    return good;
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static bool run(Graph *graph, const char *mistake)
{
    if (strcmp(mistake, "late") == 0)
        return learn_above_the_mark(graph);
    if (strcmp(mistake, "again") == 0)
        return show_copies(graph);
    if (strcmp(mistake, "end") == 0)
        return count_silent(graph);
    return show_twins(graph);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return fprintf(stderr, "usage: nn-wrong late|again|end|twins\n"), 2;
    Graph *graph = value_graph();
    if (!run(graph, argv[1]))
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
