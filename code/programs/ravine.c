/* ravine.c: tangled from chapters 1, 6, 8, of Gradus. */
/* ravine.c - the narrow valley of chapter 6, with and without momentum. */
#include "loss.h"
#include "optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES = 3 };
static const double x[EXAMPLES] = {1, 2, 5};
static const double y[EXAMPLES] = {2, 4, 10};

static Value *loss_of(Value *w, Value *b)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < EXAMPLES; i++) {
        Value *answer = value_add(value_mul_const(w, x[i]), b);
        Value *error = value_sub_const(answer, y[i] + 3.0); /* 2x + 3 */
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, EXAMPLES);
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

static double distance(Value *const *w)
{
    return hypot(w[0]->data - 2.0, w[1]->data - 3.0);
}

/* False when there was no memory for the loss. */
static bool step_down(Value **w, Optim *optim, double rate,
                      OptimStatus *status)
{
    Graph *graph = w[0]->node.graph;
    GraphMark mark = graph_mark(graph);
    optim_zero_grad(optim);
    bool good = value_backward(loss_of(w[0], w[1]));
    if (good)
        *status = optim_step(optim, rate);
    graph_rewind(graph, mark);
    return good;
}

static bool print_way(Value **w, double rate, double momentum, double steps)
{
    Optim *optim = optim_sgd(w, 2, momentum, 0.0);
    OptimStatus status = OPTIM_OK;
    bool good = optim != NULL;
    printf("step\tweight\tbias\tdistance\n");
    int last = (int)fmin(fmax(steps, 0), 1e6);
    for (int step = 0; good && status == OPTIM_OK && step <= last; step++) {
        printf("%d\t%.6g\t%.6g\t%.3e\n", step, w[0]->data, w[1]->data,
               distance(w));
        good = step_down(w, optim, rate, &status);
    }
    if (status != OPTIM_OK)
        printf("stopped: %s\n", optim_message(status));
    optim_free(optim);
    return good;
}

static bool print_row(Value **w, double rate, double momentum)
{
    Optim *optim = optim_sgd(w, 2, momentum, 0.0);
    OptimStatus status;
    bool good = optim != NULL;
    int steps = 0;
    w[0]->data = w[1]->data = 0.0;
    for (; good && distance(w) > 1e-6 && distance(w) < 1e6; steps++)
        good = step_down(w, optim, rate, &status);
    if (distance(w) < 1.0)
        printf("%.4g\t%g\t%d\n", rate, momentum, steps);
    else
        printf("%.4g\t%g\truns away\n", rate, momentum);
    optim_free(optim);
    return good;
}

static bool print_table(Value **w)
{
    printf("rate\tmomentum\tsteps\n");
    return print_row(w, 0.05, 0.0) && print_row(w, 1.0 / 11.0, 0.0) &&
           print_row(w, 0.1389, 0.0) && print_row(w, 0.05, 0.7) &&
           print_row(w, 0.1389, 0.528) && print_row(w, 0.1389, 0.9);
}

int main(int argc, char **argv)
{
    double rate = 0.05, momentum = 0.0, steps = 40;
    bool table = argc == 2 && strcmp(argv[1], "--table") == 0;
    if (!table && (argc > 4 || (argc > 1 && !read_number(argv[1], &rate)) ||
                   (argc > 2 && !read_number(argv[2], &momentum)) ||
                   (argc > 3 && !read_number(argv[3], &steps)))) {
        fprintf(stderr,
                "usage: ravine [RATE [MOMENTUM [STEPS]]] | --table\n");
        return 2;
    }
    Graph *graph = value_graph();
    Value *w[2] = {value_new(graph, 0.0), value_new(graph, 0.0)};
    bool good =
        w[1] != NULL &&
        (table ? print_table(w) : print_way(w, rate, momentum, steps));
    if (!good)
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
