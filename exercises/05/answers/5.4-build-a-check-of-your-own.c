/* Exercise 5.4: a gradient check. */
#include "value.h"

#include <math.h>

typedef Value *(*Function)(Value *x);

/* f at x, and its slope by the walk. NAN when f returns NULL. */
static double number_of(Function f, double x, double *slope)
{
    Graph *graph = value_graph();
    Value *leaf = value_new(graph, x), *y = f(leaf);
    double number = NAN;
    if (value_backward(y)) {
        number = y->data;
        *slope = leaf->grad;
    }
    graph_free(graph);
    return number;
}

double gradient_gap(Function f, double x)
{
    double h = 1e-5 * fmax(1.0, fabs(x)), walk = NAN, unused;
    number_of(f, x, &walk);
    double above = number_of(f, x + h, &unused);
    double below = number_of(f, x - h, &unused);
    double difference = (above - below) / (2.0 * h);
    return fabs(walk - difference) / fmax(1.0, fabs(difference));
}
