/* 2.1.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* Judges exercise 2.1: the leaves and the edges of a graph. */
#include "judge.h"
#include "graph.h"

typedef struct {
    size_t leaves, edges;
} Census;
Census take_census(const Graph *graph);

enum { MOST = 5000 };

static Node *made[MOST];
static size_t nodes, inputs;
static Census right;

static Graph *begin(void)
{
    nodes = inputs = 0;
    right = (Census){0, 0};
    return graph_new(sizeof(Node));
}

static void add(Graph *graph, Node *a, Node *b)
{
    made[nodes++] = graph_node(graph, a, b);
    right.leaves += a == NULL;
    inputs = (a != NULL) + (b != NULL);
    right.edges += inputs;
}

static Node *any(void) { return made[(int)judge_uniform(0, (double)nodes)]; }

static void expect_count(const char *part, const char *whole, size_t came,
                         size_t expected)
{
    char what[80];
    snprintf(what, sizeof what, "%s of %s", part, whole);
    expect_equal(what, (long long)came, (long long)expected);
}

static void check(const char *what, Census came)
{
    mistake(came.leaves == 0 && came.edges == 0 && right.leaves > 0,
            "take_census finds no leaves and no edges: it is not written "
            "yet");
    mistake(came.leaves == nodes && right.edges > 0,
            "every node was counted as a leaf: a leaf is one that was made "
            "from nothing, prev[0] and prev[1] both NULL");
    mistake(came.leaves == nodes - right.leaves &&
                came.leaves != right.leaves,
            "the nodes that are no leaves were counted: a leaf's prev[0] "
            "is NULL");
    expect_count("leaves", what, came.leaves, right.leaves);
    mistake(came.edges == nodes - right.leaves && came.edges < right.edges,
            "one edge was counted for each operation: look at prev[0] and "
            "at prev[1]");
    expect_count("edges", what, came.edges, right.edges);
}

static int drawn(int low, int high)
{
    return (int)judge_uniform(low, high + 1);
}

static void any_graph(void)
{
    Graph *graph = begin();
    int leaves = drawn(3, 9), results = drawn(15, 25);
    for (int i = 0; i < leaves; i++)
        add(graph, NULL, NULL);
    for (int i = 0; i < results; i++) {
        Node *a = any(), *b = any();
        while (a == b)
            b = any();
        add(graph, a, b);
    }
    Census came = take_census(graph);
    graph_free(graph);
    check("a random graph", came);
}

static void used_twice(void)
{
    Graph *graph = begin();
    add(graph, NULL, NULL);
    for (int i = 0, squarings = drawn(5, 12); i < squarings; i++)
        add(graph, made[i], made[i]);
    Census came = take_census(graph);
    graph_free(graph);
    mistake(came.edges == nodes - 1,
            "the edges to a node that is used twice were counted once: "
            "what was made from it has two pointers to it, and two edges");
    check("a number squared again and again", came);
}

static void one_input(void)
{
    Graph *graph = begin();
    add(graph, NULL, NULL);
    for (int i = 0, length = drawn(5, 12); i < length; i++)
        add(graph, made[i], NULL);
    Census came = take_census(graph);
    graph_free(graph);
    mistake(came.leaves == nodes,
            "a node with one input was counted as a leaf: its prev[1] is "
            "NULL, its prev[0] is not");
    mistake(came.edges == 2 * right.edges,
            "two edges were counted for a node with one input: its prev[1] "
            "is NULL");
    check("a chain of nodes with one input", came);
}

static void many_blocks(void)
{
    Graph *graph = begin();
    for (int i = 0, leaves = drawn(5, 50); i < leaves; i++)
        add(graph, NULL, NULL);
    while (nodes < MOST)
        add(graph, any(), any());
    Census first = take_census(graph), again = take_census(graph);
    graph_free(graph);
    check("a graph of 5000 nodes", first);
    mistake(again.leaves == 2 * right.leaves ||
                again.edges == 2 * right.edges,
            "counted a second time, the same graph has twice as many: the "
            "counts must start at 0 in each call");
    check("the same graph, counted again", again);
}

static void no_nodes(void)
{
    Graph *graph = begin();
    Census came = take_census(graph);
    graph_free(graph);
    check("a graph without nodes", came);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 2.1");
    judge_see("Lifetimes, not objects",
              "02-values-that-remember.html#lifetimes");
    judge_ask("are the leaves and edges of a random graph right?",
              any_graph);
    judge_ask("is a node that is used twice two edges?", used_twice);
    judge_ask("are nodes with one input counted rightly?", one_input);
    judge_ask("is one over many blocks counted, and again?", many_blocks);
    judge_ask("is a graph without nodes counted?", no_nodes);
    return judge_end();
}
