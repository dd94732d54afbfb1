/* steps.c - a million steps of training on one graph, each thousandth of
   them a large one: do its bytes stay what they were? Prints the bytes when
   they change, and what was learned. */
#include "value.h"

/* (w x - 2 x)^2, summed over so many x. */
static Value *loss_of(Value *w, int examples)
{
    Value *loss = NULL;
    for (int i = 0; i < examples; i++) {
        double x = 1.0 + i % 2;
        Value *error = value_sub_const(value_mul_const(w, x), 2.0 * x);
        Value *square = value_mul(error, error);
        loss = loss == NULL ? square : value_add(loss, square);
    }
    return loss;
}

int main(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.0);
    GraphMark mark = graph_mark(graph);
    size_t bytes = 0;
    for (long step = 1; step <= 1000000; step++) {
        int examples = step % 1000 == 1 ? 1000 : 1;
        w->grad = 0.0;
        if (!value_backward(loss_of(w, examples)))
            return 1;
        w->data -= 0.1 / examples * w->grad;
        if (graph_bytes(graph) != bytes)
            printf("step %ld: bytes changed\n", step);
        bytes = graph_bytes(graph);
        if (!graph_rewind(graph, mark) || graph_nodes(graph) != 1)
            return 1;
    }
    printf("w = %.9f\n", w->data);
    graph_free(graph);
    return 0;
}
