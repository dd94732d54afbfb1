/* recursive.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* recursive.c - the search by recursion, and too many calls. */
#include "graph.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Spot {
    Node node;
    bool met;
    struct Spot *next;
} Spot;

static void sort(Spot *spot, Spot **order)
{
    spot->met = true;
    for (int i = 0; i < 2; i++) {
        Spot *input = (Spot *)spot->node.prev[i];
        if (input != NULL && !input->met)
            sort(input, order);
    }
    spot->next = *order;
    *order = spot;
}

int main(int argc, char **argv)
{
    long nodes = argc == 2 ? strtol(argv[1], NULL, 10) : 1000, sorted = 0;
    Graph *graph = graph_new(sizeof(Spot));
    Spot *root = NULL, *order = NULL;
    for (long i = 0; i < nodes; i++) {
        root = graph_node(graph, (Node *)root, NULL);
        if (root == NULL)
            return EXIT_FAILURE;
        root->met = false;
    }
    printf("a chain of %ld nodes\n", nodes);
    fflush(stdout);
    signal(SIGSEGV, SIG_DFL); /* also where a sanitizer would catch it */
    if (root != NULL)
        sort(root, &order);
    for (Spot *spot = order; spot != NULL; spot = spot->next)
        sorted++;
    printf("sorted: %ld nodes, %s\n", sorted,
           order == root ? "the root first" : "and not the root first");
    graph_free(graph);
    return EXIT_SUCCESS;
}
