/* order.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* order.c - depth-first search on the diamond, printed step by step. */
#include "value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NODES = 4 };

typedef struct {
    Graph *graph;
    Value *x, *b, *q, *y; /* y is NULL when there was no memory */
} Diamond;

static Diamond diamond(bool exchanged)
{
    Diamond d = {.graph = value_graph()};
    d.x = value_new(d.graph, 3);
    d.b = value_add(d.x, d.x);
    d.q = value_mul(d.x, d.b);
    d.y = exchanged ? value_add(d.q, d.b) : value_add(d.b, d.q);
    return d;
}

typedef struct {
    Node *node;
    int looked_at; /* of its inputs */
} Place;

static bool met[NODES], printing;

static const char *name_of(const Node *node)
{
    static const char *names[NODES] = {"$x$", "$b$", "$q$", "$y$"};
    return names[graph_place(node)];
}

static void print_step(const Place *stack, size_t depth, Node *const *order,
                       Node *const *end)
{
    if (!printing)
        return;
    printf("\t");
    while (depth > 0)
        printf("%s ", name_of(stack[--depth].node));
    printf("\t");
    for (; order < end; order++)
        printf("%s ", name_of(*order));
    printf("\n");
}

static Node *next_input(const Node *node, int looked_at)
{
    return looked_at < 2 ? node->prev[looked_at] : NULL;
}

static Node **sort(Node *root, Place *stack, Node **order)
{
    size_t depth = 0;
    /* push the root */
    stack[depth++] = (Place){root, 0};
    met[graph_place(root)] = true;
    Node *const *end = order;
    if (printing)
        printf("start at %s", name_of(root));
    print_step(stack, depth, order, end);
    while (depth > 0) {
        Place *top = &stack[depth - 1];
        Node *input = next_input(top->node, top->looked_at);
        if (input == NULL) {
            /* put the top in front of the list */
            *--order = top->node;
            depth--;
            if (printing)
                printf("%s is finished", name_of(*order));
            print_step(stack, depth, order, end);
        } else {
            top->looked_at++;
            /* push the input, unless it was met before */
            if (!met[graph_place(input)]) {
                met[graph_place(input)] = true;
                stack[depth++] = (Place){input, 0};
            }
            bool is_new = stack[depth - 1].node == input;
            if (printing)
                printf("%s looks at %s%s", name_of(top->node),
                       name_of(input), is_new ? "" : ": met before");
            print_step(stack, depth, order, end);
        }
    }
    return order;
}

int main(int argc, char **argv)
{
    bool exchanged = argc == 2 && strcmp(argv[1], "--exchanged") == 0;
    Place stack[NODES];
    Node *order[NODES], **first;
    Diamond d = diamond(exchanged);
    if (d.y == NULL)
        return EXIT_FAILURE;
    printing = !exchanged;
    if (printing)
        printf("step\tstack\tlist\n");
    first = sort(&d.y->node, stack, order + NODES);
    for (; exchanged && first < order + NODES; first++)
        printf("%c ", name_of(*first)[1]);
    printf(exchanged ? "\n" : "");
    graph_free(d.graph);
    return EXIT_SUCCESS;
}
