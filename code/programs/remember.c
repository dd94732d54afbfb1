/* remember.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* remember.c - the running example on a graph, and what chapter 2 shows of
   it. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "remember: %s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

typedef struct {
    Graph *graph;
    Value *L; /* NULL when it could not be made */
    ValueName names[6];
} Example;

static Example make_example(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5), *x = value_new(graph, 5.0);
    Value *t = value_new(graph, -10.0);
    Value *p = value_mul(w, x);
    Value *e = value_add(p, t);
    Value *L = value_mul(e, e);
    return (Example){
        graph,
        L,
        {{w, "w"}, {x, "x"}, {t, "t"}, {p, "p"}, {e, "e"}, {L, "L"}}};
}

static const char *name_of(const Example *example, const Value *value)
{
    for (int i = 0; i < 6; i++)
        if (example->names[i].value == value)
            return example->names[i].name;
    return "?";
}

static void print_value(Node *node, void *context)
{
    const Example *example = context;
    const Value *value = (const Value *)node;
    printf("%zu\t$%s$\t%g\t", graph_place(node), name_of(example, value),
           value->data);
    if (value->op != NULL)
        printf("$%s %s %s$", name_of(example, value_input(value, 0)),
               value->op->name, name_of(example, value_input(value, 1)));
    printf("\n");
}

static int trace(void)
{
    Example example = make_example();
    if (example.L == NULL)
        return stop(example.graph);
    printf("place\tname\tdata\tmade from\n");
    graph_each(example.graph, print_value, &example);
    graph_free(example.graph);
    return 0;
}

static int draw(void)
{
    Example example = make_example();
    if (example.L == NULL)
        return stop(example.graph);
    bool drawn = value_draw(stdout, example.graph, example.names, 6);
    graph_free(example.graph);
    return drawn ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int print_sizes(void)
{
    Graph *graph = value_graph();
    if (value_new(graph, 0.0) == NULL)
        return stop(graph);
    printf("what\tbytes\n");
    printf("the head of a node\t%zu\n", sizeof(Node));
    printf("a value, with its head\t%zu\n", sizeof(Value));
    printf("a block of 1023 values\t%zu\n", graph_bytes(graph));
    graph_free(graph);
    return 0;
}

static int grow(void)
{
    static const size_t sizes[] = {1, 1023, 1024, 1000000};
    size_t block = 0;
    printf("values\tblocks\tbytes\tbytes a value\n");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Graph *graph = value_graph();
        while (graph_status(graph) == GRAPH_OK &&
               graph_nodes(graph) < sizes[i])
            value_new(graph, 0.0);
        if (graph_status(graph) != GRAPH_OK)
            return stop(graph);
        size_t bytes = graph_bytes(graph);
        block = i == 0 ? bytes : block;
        printf("%zu\t%zu\t%zu\t%.2f\n", sizes[i], bytes / block, bytes,
               (double)bytes / (double)sizes[i]);
        graph_free(graph);
    }
    return 0;
}

static int mix(void)
{
    Graph *weights = value_graph(), *examples = value_graph();
    Value *w = value_new(weights, 0.5), *x = value_new(examples, 5.0);
    Value *p = value_mul(w, x), *e = value_add(p, w), *L = value_mul(e, e);
    printf("p, e and L: %s\n", p || e || L ? "made" : "NULL");
    printf("weights:    %s\n", graph_message(graph_status(weights)));
    printf("examples:   %s\n", graph_message(graph_status(examples)));
    graph_free(weights);
    graph_free(examples);
    return 0;
}

static int run_into_the_limit(void)
{
    Graph *graph = value_graph();
    if (graph == NULL)
        return stop(graph);
    graph_limit(graph, 100000);
    Value *sum = value_new(graph, 1.0);
    while (sum != NULL)
        sum = value_add(sum, sum);
    printf("%zu values, %zu bytes\n", graph_nodes(graph),
           graph_bytes(graph));
    return stop(graph);
}

static int use_it_late(void)
{
    Example example = make_example();
    if (example.L == NULL)
        return stop(example.graph);
    graph_free(example.graph);
    printf("the loss is %g\n", example.L->data);
    return 0;
}

static const struct {
    const char *name;
    int (*show)(void);
} shows[] = {{"--draw", draw},        {"--sizes", print_sizes},
             {"--growth", grow},      {"--mix", mix},
             {"--late", use_it_late}, {"--limit", run_into_the_limit}};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        if (argc == 2 && strcmp(argv[1], shows[i].name) == 0)
            return shows[i].show();
    if (argc == 1)
        return trace();
    fprintf(stderr, "usage: remember [--draw | --sizes | --growth | "
                    "--mix | --limit | --late]\n");
    return 2;
}
