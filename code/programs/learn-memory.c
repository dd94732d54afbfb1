/* learn-memory.c: tangled from chapters 1, 6, of Gradus. */
/* learn-memory.c - how a graph grows when it learns, and how it does not. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

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

/* Takes so many steps, or as many as there is memory for; says how many. */
static long learn(Value *w, long steps, bool keep)
{
    GraphMark mark = graph_mark(w->node.graph);
    for (long step = 0; step < steps; step++) {
        if (!value_backward(loss_of(w)))
            return step;
        w->data -= 0.02 * w->grad;
        w->grad = 0.0;
        if (!keep)
            graph_rewind(w->node.graph, mark);
    }
    return steps;
}

static int tell(const long *steps, int n, bool keep)
{
    printf("steps\tnodes\tbytes\n");
    for (int i = 0; i < n; i++) {
        Graph *graph = value_graph();
        Value *w = value_new(graph, 0.5);
        if (w == NULL || learn(w, steps[i], keep) < steps[i])
            return stop(graph);
        printf("%ld\t%zu\t%zu\n", steps[i], graph_nodes(graph),
               graph_bytes(graph));
        graph_free(graph);
    }
    return EXIT_SUCCESS;
}

static int learn_within_a_megabyte(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5);
    if (w == NULL)
        return stop(graph);
    graph_limit(graph, 1024 * 1024);
    printf("steps: %ld\n", learn(w, 1000000, true));
    return stop(graph);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--limit") == 0)
        return learn_within_a_megabyte();
    bool keep = argc == 2 && strcmp(argv[1], "--keep") == 0;
    return keep ? tell((long[]){1, 10, 100, 1000}, 4, true)
                : tell((long[]){1, 1000, 1000000}, 3, false);
}
