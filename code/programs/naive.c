/* naive.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* naive.c - walks that do not wait for a gradient to be complete. */
#include "value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 64 }; /* nodes on a graph */

static bool marks[ROOM];

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

static bool *mark(const Value *value)
{
    return &marks[graph_place(&value->node)];
}

static double slope_along(const Value *value, int which)
{
    bool sum = value->op->name[0] == '+';
    return sum ? 1.0 : value_input(value, 1 - which)->data;
}

static void pass_at_once(Value *value)
{
    *mark(value) = true;
    value_pass_back(value);
    for (int i = 0; i < 2; i++) {
        Value *input = value_input(value, i);
        if (input != NULL && !*mark(input))
            pass_at_once(input);
    }
}

static void pass_by_levels(Value *root)
{
    Value *queue[ROOM];
    size_t first = 0, end = 0;
    *mark(root) = true;
    queue[end++] = root;
    while (first < end) {
        Value *value = queue[first++];
        value_pass_back(value);
        /* queue the inputs that were not met before */
        for (int i = 0; i < 2; i++) {
            Value *input = value_input(value, i);
            if (input != NULL && !*mark(input)) {
                *mark(input) = true;
                queue[end++] = input;
            }
        }
    }
}

static unsigned long visits; /* calls of follow */

static void follow(Value *value, double part)
{
    visits++;
    value->grad += part;
    for (int i = 0; i < 2; i++) {
        Value *input = value_input(value, i);
        if (input != NULL)
            follow(input, part * slope_along(value, i));
    }
}

static void follow_from(Value *root) { follow(root, 1.0); }

static void at_once_from(Value *root)
{
    root->grad = 1.0;
    pass_at_once(root);
}

static void by_levels_from(Value *root)
{
    root->grad = 1.0;
    pass_by_levels(root);
}

static const struct {
    const char *name;
    void (*from)(Value *root);
} walks[] = {{"at once, first input first", at_once_from},
             {"at once, level by level", by_levels_from},
             {"every path by itself", follow_from}};

static bool compare_walks(void)
{
    bool made = true;
    printf("pass back\t$b + x\\,b$\t$x\\,b + b$\n");
    for (int walk = 0; walk < 3; walk++) {
        printf("%s", walks[walk].name);
        for (int exchanged = 0; exchanged < 2 && made; exchanged++) {
            Diamond d = diamond(exchanged);
            memset(marks, 0, sizeof marks);
            made = d.y != NULL;
            if (made) {
                walks[walk].from(d.y);
                printf("\t%g", d.x->grad);
            }
            graph_free(d.graph);
        }
        printf("\n");
    }
    return made;
}

static bool count_visits(void)
{
    static const int doublings[] = {1, 2, 3, 4, 5, 10, 15, 20};
    bool made = true;
    printf("doublings\tnodes\tvisits\t$\\bar x$\n");
    for (int i = 0; i < 8 && made; i++) {
        Graph *graph = value_graph();
        Value *x = value_new(graph, 1), *v = x;
        for (int k = 0; k < doublings[i]; k++)
            v = value_add(v, v);
        made = v != NULL;
        if (made) {
            visits = 0;
            follow(v, 1.0);
            printf("%d\t%zu\t%lu\t%.0f\n", doublings[i], graph_nodes(graph),
                   visits, x->grad);
        }
        graph_free(graph);
    }
    return made;
}

static bool try_orders(void)
{
    static const char *orders[] = {"yqbx", "ybqx", "ybqbx", "yqbbx"};
    bool made = true;
    printf("who passes back, in turn\t$\\bar x$\n");
    for (int i = 0; i < 4 && made; i++) {
        Diamond d = diamond(false);
        made = d.y != NULL;
        if (made) {
            d.y->grad = 1.0;
            for (const char *c = orders[i]; *c != '\0'; c++) {
                Value *value = *c == 'y'   ? d.y
                               : *c == 'q' ? d.q
                               : *c == 'b' ? d.b
                                           : d.x;
                value_pass_back(value);
                printf("$%c$ ", *c);
            }
            printf("\t%g\n", d.x->grad);
        }
        graph_free(d.graph);
    }
    return made;
}

int main(int argc, char **argv)
{
    bool made;
    if (argc == 1)
        made = compare_walks();
    else if (argc == 2 && strcmp(argv[1], "--paths") == 0)
        made = count_visits();
    else if (argc == 2 && strcmp(argv[1], "--orders") == 0)
        made = try_orders();
    else
        return fputs("usage: naive [--paths | --orders]\n", stderr), 2;
    return made ? EXIT_SUCCESS : EXIT_FAILURE;
}
