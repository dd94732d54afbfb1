/* deep.c: tangled from chapters 6, 7, of Gradus. */
/* deep.c - what eight layers learn, by how they begin. */
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

typedef struct {
    const char *name;
    NnInit init;
    bool by_root; /* divides by the root of the number of inputs */
} Start;

enum { STARTS = 4 };
static const Start starts[STARTS] = {{"±1", NN_UNIFORM, false},
                                     {"±1/√n", NN_UNIFORM, true},
                                     {"Xavier", NN_XAVIER, false},
                                     {"He", NN_HE, false}};

static void begin(Nn *nn, Start start, Rng *rng)
{
    Value *const *w = nn_parameters(nn);
    size_t inputs = nn_inputs(nn);
    nn_init(nn, start.init, rng);
    for (size_t i = 0; start.by_root && i < nn_layers(nn); i++) {
        size_t outputs = nn_layer_at(nn, i).outputs;
        for (size_t k = outputs * (inputs + 1); k > 0; k--)
            (*w++)->data /= sqrt((double)inputs);
        inputs = outputs;
    }
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

/* last becomes the loss after 300 steps, or the first beyond a million. */
static bool learn(Nn *nn, double *last)
{
    double out[EXAMPLES];
    GraphMark mark = graph_mark(nn_graph(nn));
    *last = 0.0;
    for (int step = 0; step <= 300 && *last <= 1e6; step++) {
        Value *loss = loss_of(nn, out);
        if (!value_backward(loss))
            return false;
        *last = loss->data;
        step_all(nn, 0.03);
        graph_rewind(nn_graph(nn), mark);
    }
    return true;
}

static bool count_ends(Graph *graph, Start start)
{
    NnLayer layers[9] = {[8] = {1, NN_LINEAR}};
    for (int i = 0; i < 8; i++)
        layers[i] = (NnLayer){16, NN_RELU};
    int learned = 0, away = 0, rest = 0;
    GraphMark mark = graph_mark(graph);
    for (uint64_t seed = 1; seed <= 5; seed++) {
        double last;
        Rng rng = rng_seed(seed);
        /* train eight layers once */
        Nn *nn = nn_new(graph, 2, layers, 9);
        if (nn == NULL)
            return false;
        begin(nn, start, &rng);
        bool good = learn(nn, &last);
        nn_free(nn);
        graph_rewind(graph, mark);
        if (!good)
            return false;
        learned += last < 0.01;
        away += !(last <= 1e6);
        rest += fabs(last - 0.25) < 0.01;
    }
    printf("%s\t%d\t%d\t%d\n", start.name, learned, away, rest);
    return true;
}

int main(void)
{
    Graph *graph = value_graph();
    printf("start\tlearn\trun away\trest\n");
    for (int s = 0; s < STARTS; s++)
        if (!count_ends(graph, starts[s]))
            return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
