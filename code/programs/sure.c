/* sure.c: tangled from chapters 6, 8, of Gradus. */
/* sure.c - how long it takes to leave the wrong side of a sigmoid. */
#include "loss.h"

#include <stdlib.h>

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static Value *by_squares(Value *z)
{
    const double wanted = 1.0;
    Value *p = value_sigmoid(z);
    return loss_mse(&p, &wanted, 1);
}

static Value *by_surprise(Value *z) { return loss_binary(z, 1.0); }

/* Steps at the rate 1 until z is 0 or more; -1 without memory. */
static long steps_from(Value *z, double start, Value *(*loss_of)(Value *))
{
    if (z == NULL)
        return -1;
    GraphMark mark = graph_mark(z->node.graph);
    long steps = 0;
    for (z->data = start; z->data < 0.0; steps++) {
        z->grad = 0.0;
        if (!value_backward(loss_of(z)))
            return -1;
        z->data -= z->grad;
        graph_rewind(z->node.graph, mark);
    }
    return steps;
}

int main(void)
{
    Graph *graph = value_graph();
    Value *z = value_new(graph, 0.0);
    printf("begins at\tsquared error\tcross-entropy\n");
    for (int start = -2; start >= -12; start -= 2) {
        long squares = steps_from(z, start, by_squares);
        long surprise = steps_from(z, start, by_surprise);
        if (squares < 0 || surprise < 0)
            return stop(graph);
        printf("%d\t%ld\t%ld\n", start, squares, surprise);
    }
    graph_free(graph);
    return EXIT_SUCCESS;
}
