/* learn-cost.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* learn-cost.c - what one step costs, by nudging and with the engine. */
#include "value.h"

#include <stdlib.h>

enum { MOST = 10000 };
static Value *weights[MOST];

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static Value *loss_of_many(Graph *graph, size_t n)
{
    Value *answer = value_new(graph, 0.0);
    for (size_t i = 0; i < n; i++)
        answer = value_add(answer, value_mul_const(weights[i], 1.0));
    Value *error = value_sub_const(answer, 10.0);
    return value_mul(error, error);
}

static size_t walk_length(Value *root)
{
    size_t length = 0;
    Node *node = graph_sort(&root->node);
    for (; node != NULL; node = node->next)
        length++;
    return length;
}

int main(void)
{
    printf("weights\truns\tproducts\tbuilt\twalked\n");
    for (size_t n = 1; n <= MOST; n *= 10) {
        Graph *graph = value_graph();
        for (size_t i = 0; i < n; i++)
            weights[i] = value_new(graph, 0.5);
        Value *loss = loss_of_many(graph, n);
        if (loss == NULL)
            return stop(graph);
        printf("%zu\t%zu\t%zu\t%zu\t%zu\n", n, n + 1, (n + 1) * n,
               graph_nodes(graph) - n, walk_length(loss));
        graph_free(graph);
    }
    return EXIT_SUCCESS;
}
