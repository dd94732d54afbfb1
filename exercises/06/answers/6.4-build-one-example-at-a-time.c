/* Exercise 6.4: a step after each example. */
#include "value.h"

/* Goes through the n pairs in order, `rounds` times, and after each pair
   takes a step down its own (w x - y)^2. The grad of w is 0 at first. The
   graph has as many nodes afterwards as before. False when memory ends. */
bool learn_one_by_one(Value *w, const double *x, const double *y, int n,
                      double rate, int rounds)
{
    GraphMark mark = graph_mark(w->node.graph);
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < n; i++) {
            Value *error = value_sub_const(value_mul_const(w, x[i]), y[i]);
            bool found = value_backward(value_mul(error, error));
            if (found)
                w->data -= rate * w->grad;
            w->grad = 0.0;
            graph_rewind(w->node.graph, mark);
            if (!found)
                return false;
        }
    }
    return true;
}
