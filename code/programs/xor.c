/* xor.c: tangled from chapters 1, 6, 7, of Gradus. */
/* xor.c - what no single neuron can learn, and a few can. */
#include "nn.h"

#include <math.h>
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

static bool is_shown(int step)
{
    return step == 0 || step == 10 || step == 100 || step == 1000 ||
           step == 10000;
}

static void show(int step, double loss, const double *out)
{
    if (step == 0)
        printf(" step    loss    0 0    0 1    1 0    1 1\n");
    printf("%5d  %.4f", step, loss);
    for (int i = 0; i < EXAMPLES; i++)
        printf(" %6.3f", out[i]);
    printf("\n");
}

static bool learn(Nn *nn, int steps)
{
    double out[EXAMPLES];
    GraphMark mark = graph_mark(nn_graph(nn));
    for (int step = 0; step <= steps; step++) {
        Value *loss = loss_of(nn, out);
        if (!value_backward(loss))
            return false;
        if (is_shown(step))
            show(step, loss->data, out);
        step_all(nn, 0.1);
        graph_rewind(nn_graph(nn), mark);
    }
    return true;
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static int read_number(const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*number);
}

/* Stands for no draw at all: all weights equal. */
static const uint64_t EQUAL = UINT64_MAX;

static bool read_whole(const char *text, double most, double *number)
{
    return read_number(text, number) && *number >= 0 && *number <= most &&
           *number == floor(*number);
}

static bool read_arguments(int argc, char **argv, NnLayer *hidden,
                           uint64_t *seed)
{
    double neurons, number = 0.0;
    if (argc != 4 || !read_whole(argv[1], 1000, &neurons))
        return false;
    bool equal = strcmp(argv[3], "equal") == 0;
    if (!equal && !read_whole(argv[3], 1e15, &number))
        return false;
    hidden->outputs = (size_t)neurons;
    *seed = equal ? EQUAL : (uint64_t)number;
    return nn_activation_from(argv[2], &hidden->activation);
}

static int usage(void)
{
    fprintf(stderr, "usage: xor HIDDEN ACTIVATION SEED|equal\n");
    return 2;
}

/* He's rule for relu, and Xavier's else. */
static NnInit rule_for(NnActivation activation)
{
    return activation == NN_RELU ? NN_HE : NN_XAVIER;
}

static void begin(Nn *nn, NnActivation activation, uint64_t seed)
{
    Rng rng = rng_seed(seed);
    nn_init(nn, rule_for(activation), &rng);
    if (seed == EQUAL)
        for (size_t i = 0; i < nn_parameter_count(nn); i++)
            nn_parameters(nn)[i]->data = 0.5;
}

int main(int argc, char **argv)
{
    NnLayer layers[] = {{0, NN_LINEAR}, {1, NN_LINEAR}};
    uint64_t seed;
    if (!read_arguments(argc, argv, &layers[0], &seed))
        return usage();
    size_t skip = layers[0].outputs == 0; /* the output neuron alone */
    Graph *graph = value_graph();
    Nn *nn = nn_new(graph, 2, layers + skip, 2 - skip);
    if (nn == NULL)
        return stop(graph);
    begin(nn, layers[0].activation, seed);
    bool learned = learn(nn, 10000);
    nn_free(nn);
    if (!learned)
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
