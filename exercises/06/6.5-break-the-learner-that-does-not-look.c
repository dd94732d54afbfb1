/* Exercise 6.5: the learner that does not look where it is.

   Symptom:

   Cause (which numbers are old?): */
#include "value.h"

static Value *loss_of(Value *w, const double *x, const double *y, int n)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < n; i++) {
        Value *error = value_sub_const(value_mul_const(w, x[i]), y[i]);
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, n);
}

/* Takes `steps` steps down the mean of (w x - y)^2 over n pairs, and writes
   the loss before each into losses. The graph has as many nodes afterwards
   as before. False when memory ends. */
bool learn_to_multiply(Value *w, const double *x, const double *y, int n,
                       double rate, double *losses, int steps)
{
    Graph *graph = w->node.graph;
    GraphMark mark = graph_mark(graph);
    Value *loss = loss_of(w, x, y, n);
    bool going = true;
    for (int step = 0; step < steps && going; step++) {
        w->grad = 0.0;
        going = value_backward(loss);
        if (going) {
            losses[step] = loss->data;
            w->data -= rate * w->grad;
        }
    }
    graph_rewind(graph, mark);
    return going;
}
