/* forget.c: tangled from chapters 1, 6, of Gradus. */
/* forget.c - what a learner does when grads are not set back to zero. */
#include "value.h"

#include <math.h>
#include <stdlib.h>

enum { EXAMPLES = 3 };
static const double x[EXAMPLES] = {1, 2, 5};
static const double y[EXAMPLES] = {2, 4, 10};

static const double m = 10.0; /* the mean of x^2 */

static Value *loss_of(Value *w)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < EXAMPLES; i++) {
        Value *error = value_sub_const(value_mul_const(w, x[i]), y[i]);
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, EXAMPLES);
}

static double swing(double d, double rate, double n)
{
    double theta = acos(1.0 - rate * m);
    return d * cos((n + 0.5) * theta) / cos(theta / 2.0);
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

static bool read_rate_and_steps(int argc, char **argv, double *rate,
                                double *steps)
{
    return argc <= 3 && (argc < 2 || read_number(argv[1], rate)) &&
           (argc < 3 || read_number(argv[2], steps)) && *steps >= 0 &&
           *steps <= 1e6;
}

static int usage(const char *program)
{
    fprintf(stderr, "usage: %s [RATE [STEPS]]\n", program);
    return 2;
}

int main(int argc, char **argv)
{
    double rate = 0.02, steps = 40;
    if (!read_rate_and_steps(argc, argv, &rate, &steps))
        return usage("forget");
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5), *f = value_new(graph, 0.5);
    if (f == NULL)
        return stop(graph);
    GraphMark mark = graph_mark(graph);
    /* learn with and without the zeroing */
    printf("step    zeroed  forgotten  closed form\n");
    for (int step = 0; step <= steps; step++) {
        if (!value_backward(loss_of(w)) || !value_backward(loss_of(f)))
            return stop(graph);
        printf("%4d  %8.4f  %9.4f  %11.4f\n", step, w->data, f->data,
               2.0 + swing(0.5 - 2.0, rate, step));
        w->data -= rate * w->grad;
        f->data -= rate * f->grad;
        w->grad = 0.0; /* and f->grad is forgotten */
        /* forget the loss, keep the weight */
        graph_rewind(graph, mark);
    }
    graph_free(graph);
    return EXIT_SUCCESS;
}
