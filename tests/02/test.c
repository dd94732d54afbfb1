/* test.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* Tests chapter 2: nodes, their owner, and values that remember. */
#include "judge.h"
#include "value.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1023, MANY = 5 * BLOCK + 7 };

/* A node with room behind its head, of which the tests fill every byte. */
typedef struct {
    Node node;
    unsigned char room[40];
} Roomy;

static void fill_room(void *node, size_t size, size_t i)
{
    unsigned char *bytes = node;
    for (size_t at = sizeof(Node); at < size; at++)
        bytes[at] = (unsigned char)(i * 31 + at * 7 + 1);
}

static bool room_is_full(const void *node, size_t size, size_t i)
{
    const unsigned char *bytes = node;
    for (size_t at = sizeof(Node); at < size; at++)
        if (bytes[at] != (unsigned char)(i * 31 + at * 7 + 1))
            return false;
    return true;
}

/* Memory that malloc gives out next is not all zero. */
static void dirty_memory(void)
{
    void *block[4];
    for (int i = 0; i < 4; i++)
        if ((block[i] = malloc(70000)) != NULL)
            memset(block[i], 0xAA, 70000);
    for (int i = 0; i < 4; i++)
        free(block[i]);
}

static void new_graph_is_empty(void)
{
    Graph *graph = graph_new(sizeof(Roomy));
    expect_equal("nodes", (long long)graph_nodes(graph), 0);
    expect_equal("bytes", (long long)graph_bytes(graph), 0);
    expect_equal("status", graph_status(graph), GRAPH_OK);
    graph_free(graph);
    graph_free(NULL);
}

static void nodes_know(void)
{
    dirty_memory();
    Graph *graph = graph_new(sizeof(Roomy));
    Node *a = graph_node(graph, NULL, NULL);
    Node *b = graph_node(graph, a, NULL), *c = graph_node(graph, b, a);
    expect(!a->prev[0] && !a->prev[1], "a leaf was made from something");
    expect(b->prev[0] == a && !b->prev[1], "b was made from a alone");
    expect(c->prev[0] == b && c->prev[1] == a, "c was made from b and a");
    expect(a->graph == graph && b->graph == graph && c->graph == graph,
           "a node does not know its owner");
    expect_equal("nodes", (long long)graph_nodes(graph), 3);
    graph_free(graph);
}

/* Makes many nodes of this size, and looks at all of them afterwards. */
static void grow_and_look(size_t size)
{
    static void *node[MANY];
    Graph *graph = graph_new(size);
    expect(graph != NULL, "no graph for nodes of %zu bytes", size);
    for (size_t i = 0; i < MANY; i++) {
        node[i] = graph_node(graph, i ? node[i / 2] : NULL,
                             i ? node[i - 1] : NULL);
        expect(node[i] != NULL, "node %zu is NULL", i);
        fill_room(node[i], size, i);
    }
    for (size_t i = 0; i < MANY; i++) {
        const Node *at = node[i];
        expect(room_is_full(at, size, i),
               "node %zu of %zu bytes was overwritten", i, size);
        expect(i == 0 || (at->prev[0] == node[i / 2] &&
                          at->prev[1] == node[i - 1]),
               "node %zu of %zu bytes leads elsewhere", i, size);
        expect((uintptr_t)at % _Alignof(max_align_t) == 0,
               "node %zu of %zu bytes is not aligned", i, size);
        expect(size % 64 != 0 || (uintptr_t)at % 64 == 0,
               "node %zu of %zu bytes does not begin a line", i, size);
    }
    graph_free(graph);
}

static void nodes_stay(void) { grow_and_look(sizeof(Roomy)); }

static void nodes_of_any_size(void)
{
    for (size_t more = 0; more < 18; more++)
        grow_and_look(sizeof(Node) + more);
    grow_and_look(128);
    grow_and_look(192);
}

static void graphs_are_apart(void)
{
    Graph *a = value_graph(), *b = value_graph();
    Value *on_a[10], *on_b[10];
    for (int i = 0; i < 10; i++) {
        on_a[i] = value_new(a, i);
        on_b[i] = value_new(b, -i);
    }
    for (int i = 0; i < 10; i++)
        expect(on_a[i]->data == i, "the other graph changed value %d", i);
    graph_free(a);
    for (int i = 0; i < 10; i++)
        expect(on_b[i]->data == -i, "value %d went with another graph", i);
    graph_free(b);
}

static void room_for_nodes(void)
{
    Graph *graph = graph_new(64);
    size_t block = 0;
    for (size_t i = 1; i <= 3 * BLOCK; i++) {
        graph_node(graph, NULL, NULL);
        block = i == 1 ? graph_bytes(graph) : block;
        expect_equal("nodes", (long long)graph_nodes(graph), (long long)i);
        expect_equal("bytes of the blocks", (long long)graph_bytes(graph),
                     (long long)((i + BLOCK - 1) / BLOCK * block));
    }
    expect_equal("the bytes of a block of nodes of 64", (long long)block,
                 1024 * 64);
    graph_free(graph);
}

static void no_room_for_the_head(void)
{
    expect(graph_new(0) == NULL, "a graph of nodes without bytes");
    expect(graph_new(sizeof(Node) - 1) == NULL, "no room for the head");
    expect(graph_new(SIZE_MAX) == NULL, "nodes of SIZE_MAX bytes");
    expect(graph_new(SIZE_MAX / BLOCK + 1) == NULL, "a block overflows");
    Graph *graph = graph_new(sizeof(Node));
    expect(graph_node(graph, NULL, NULL) != NULL, "a head alone is refused");
    graph_free(graph);
}

static void limit_holds(void)
{
    Graph *graph = graph_new(64);
    graph_limit(graph, 2 * 65536 + 65535);
    for (int i = 0; i < 2 * BLOCK; i++)
        expect(graph_node(graph, NULL, NULL) != NULL, "node %d is NULL", i);
    expect_equal("status before", graph_status(graph), GRAPH_OK);
    expect(graph_node(graph, NULL, NULL) == NULL, "the limit was passed");
    expect(graph_node(graph, NULL, NULL) == NULL, "the limit was passed");
    expect_equal("status", graph_status(graph), GRAPH_LIMIT);
    expect_equal("nodes", (long long)graph_nodes(graph), 2 * BLOCK);
    expect_equal("bytes", (long long)graph_bytes(graph), 2 * 65536);
    graph_limit(graph, 3 * 65536);
    expect(graph_node(graph, NULL, NULL) != NULL, "a higher limit is not");
    expect_equal("status after", graph_status(graph), GRAPH_LIMIT);
    graph_free(graph);
}

static void limit_of_less_than_there_is(void)
{
    Graph *graph = graph_new(64);
    graph_node(graph, NULL, NULL);
    graph_limit(graph, 1);
    for (int i = 1; i < BLOCK; i++)
        expect(graph_node(graph, NULL, NULL) != NULL,
               "place %d of a block that is there was refused", i);
    expect(graph_node(graph, NULL, NULL) == NULL, "the limit was passed");
    graph_limit(graph, 0);
    expect(graph_node(graph, NULL, NULL) != NULL, "no limit is a limit");
    graph_free(graph);
}

static void limit_at_first(void)
{
    Graph *graph = graph_new(64);
    graph_limit(graph, 65535);
    expect(graph_node(graph, NULL, NULL) == NULL, "the limit was passed");
    expect_equal("nodes", (long long)graph_nodes(graph), 0);
    graph_limit(graph, 65536);
    expect(graph_node(graph, NULL, NULL) != NULL, "its own size is refused");
    graph_free(graph);
}

typedef struct {
    Node **expected;
    size_t seen;
    bool grow;
} Visits;

static void visit(Node *node, void *context)
{
    Visits *visits = context;
    expect(node == visits->expected[visits->seen], "visit %zu is of "
           "another node", visits->seen);
    visits->seen++;
    if (visits->grow)
        graph_node(node->graph, node, NULL);
}

static void each_in_order(void)
{
    static Node *node[MANY];
    Graph *graph = graph_new(sizeof(Roomy));
    Visits visits = {node, 0, false};
    graph_each(graph, visit, &visits);
    expect_equal("visits to no nodes", (long long)visits.seen, 0);
    for (size_t i = 0; i < MANY; i++)
        node[i] = graph_node(graph, NULL, NULL);
    graph_each(graph, visit, &visits);
    expect_equal("visits", (long long)visits.seen, MANY);
    visits = (Visits){node, 0, true};
    graph_each(graph, visit, &visits);
    expect_equal("visits, each of which makes a node",
                 (long long)visits.seen, MANY);
    expect_equal("nodes", (long long)graph_nodes(graph), 2 * MANY);
    graph_free(graph);
}

static void places_count_up(void)
{
    static Node *node[MANY];
    Graph *graph = graph_new(sizeof(Node) + 1);
    for (size_t i = 0; i < MANY; i++)
        node[i] = graph_node(graph, NULL, NULL);
    for (size_t i = 0; i < MANY; i++)
        expect_equal("a place", (long long)graph_place(node[i]),
                     (long long)i);
    graph_free(graph);
}

static void check_inputs_are_older(Node *node, void *context)
{
    (void)context;
    for (int i = 0; i < 2; i++)
        expect(node->prev[i] == NULL ||
                   graph_place(node->prev[i]) < graph_place(node),
               "a value is older than its input");
}

static void inputs_are_older(void)
{
    Graph *graph = value_graph();
    Value *value[50];
    for (int i = 0; i < 50; i++)
        value[i] = value_new(graph, i);
    for (int i = 0; i < 3000; i++) {
        Value *a = value[(int)judge_uniform(0, 50)];
        Value *b = value[(int)judge_uniform(0, 50)];
        value[i % 50] = i % 2 ? value_add(a, b) : value_mul(a, b);
    }
    graph_each(graph, check_inputs_are_older, NULL);
    graph_free(graph);
}

static void mixed_nodes(void)
{
    Graph *graph = graph_new(sizeof(Roomy)), *other = graph_new(64);
    Node *mine = graph_node(graph, NULL, NULL);
    Node *theirs = graph_node(other, NULL, NULL);
    expect(graph_node(graph, theirs, NULL) == NULL, "made from another's");
    expect_equal("status", graph_status(graph), GRAPH_MIXED);
    expect(graph_node(graph, theirs, mine) == NULL, "the first is another's");
    expect(graph_node(graph, mine, theirs) == NULL, "the second is another's");
    expect_equal("nodes", (long long)graph_nodes(graph), 1);
    expect_equal("status of the other", graph_status(other), GRAPH_OK);
    expect_equal("nodes of the other", (long long)graph_nodes(other), 1);
    expect(graph_node(graph, mine, mine) != NULL, "and nothing works now");
    graph_free(graph);
    graph_free(other);
}

static void first_failure_stays(void)
{
    Graph *graph = graph_new(64), *other = graph_new(64);
    Node *theirs = graph_node(other, NULL, NULL);
    graph_limit(graph, 1);
    graph_node(graph, NULL, NULL);
    graph_node(graph, theirs, NULL);
    expect_equal("limit, then mixed", graph_status(graph), GRAPH_LIMIT);
    graph_limit(other, 1);
    Node *mine = NULL;
    graph_limit(graph, 0);
    mine = graph_node(graph, NULL, NULL);
    graph_node(other, mine, NULL);
    for (int i = 0; i < BLOCK; i++)
        graph_node(other, NULL, NULL);
    expect_equal("mixed, then limit", graph_status(other), GRAPH_MIXED);
    graph_free(graph);
    graph_free(other);
}

static void no_graph(void)
{
    expect_equal("status of NULL", graph_status(NULL), GRAPH_NO_MEMORY);
    expect(graph_node(NULL, NULL, NULL) == NULL, "a node of no graph");
}

static void each_status_has_words(void)
{
    for (int a = GRAPH_OK; a <= GRAPH_MIXED; a++)
        for (int b = GRAPH_OK; b < a; b++)
            expect(strcmp(graph_message((GraphStatus)a),
                          graph_message((GraphStatus)b)) != 0,
                   "%d and %d have the same message", a, b);
    expect(graph_message((GraphStatus)99) != NULL, "no message for 99");
}

#if defined(__has_feature)
#define HAS_FEATURE(feature) __has_feature(feature)
#else
#define HAS_FEATURE(feature) 0
#endif

static void memory_ends(void)
{
#if !defined(__SANITIZE_ADDRESS__) && !HAS_FEATURE(address_sanitizer)
    Graph *graph = graph_new(SIZE_MAX / 8192);
    expect(graph != NULL, "the size alone was refused");
    expect(graph_node(graph, NULL, NULL) == NULL, "memory has no end");
    expect_equal("status", graph_status(graph), GRAPH_NO_MEMORY);
    expect_equal("nodes", (long long)graph_nodes(graph), 0);
    expect_equal("bytes", (long long)graph_bytes(graph), 0);
    graph_free(graph);
#endif
}

static void leaf_values(void)
{
    dirty_memory();
    Graph *graph = value_graph();
    for (int i = 0; i < 1100; i++) {
        double number = judge_uniform(-9, 9);
        Value *leaf = value_new(graph, number);
        expect(leaf->data == number, "data is %g", leaf->data);
        expect(leaf->grad == 0.0, "grad is %g", leaf->grad);
        expect(leaf->op == NULL, "a leaf has an op");
        expect(!value_input(leaf, 0) && !value_input(leaf, 1),
               "a leaf has an input");
        expect(leaf->node.graph == graph, "it is on another graph");
    }
    graph_free(graph);
}

static void sums_and_products(void)
{
    dirty_memory();
    Graph *graph = value_graph();
    double x = judge_uniform(2, 3), y = judge_uniform(4, 9);
    Value *a = value_new(graph, x), *b = value_new(graph, y);
    Value *sum = value_add(a, b), *product = value_mul(a, b);
    expect(sum->data == x + y, "the sum is %g", sum->data);
    expect(product->data == x * y, "the product is %g", product->data);
    expect(sum->grad == 0.0 && product->grad == 0.0, "a grad is not 0");
    expect(value_input(sum, 0) == a && value_input(sum, 1) == b,
           "the sum has forgotten its inputs, or their order");
    expect(value_input(product, 0) == a && value_input(product, 1) == b,
           "the product has forgotten its inputs, or their order");
    expect(!strcmp(sum->op->name, "+") && !strcmp(product->op->name, "*"),
           "the names are %s and %s", sum->op->name, product->op->name);
    expect(value_add(b, a)->op == sum->op, "sums have two operations");
    expect(value_mul(b, a)->op == product->op, "products have two");
    expect(a->data == x && b->data == y, "an input was changed");
    expect_equal("nodes", (long long)graph_nodes(graph), 6);
    graph_free(graph);
}

static void example_by_hand(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5), *x = value_new(graph, 5);
    Value *e = value_add(value_mul(w, x), value_new(graph, -10));
    Value *loss = value_mul(e, e);
    expect(e->data == -7.5, "e is %g", e->data);
    expect(loss->data == 56.25, "L is %g", loss->data);
    expect(value_input(loss, 0) == e && value_input(loss, 1) == e,
           "e is not used twice");
    expect(value_input(value_input(e, 0), 0) == w, "L does not lead to w");
    expect_equal("values", (long long)graph_nodes(graph), 6);
    graph_free(graph);
}

static void long_sum(void)
{
    Graph *graph = value_graph();
    Value *sum = value_new(graph, 0.0);
    for (int i = 1; i <= 5000; i++)
        sum = value_add(sum, value_new(graph, i));
    expect(sum->data == 12502500.0, "1 + ... + 5000 is %g", sum->data);
    int length = 0;
    for (const Value *at = sum; at->op != NULL; at = value_input(at, 0))
        length++;
    expect_equal("sums on the way back", length, 5000);
    graph_free(graph);
}

static void recorded_operations(void)
{
    static const ValueOp one = {.name = "one"}, two = {.name = "two"};
    Graph *graph = value_graph();
    Value *a = value_new(graph, 3.0), *b = value_new(graph, 4.0);
    Value *from_one = value_record(&one, 8.0, a, NULL);
    Value *from_two = value_record(&two, 9.0, b, a);
    expect(from_one->data == 8.0 && from_two->data == 9.0, "other data");
    expect(from_one->op == &one && from_two->op == &two, "other operations");
    expect(value_input(from_one, 0) == a && !value_input(from_one, 1),
           "one was made from a alone");
    expect(value_input(from_two, 0) == b && value_input(from_two, 1) == a,
           "two was made from b and a");
    graph_free(graph);
}

static void values_of_two_graphs(void)
{
    Graph *one = value_graph(), *other = value_graph();
    Value *a = value_new(one, 1.0), *b = value_new(other, 2.0);
    expect(value_add(a, b) == NULL, "a sum over two graphs");
    expect_equal("status of the first", graph_status(one), GRAPH_MIXED);
    expect_equal("of the second", graph_status(other), GRAPH_OK);
    expect(value_mul(b, a) == NULL, "a product over two graphs");
    expect_equal("and now of it, too", graph_status(other), GRAPH_MIXED);
    graph_free(one);
    graph_free(other);
}

static void null_in_null_out(void)
{
    static const ValueOp op = {.name = "op"};
    Graph *graph = value_graph();
    Value *a = value_new(graph, 1.0);
    expect(!value_add(a, NULL) && !value_add(NULL, a) &&
               !value_add(NULL, NULL), "a sum with NULL");
    expect(!value_mul(a, NULL) && !value_mul(NULL, a) &&
               !value_mul(NULL, NULL), "a product with NULL");
    expect(!value_record(&op, 1.0, NULL, a), "recorded from NULL and a");
    expect(!value_record(&op, 1.0, NULL, NULL), "recorded from nothing");
    expect(!value_new(NULL, 1.0), "a leaf on no graph");
    expect(!value_input(NULL, 0) && !value_input(NULL, 1), "NULL's input");
    expect_equal("nodes", (long long)graph_nodes(graph), 1);
    expect_equal("status", graph_status(graph), GRAPH_OK);
    graph_free(graph);
}

static void one_check_at_the_end(void)
{
    Graph *graph = value_graph();
    graph_limit(graph, 1);
    Value *w = value_new(graph, 0.5), *x = value_new(graph, 5);
    Value *e = value_add(value_mul(w, x), value_new(graph, -10));
    expect(value_mul(e, e) == NULL, "a loss without memory");
    expect_equal("status", graph_status(graph), GRAPH_LIMIT);
    graph_free(graph);
}

static char drawn[100000];

/* Draws the graph and reads what was written. */
static void draw(const Graph *graph, const ValueName *names, size_t n)
{
    FILE *file = tmpfile();
    expect(file != NULL, "the test can make no temporary file");
    expect(value_draw(file, graph, names, n), "value_draw returned false");
    rewind(file);
    drawn[fread(drawn, 1, sizeof drawn - 1, file)] = '\0';
    fclose(file);
}

static void expect_drawn(const char *body)
{
    static const char head[] = "digraph values {\n    rankdir = LR\n"
                               "    ranksep = 0.25\n    nodesep = 0.2\n";
    static char right[100000];
    snprintf(right, sizeof right, "%s%s}\n", head, body);
    size_t at = 0;
    while (drawn[at] != '\0' && drawn[at] == right[at])
        at++;
    expect(drawn[at] == right[at], "from character %zu, expected %.60s, came "
           "%.60s", at, right + at, drawn + at);
}

static void example_drawn(void)
{
    Graph *graph = value_graph();
    Value *e = value_new(graph, -7.5), *k = value_new(graph, 2);
    Value *loss = value_mul(value_add(k, e), e);
    loss->grad = 1;
    ValueName names[] = {{loss, "L"}, {e, "e"}, {e, "again"}};
    draw(graph, names, 3);
    graph_free(graph);
    expect_drawn(
        "    v0 [shape = record, label = \"e | data -7.5 | grad 0\"]\n"
        "    v1 [shape = record, label = \"data 2 | grad 0\"]\n"
        "    v2 [shape = record, label = \"data -5.5 | grad 0\"]\n"
        "    o2 [shape = ellipse, label = \"+\"]\n"
        "    v1 -> o2\n    v0 -> o2\n    o2 -> v2\n"
        "    v3 [shape = record, label = \"L | data 41.25 | grad 1\"]\n"
        "    o3 [shape = ellipse, label = \"*\"]\n"
        "    v2 -> o3\n    v0 -> o3\n    o3 -> v3\n");
}

static void one_input_drawn(void)
{
    static const ValueOp odd = {.name = "a\"b\\c|d"};
    Graph *graph = value_graph();
    Value *a = value_new(graph, 1);
    ValueName names[] = {{a, "a \"b\" {c} | <d> \\e"}};
    value_record(&odd, 3, a, NULL);
    draw(graph, names, 1);
    graph_free(graph);
    expect_drawn(
        "    v0 [shape = record, label = \"a \\\"b\\\" \\{c\\} \\| \\<d\\> "
        "\\\\e | data 1 | grad 0\"]\n"
        "    v1 [shape = record, label = \"data 3 | grad 0\"]\n"
        "    o1 [shape = ellipse, label = \"a\\\"b\\\\c|d\"]\n"
        "    v0 -> o1\n    o1 -> v1\n");
}

static void strange_numbers_drawn(void)
{
    Graph *graph = value_graph();
    value_new(graph, NAN)->grad = -NAN;
    value_new(graph, -0.0)->grad = -0.0;
    value_new(graph, INFINITY)->grad = -INFINITY;
    draw(graph, NULL, 0);
    graph_free(graph);
    expect_drawn(
        "    v0 [shape = record, label = \"data nan | grad nan\"]\n"
        "    v1 [shape = record, label = \"data 0 | grad 0\"]\n"
        "    v2 [shape = record, label = \"data inf | grad -inf\"]\n");
}

static void many_blocks_drawn(void)
{
    Graph *graph = value_graph();
    for (int i = 0; i < BLOCK + 1; i++)
        value_new(graph, 1);
    Value *two = value_new(graph, 2);
    value_add(two, value_new(graph, 3));
    draw(graph, NULL, 0);
    graph_free(graph);
    expect(strstr(drawn, "    v1024 -> o1026\n    v1025 -> o1026\n"
                         "    o1026 -> v1026\n}\n") != NULL,
           "the last sum is not drawn");
}

static void no_values_drawn(void)
{
    Graph *graph = value_graph();
    draw(graph, NULL, 0);
    expect_drawn("");
    FILE *cannot = fopen("/dev/null", "r");
    if (cannot != NULL) {
        expect(!value_draw(cannot, graph, NULL, 0),
               "nothing could be written, and value_draw says it was");
        fclose(cannot);
    }
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 2");
    /* ask about nodes and room */
    judge_see("Lifetimes, not objects",
              "02-values-that-remember.html#lifetimes");
    judge_ask("is a new graph empty?", new_graph_is_empty);
    judge_ask("do nodes know what they were made from?", nodes_know);
    judge_ask("is one graph nothing to another?", graphs_are_apart);
    judge_see("Blocks", "02-values-that-remember.html#blocks");
    judge_ask("does every node stay where and what it was?", nodes_stay);
    judge_ask("does it hold for a node of any size?", nodes_of_any_size);
    judge_ask("does a block more come every 1023 nodes?", room_for_nodes);
    judge_ask("is an impossible size refused?", no_room_for_the_head);
    judge_ask("are all visited, in the order of their making?", each_in_order);
    judge_ask("is a place the number of those before it?", places_count_up);
    judge_see("A graph, and not a tree", "02-values-that-remember.html#dag");
    judge_ask("are inputs older than results?", inputs_are_older);
    /* ask about what a graph refuses */
    judge_see("How it fails", "02-values-that-remember.html#fails-2");
    judge_ask("does a limit hold?", limit_holds);
    judge_ask("does one below what there is take nothing away?",
              limit_of_less_than_there_is);
    judge_ask("is the first block within it, too?", limit_at_first);
    judge_ask("is a node from another graph refused?", mixed_nodes);
    judge_ask("does the first failure stay?", first_failure_stays);
    judge_ask("is the end of memory reported?", memory_ends);
    judge_ask("is no graph no memory?", no_graph);
    judge_ask("has each status its own words?", each_status_has_words);
    judge_ask("are values of two graphs refused?", values_of_two_graphs);
    /* ask about values */
    judge_see("A number on a graph",
              "02-values-that-remember.html#value-interface");
    judge_ask("is a leaf its number, with a grad of 0?", leaf_values);
    judge_ask("do sums and products remember?", sums_and_products);
    judge_ask("is the example as it was by hand?", example_by_hand);
    judge_ask("does a sum of 5000 remember them all?", long_sum);
    judge_ask("can an operation of one's own be recorded?",
              recorded_operations);
    judge_ask("is NULL made from NULL?", null_in_null_out);
    judge_ask("is one check enough for an expression?", one_check_at_the_end);
    /* ask about drawings */
    judge_see("The graph drawn", "02-values-that-remember.html#drawing");
    judge_ask("is a drawing right, to the letter?", example_drawn);
    judge_ask("are names made harmless in it?", one_input_drawn);
    judge_ask("are NaN, infinity and zero the same everywhere?",
              strange_numbers_drawn);
    judge_ask("are places drawn beyond the first block?", many_blocks_drawn);
    judge_ask("is no value drawn, and no failure hidden?", no_values_drawn);
    return judge_end();
}
