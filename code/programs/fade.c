/* fade.c: tangled from chapters 6, 7, of Gradus. */
/* fade.c - signals and slopes, layer by layer, as weights begin. */
#include "nn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LAYERS = 8, WIDE = 32, EXAMPLES = 100 };

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

/* The root of the mean square of numbers that were added one by one. */
typedef struct {
    double squares;
    size_t n;
} Spread;

static void add_to(Spread *spread, double number)
{
    spread->squares += number * number;
    spread->n++;
}

static double root_mean_square(Spread spread)
{
    return sqrt(spread.squares / (double)spread.n);
}

static bool forward(Nn *nn, Value **in, Value *(*out)[WIDE])
{
    Value *const *parameters = nn_parameters(nn);
    for (size_t i = 0; i < LAYERS; i++) {
        if (!nn_layer(parameters, in, WIDE, nn_layer_at(nn, i), out[i]))
            return false;
        parameters += WIDE * (WIDE + 1);
        in = out[i];
    }
    return true;
}

static bool run_example(Nn *nn, Rng *rng, Value *(*out)[WIDE])
{
    Value *in[WIDE];
    for (int k = 0; k < WIDE; k++)
        in[k] = value_new(nn_graph(nn), rng_normal(rng));
    if (!forward(nn, in, out))
        return false;
    Value *sum = value_new(nn_graph(nn), 0.0);
    for (int k = 0; k < WIDE; k++) {
        double sign = rng_below(rng, 2) == 0 ? -1.0 : 1.0;
        sum = value_add(sum, value_mul_const(out[LAYERS - 1][k], sign));
    }
    return value_backward(sum);
}

static bool measure(Nn *nn, Rng *rng, Spread *signals, Spread *slopes)
{
    Value *out[LAYERS][WIDE];
    GraphMark mark = graph_mark(nn_graph(nn));
    for (int example = 0; example < EXAMPLES; example++) {
        if (!run_example(nn, rng, out))
            return false;
        for (int i = 0; i < LAYERS; i++) {
            for (int k = 0; k < WIDE; k++) {
                add_to(&signals[i], out[i][k]->data);
                add_to(&slopes[i], out[i][k]->grad);
            }
        }
        graph_rewind(nn_graph(nn), mark);
    }
    return true;
}

static bool measure_all(Graph *graph, NnActivation activation,
                        Spread (*signals)[LAYERS], Spread (*slopes)[LAYERS])
{
    NnLayer layers[LAYERS];
    for (int i = 0; i < LAYERS; i++)
        layers[i] = (NnLayer){WIDE, activation};
    Nn *nn = nn_new(graph, WIDE, layers, LAYERS);
    bool good = nn != NULL;
    for (int s = 0; good && s < STARTS; s++) {
        Rng rng = rng_seed(1);
        begin(nn, starts[s], &rng);
        good = measure(nn, &rng, signals[s], slopes[s]);
    }
    nn_free(nn);
    return good;
}

static void print_both(Spread (*signals)[LAYERS], Spread (*slopes)[LAYERS])
{
    printf("layer\ts, ±1\tg, ±1\ts, Xavier\tg, Xavier\n");
    for (int i = 0; i < LAYERS; i++)
        printf("%d\t%.2f\t%.2f\t%.2f\t%.2f\n", i + 1,
               root_mean_square(signals[0][i]),
               root_mean_square(slopes[0][i]),
               root_mean_square(signals[2][i]),
               root_mean_square(slopes[2][i]));
}

static void print_spreads(Spread (*spreads)[LAYERS])
{
    printf("layer");
    for (int s = 0; s < STARTS; s++)
        printf("\t%s", starts[s].name);
    printf("\n");
    for (int i = 0; i < LAYERS; i++) {
        printf("%d", i + 1);
        for (int s = 0; s < STARTS; s++)
            printf("\t%.3g", root_mean_square(spreads[s][i]));
        printf("\n");
    }
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    NnActivation activation;
    if (argc != 3 || !nn_activation_from(argv[2], &activation)) {
        fprintf(stderr, "usage: fade signals|slopes|both ACTIVATION\n");
        return 2;
    }
    Spread signals[STARTS][LAYERS] = {0}, slopes[STARTS][LAYERS] = {0};
    Graph *graph = value_graph();
    if (!measure_all(graph, activation, signals, slopes))
        return stop(graph);
    if (strcmp(argv[1], "both") == 0)
        print_both(signals, slopes);
    else
        print_spreads(strcmp(argv[1], "slopes") == 0 ? slopes : signals);
    graph_free(graph);
    return EXIT_SUCCESS;
}
