/* Exercise 6.3: a line, learned on a graph that does not grow. */
#include "value.h"

static Value *loss_of(Value *w, Value *b, const double *x, const double *y,
                      int n)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < n; i++) {
        Value *answer = value_add(value_mul_const(w, x[i]), b);
        Value *error = value_sub_const(answer, y[i]);
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, n);
}

/* Takes `steps` steps down the mean of (w x + b - y)^2 over n pairs. What
   the grads of w and b hold at first counts for nothing. The graph never
   grows by more than one loss, and has as many nodes afterwards as before.
   False when memory ends; w and b are then as after the last whole step. */
bool learn_line(Value *w, Value *b, const double *x, const double *y, int n,
                double rate, int steps)
{
    Graph *graph = w->node.graph;
    GraphMark mark = graph_mark(graph);
    bool going = true;
    for (int step = 0; step < steps && going; step++) {
        w->grad = b->grad = 0.0;
        going = value_backward(loss_of(w, b, x, y, n));
        if (going) {
            w->data -= rate * w->grad;
            b->data -= rate * b->grad;
        }
        graph_rewind(graph, mark);
    }
    return going;
}
