/* batches.c: tangled from chapters 1, 6, 8, of Gradus. */
/* batches.c - learns from a few examples at a time, drawn at random. */
#include "loss.h"
#include "optim.h"
#include "rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MEASURED = 1000, MOST = 10 };
static double y[MEASURED], mean, variance;

static void measure(void)
{
    Rng rng = rng_seed(1);
    for (int i = 0; i < MEASURED; i++) {
        y[i] = 2.0 + rng_normal(&rng);
        mean += y[i] / MEASURED;
    }
    for (int i = 0; i < MEASURED; i++)
        variance += (y[i] - mean) * (y[i] - mean) / MEASURED;
}

typedef struct {
    double rate, momentum;
    int batch;    /* up to MOST */
    bool falling; /* along a cosine, to 0 */
} Plan;

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

static bool step(Value *w, Optim *optim, Rng *rng, Plan plan)
{
    Graph *graph = w->node.graph;
    GraphMark mark = graph_mark(graph);
    Value *out[MOST];
    double target[MOST];
    /* learn from a batch drawn at random */
    for (int i = 0; i < plan.batch; i++) {
        out[i] = w;
        target[i] = y[rng_below(rng, MEASURED)];
    }
    Value *loss = loss_mse(out, target, (size_t)plan.batch);
    optim_zero_grad(optim);
    bool good =
        value_backward(loss) && optim_step(optim, plan.rate) == OPTIM_OK;
    graph_rewind(graph, mark);
    return good;
}

static bool print_weight(Value *w, Plan plan, double steps)
{
    Optim *optim = optim_sgd(&w, 1, plan.momentum, 0.0);
    Rng rng = rng_seed(2);
    bool good = optim != NULL;
    double rate = plan.rate;
    size_t last = (size_t)fmin(fmax(steps, 0), 1e6);
    printf("step\tweight\tmean\n");
    for (size_t i = 0; good && i <= last; i++) {
        printf("%zu\t%.4f\t%.4f\n", i, w->data, mean);
        if (plan.falling)
            plan.rate = optim_cosine(rate, 0.0, i, last);
        good = step(w, optim, &rng, plan);
    }
    optim_free(optim);
    return good;
}

static bool print_cloud(Value *w, Plan plan)
{
    Optim *optim = optim_sgd(&w, 1, plan.momentum, 0.0);
    Rng rng = rng_seed(3);
    bool good = optim != NULL;
    double sum = 0.0;
    for (int i = 0; good && i < 21000; i++) {
        good = step(w, optim, &rng, plan);
        if (i >= 1000)
            sum += (w->data - mean) * (w->data - mean) / 20000;
    }
    double m = plan.momentum, rate = plan.rate;
    double formula =
        variance / plan.batch * rate / ((1 - m) * (1 - rate / (1 + m)));
    printf("%g\t%d\t%g\t%.3f\t%.3f\n", rate, plan.batch, m, sqrt(sum),
           sqrt(formula));
    optim_free(optim);
    return good;
}

static bool print_clouds(Value *w)
{
    printf("rate\tbatch\tmomentum\tmeasured\tformula\n");
    return print_cloud(w, (Plan){0.1, 0.0, 1, false}) &&
           print_cloud(w, (Plan){0.01, 0.0, 1, false}) &&
           print_cloud(w, (Plan){0.1, 0.0, 10, false}) &&
           print_cloud(w, (Plan){0.1, 0.9, 1, false}) &&
           print_cloud(w, (Plan){0.01, 0.9, 1, false});
}

int main(int argc, char **argv)
{
    Plan plan = {0.2, 0.0, 1, argc > 2 && strcmp(argv[2], "cosine") == 0};
    double steps = 300;
    bool table = argc == 2 && strcmp(argv[1], "--table") == 0;
    if (!table && (argc != 4 || !read_number(argv[1], &plan.rate) ||
                   !read_number(argv[3], &steps))) {
        fprintf(stderr,
                "usage: batches --table | RATE fixed|cosine STEPS\n");
        return 2;
    }
    measure();
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.0);
    bool good = w != NULL &&
                (table ? print_clouds(w) : print_weight(w, plan, steps));
    if (!good)
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
