/* walked.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* walked.c - gradients by one call, and what a walk costs. */
#include "value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Value *w, *x, *t, *p, *e, *L;
} Example;

static Example example(Graph *graph)
{
    Example v = {.w = value_new(graph, 0.5)};
    v.x = value_new(graph, 5);
    v.t = value_new(graph, -10);
    v.p = value_mul(v.w, v.x);
    v.e = value_add(v.p, v.t);
    v.L = value_mul(v.e, v.e);
    return v;
}

static bool show_slopes(Graph *graph)
{
    Example v = example(graph);
    if (!value_backward(v.L))
        return false;
    printf("dL/dw = %g\ndL/dx = %g\ndL/dt = %g\n", v.w->grad, v.x->grad,
           v.t->grad);
    return true;
}

static bool draw(Graph *graph)
{
    Example v = example(graph);
    ValueName names[] = {{v.w, "w"}, {v.x, "x"}, {v.t, "t"},
                         {v.p, "p"}, {v.e, "e"}, {v.L, "L"}};
    return value_backward(v.L) && value_draw(stdout, graph, names, 6);
}

static bool walk_twice(Graph *graph)
{
    Example v = example(graph);
    Value *values[] = {v.L, v.e, v.p, v.t, v.w, v.x};
    static const char names[] = "Leptwx";
    double once[6];
    if (!value_backward(v.L))
        return false;
    for (int i = 0; i < 6; i++)
        once[i] = values[i]->grad;
    value_backward(v.L);
    printf("value\tone call\ttwo calls\n");
    for (int i = 0; i < 6; i++)
        printf("$%c$\t%g\t%g\n", names[i], once[i], values[i]->grad);
    return true;
}

static bool forget(Graph *graph)
{
    Value *w = value_new(graph, 0.5), *x = value_new(graph, 5);
    Value *t = value_new(graph, -10);
    for (int step = 1; step <= 3; step++) {
        Value *e = value_add(value_mul(w, x), t);
        if (!value_backward(value_mul(e, e)))
            return false;
        printf("step %d: dL/dw = %g, w->grad = %g\n", step,
               2 * e->data * x->data, w->grad);
    }
    return true;
}

static bool walk_from_middle(Graph *graph)
{
    Example v = example(graph);
    if (!value_backward(v.L))
        return false;
    printf("from L:           w %g, p %g, e %g\n", v.w->grad, v.p->grad,
           v.e->grad);
    value_backward(v.p);
    printf("and then from p:  w %g, p %g, e %g\n", v.w->grad, v.p->grad,
           v.e->grad);
    return true;
}

typedef struct {
    unsigned long nodes, edges;
} Turns;

static Turns turns_of_walk(Value *root)
{
    Turns turns = {0, 0};
    Node *node = graph_sort(&root->node);
    for (; node != NULL; node = node->next) {
        turns.nodes++;
        turns.edges += node->walk % 4;
    }
    return turns;
}

static Value *running_example(Graph *graph, unsigned long n)
{
    (void)n;
    return example(graph).L;
}

static Value *doublings(Graph *graph, unsigned long n)
{
    Value *v = value_new(graph, 1);
    while (n-- > 0)
        v = value_add(v, v);
    return v;
}

/* n nodes: two leaves, and sums that each add the second to the last. */
static Value *chain(Graph *graph, unsigned long n)
{
    Value *v = value_new(graph, 1), *one = value_new(graph, 1);
    for (; n > 2; n--)
        v = value_add(v, one);
    return v;
}

/* A tree of n levels, which are few. */
static Value *tree(Graph *graph, unsigned long n)
{
    if (n == 1)
        return value_new(graph, 1);
    Value *left = tree(graph, n - 1);
    return value_add(left, tree(graph, n - 1));
}

static const struct {
    const char *name;
    Value *(*make)(Graph *graph, unsigned long n);
    unsigned long n;
} graphs[] = {{"the running example", running_example, 0},
              {"60 doublings", doublings, 60},
              {"a chain of a million nodes", chain, 1000000},
              {"a tree of 20 levels", tree, 20}};

static bool count_turns(Graph *unused)
{
    (void)unused;
    bool made = true;
    printf("graph\tnodes\tedges\tturns\n");
    for (int i = 0; i < 4 && made; i++) {
        Graph *graph = value_graph();
        Value *root = graphs[i].make(graph, graphs[i].n);
        made = root != NULL;
        if (made) {
            Turns turns = turns_of_walk(root);
            printf("%s\t%lu\t%lu\t%lu\n", graphs[i].name, turns.nodes,
                   turns.edges, turns.nodes + turns.edges);
        }
        graph_free(graph);
    }
    return made;
}

/* The squared error of a neuron with n weights. */
static Value *neuron_loss(Graph *graph, unsigned long n)
{
    Value *sum = value_mul(value_new(graph, 0.5), value_new(graph, 5));
    for (; n > 1; n--) {
        Value *w = value_new(graph, 0.5), *x = value_new(graph, 5);
        sum = value_add(sum, value_mul(w, x));
    }
    Value *error = value_add(sum, value_new(graph, -10));
    return value_mul(error, error);
}

static bool count_weights(Graph *unused)
{
    (void)unused;
    static const unsigned long sizes[] = {1, 10, 1000, 100000};
    bool made = true;
    printf("weights\truns by nudging\tmultiplications\tnodes\tturns\n");
    for (int i = 0; i < 4 && made; i++) {
        unsigned long n = sizes[i];
        Graph *graph = value_graph();
        Value *root = neuron_loss(graph, n);
        made = root != NULL;
        if (made) {
            Turns turns = turns_of_walk(root);
            printf("%lu\t%lu\t%llu\t", n, n + 1, (n + 1ULL) * n);
            printf("%lu\t%lu\n", turns.nodes, turns.nodes + turns.edges);
        }
        graph_free(graph);
    }
    return made;
}

static const struct {
    const char *name;
    bool (*show)(Graph *graph);
} shows[] = {{"--draw", draw},         {"--twice", walk_twice},
             {"--forgot", forget},     {"--middle", walk_from_middle},
             {"--turns", count_turns}, {"--weights", count_weights}};

int main(int argc, char **argv)
{
    bool (*show)(Graph *) = argc == 1 ? show_slopes : NULL;
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        if (argc == 2 && strcmp(argv[1], shows[i].name) == 0)
            show = shows[i].show;
    if (show == NULL) {
        fputs("usage: walked [--draw | --twice | --forgot | --middle |\n"
              "               --turns | --weights]\n",
              stderr);
        return 2;
    }
    Graph *graph = value_graph();
    bool shown = show(graph);
    graph_free(graph);
    return shown ? EXIT_SUCCESS : EXIT_FAILURE;
}
