/* Exercise 2.1: the leaves and the edges of a graph. */
#include "graph.h"

typedef struct {
    size_t leaves; /* nodes that were made from nothing */
    size_t edges;  /* pointers to the nodes that others were made from */
} Census;

static void count(Node *node, void *context)
{
    Census *census = context;
    census->leaves += node->prev[0] == NULL;
    census->edges += (node->prev[0] != NULL) + (node->prev[1] != NULL);
}

/* Counts the leaves and the edges of the graph, by graph_each. */
Census take_census(const Graph *graph)
{
    Census census = {0, 0};
    graph_each(graph, count, &census);
    return census;
}
