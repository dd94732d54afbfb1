/* learn.c: tangled from chapters 1, 6, of Gradus. */
/* learn.c - learns to double a number with the engine. */
#include "value.h"

#include <math.h>
#include <stdlib.h>

enum { EXAMPLES = 3 };
static const double x[EXAMPLES] = {1, 2, 5};
static const double y[EXAMPLES] = {2, 4, 10};

static Value *loss_of(Value *w)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < EXAMPLES; i++) {
        Value *error = value_sub_const(value_mul_const(w, x[i]), y[i]);
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
        return usage("learn");
    /* put a weight on a graph */
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5);
    if (w == NULL)
        return stop(graph);
    GraphMark mark = graph_mark(graph);
    /* learn, printing every step */
    printf("step        weight      loss\n");
    for (int step = 0; step <= steps; step++) {
        /* forward, backward, step, zero */
        Value *loss = loss_of(w);  /* forward */
        if (!value_backward(loss)) /* backward */
            return stop(graph);
        printf("%4d  %12.10f  %8.2e\n", step, w->data, loss->data);
        w->data -= rate * w->grad; /* step */
        w->grad = 0.0;             /* zero */
        /* forget the loss, keep the weight */
        graph_rewind(graph, mark);
    }
    graph_free(graph);
    return EXIT_SUCCESS;
}
