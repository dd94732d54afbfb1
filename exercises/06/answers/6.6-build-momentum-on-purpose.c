/* Exercise 6.6: momentum. */
#include "value.h"

/* Builds a loss of n weights, on their graph; NULL when memory ends. */
typedef Value *(*LossOf)(Value **weights, int n);

/* Takes `steps` steps down the loss, all weights at once. What is in a grad
   after a step is multiplied by decay, and the next slope is added to it.
   At first the grads are set to 0. The graph has as many nodes afterwards
   as before. False when memory ends. */
bool descend_with_momentum(Value **weights, int n, LossOf loss_of,
                           double rate, double decay, int steps)
{
    Graph *graph = weights[0]->node.graph;
    GraphMark mark = graph_mark(graph);
    bool going = true;
    for (int i = 0; i < n; i++)
        weights[i]->grad = 0.0;
    for (int step = 0; step < steps && going; step++) {
        going = value_backward(loss_of(weights, n));
        for (int i = 0; i < n && going; i++) {
            weights[i]->data -= rate * weights[i]->grad;
            weights[i]->grad *= decay;
        }
        graph_rewind(graph, mark);
    }
    return going;
}
