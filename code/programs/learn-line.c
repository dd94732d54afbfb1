/* learn-line.c: tangled from chapters 1, 6, of Gradus. */
/* learn-line.c - learns 2x + 3, and compares with what it ought to do. */
#include "value.h"

#include <math.h>
#include <stdlib.h>

enum { EXAMPLES = 3 };
static const double x[EXAMPLES] = {1, 2, 5};
static const double y[EXAMPLES] = {2, 4, 10};

static const double m1 = 8.0 / 3.0, m2 = 10.0; /* means of x and x^2 */

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

static void find_directions(double *steep, double *flat)
{
    double half = (m2 - 1.0) / 2.0, root = sqrt(half * half + m1 * m1);
    *steep = (m2 + 1.0) / 2.0 + root;
    *flat = (m2 + 1.0) / 2.0 - root;
}

static double predict_distance(double u, double v, double rate, double n)
{
    double steep, flat;
    find_directions(&steep, &flat);
    double p = steep - 1.0, q = m1, length = sqrt(p * p + q * q);
    double steep_part = (p * u + q * v) / length;
    double flat_part = (p * v - q * u) / length;
    steep_part *= pow(1.0 - 2.0 * rate * steep, n);
    flat_part *= pow(1.0 - 2.0 * rate * flat, n);
    return sqrt(steep_part * steep_part + flat_part * flat_part);
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
    double rate = 0.05, steps = 40;
    if (!read_rate_and_steps(argc, argv, &rate, &steps))
        return usage("learn-line");
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.0), *b = value_new(graph, 0.0);
    if (b == NULL)
        return stop(graph);
    GraphMark mark = graph_mark(graph);
    /* learn a line, and compare with the closed form */
    printf("step    weight      bias      distance   closed form\n");
    for (int step = 0; step <= steps; step++) {
        if (!value_backward(loss_of(w, b)))
            return stop(graph);
        double to_2 = w->data - 2.0, to_3 = b->data - 3.0;
        printf("%4d  %8.6f  %8.6f  %12.6e  %12.6e\n", step, w->data,
               b->data, sqrt(to_2 * to_2 + to_3 * to_3),
               predict_distance(-2.0, -3.0, rate, step));
        w->data -= rate * w->grad;
        b->data -= rate * b->grad;
        w->grad = b->grad = 0.0;
        /* forget the loss, keep the weight */
        graph_rewind(graph, mark);
    }
    graph_free(graph);
    return EXIT_SUCCESS;
}
