/* test.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* Tests chapter 4: the order of a walk, and gradients by one call. */
#include "judge.h"
#include "nudge.h"
#include "value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 60 };

static int below(int n) { return (int)judge_uniform(0, n); }

/* n bare nodes, of which each is made from up to two earlier ones. */
static Node *nodes[MOST];

static Graph *draw_nodes(int n)
{
    Graph *graph = graph_new(sizeof(Node));
    for (int i = 0; i < n; i++) {
        Node *a = i == 0 || below(5) == 0 ? NULL : nodes[below(i)];
        Node *b = a == NULL || below(3) == 0 ? NULL : nodes[below(i)];
        nodes[i] = graph_node(graph, a, b);
        expect(nodes[i] != NULL, "there is no memory for a node");
    }
    return graph;
}

static bool is_ancestor[MOST];

/* Marks the root and all that it was made from; returns how many. */
static int mark_ancestors(const Node *root)
{
    int count = 0;
    memset(is_ancestor, 0, sizeof is_ancestor);
    is_ancestor[graph_place(root)] = true;
    for (int i = (int)graph_place(root); i >= 0; i--)
        for (int k = 0; k < 3 && is_ancestor[i]; k++) {
            if (k == 2)
                count++;
            else if (nodes[i]->prev[k] != NULL)
                is_ancestor[graph_place(nodes[i]->prev[k])] = true;
        }
    return count;
}

static void expect_order(Node *root, const Node *order)
{
    int turn[MOST] = {0}, turns = 0, right = mark_ancestors(root);
    expect(order == root, "the order does not begin with the root");
    for (const Node *node = order; node != NULL; node = node->next) {
        size_t place = graph_place(node);
        expect(is_ancestor[place], "node %zu doesn't belong there", place);
        expect(turn[place] == 0, "node %zu stands there twice", place);
        turn[place] = ++turns;
    }
    expect_equal("nodes in the order", turns, right);
    for (const Node *node = order; node != NULL; node = node->next)
        for (int k = 0; k < 2 && node->prev[k] != NULL; k++)
            expect(turn[graph_place(node)] < turn[graph_place(node->prev[k])],
                   "a node stands behind one that it was made from");
}

static void order_of_diamond(void)
{
    for (int exchanged = 0; exchanged < 2; exchanged++) {
        Graph *graph = graph_new(sizeof(Node));
        Node *x = graph_node(graph, NULL, NULL);
        Node *b = graph_node(graph, x, x), *q = graph_node(graph, x, b);
        Node *y = exchanged ? graph_node(graph, q, b)
                            : graph_node(graph, b, q);
        expect(graph_sort(y) == y, "the order does not begin with y");
        expect(y->next == q, "the second is not q");
        expect(q->next == b, "the third is not b");
        expect(b->next == x, "the fourth is not x");
        expect(x->next == NULL, "after x the order goes on");
        graph_free(graph);
    }
}

static void order_of_leaf(void)
{
    Graph *graph = draw_nodes(20);
    Node *leaf = graph_node(graph, NULL, NULL);
    graph_sort(nodes[19]);
    for (int again = 0; again < 3; again++) {
        expect(graph_sort(leaf) == leaf, "the order is not the leaf");
        expect(leaf->next == NULL, "after the leaf the order goes on");
    }
    graph_free(graph);
}

static void orders_at_random(void)
{
    for (int trial = 0; trial < 300; trial++) {
        int n = 2 + below(MOST - 2);
        Graph *graph = draw_nodes(n);
        expect_order(nodes[n - 1], graph_sort(nodes[n - 1]));
        graph_free(graph);
    }
}

/* One that counts users would wait for the ones beside the root. */
static void root_in_the_middle(void)
{
    for (int trial = 0; trial < 100; trial++) {
        Graph *graph = draw_nodes(MOST);
        int middle = below(MOST);
        expect_order(nodes[middle], graph_sort(nodes[middle]));
        graph_free(graph);
    }
}

static void many_walks(void)
{
    Graph *graph = draw_nodes(MOST);
    for (int walk = 0; walk < 500; walk++) {
        Node *root = nodes[below(MOST)];
        expect_order(root, graph_sort(root));
    }
    graph_free(graph);
}

static void same_again(void)
{
    Graph *graph = draw_nodes(MOST);
    Node *first[MOST] = {NULL}, *node = graph_sort(nodes[MOST - 1]);
    for (int i = 0; node != NULL; node = node->next)
        first[i++] = node;
    for (int again = 0; again < 5; again++) {
        graph_sort(nodes[below(MOST)]);
        node = graph_sort(nodes[MOST - 1]);
        for (int i = 0; node != NULL; node = node->next)
            expect(node == first[i++], "the second order is another one");
    }
    graph_free(graph);
}

static void grown_between_walks(void)
{
    Graph *graph = draw_nodes(MOST / 2);
    for (int i = MOST / 2; i < MOST; i++) {
        graph_sort(nodes[below(i)]);
        nodes[i] = graph_node(graph, nodes[below(i)], nodes[below(i)]);
        expect_order(nodes[i], graph_sort(nodes[i]));
    }
    graph_free(graph);
}

static void two_graphs(void)
{
    Graph *one = draw_nodes(10), *other = value_graph();
    Node *root = nodes[9], *order = graph_sort(root);
    Value *x = value_new(other, 3), *y = value_mul(x, x);
    for (int walk = 0; walk < 5; walk++)
        value_backward(y);
    expect_order(root, order);
    graph_free(one);
    graph_free(other);
}

static void long_chain(void)
{
    enum { LONG = 1000000 };
    Graph *graph = graph_new(sizeof(Node));
    Node *root = NULL;
    for (int i = 0; i < LONG; i++)
        root = graph_node(graph, root, NULL);
    expect(root != NULL, "there is no memory for the chain");
    size_t bytes = graph_bytes(graph);
    int length = 0;
    for (Node *node = graph_sort(root); node != NULL; node = node->next) {
        expect(node->next == node->prev[0], "the chain is out of order");
        length++;
    }
    expect_equal("nodes in the order", length, LONG);
    expect(graph_bytes(graph) == bytes, "the graph has grown");
    expect_equal("the status", graph_status(graph), GRAPH_OK);
    graph_free(graph);
}

static void wide_tree(void)
{
    enum { LEAVES = 1 << 16 };
    Graph *graph = graph_new(sizeof(Node));
    Node **row = malloc(LEAVES * sizeof *row);
    expect(row != NULL, "there is no memory for a row of leaves");
    for (int i = 0; i < LEAVES; i++)
        row[i] = graph_node(graph, NULL, NULL);
    for (int n = LEAVES; n > 1; n /= 2)
        for (int i = 0; i < n / 2; i++)
            row[i] = graph_node(graph, row[2 * i], row[2 * i + 1]);
    int length = 0;
    for (Node *node = graph_sort(row[0]); node != NULL; node = node->next)
        length++;
    expect_equal("nodes in the order", length, 2 * LEAVES - 1);
    free(row);
    graph_free(graph);
}

static void sixty_doublings(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 1), *v = x;
    for (int i = 0; i < 60; i++)
        v = value_add(v, v);
    expect(value_backward(v), "value_backward returned false");
    expect(x->grad == ldexp(1, 60), "the gradient of x is %g", x->grad);
    graph_free(graph);
}

static void deep_product(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 1), *one = value_new(graph, 1), *v = x;
    for (int i = 0; i < 400000; i++)
        v = value_mul(v, one);
    expect(value_backward(v), "value_backward returned false");
    expect_close("the gradient of x", x->grad, 1, 0);
    expect_close("the gradient of one", one->grad, 400000, 0);
    graph_free(graph);
}

static void running_example(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5), *x = value_new(graph, 5);
    Value *t = value_new(graph, -10), *p = value_mul(w, x);
    Value *e = value_add(p, t), *L = value_mul(e, e);
    expect(value_backward(L), "value_backward returned false");
    expect_close("dL/dL", L->grad, 1, 0);
    expect_close("dL/de", e->grad, -15, 0);
    expect_close("dL/dp", p->grad, -15, 0);
    expect_close("dL/dt", t->grad, -15, 0);
    expect_close("dL/dw", w->grad, -75, 0);
    expect_close("dL/dx", x->grad, -7.5, 0);
    graph_free(graph);
}

static void both_diamonds(void)
{
    for (int exchanged = 0; exchanged < 2; exchanged++) {
        Graph *graph = value_graph();
        double at = judge_uniform(1, 4);
        Value *x = value_new(graph, at), *b = value_add(x, x);
        Value *q = value_mul(x, b);
        value_backward(exchanged ? value_add(q, b) : value_add(b, q));
        expect_close("the gradient of b", b->grad, 1 + at, 1e-12);
        expect_close("the gradient of x", x->grad, 2 + 4 * at, 1e-12);
        graph_free(graph);
    }
}

static void power_by_products(void)
{
    Graph *graph = value_graph();
    double at = judge_uniform(1, 2);
    Value *x = value_new(graph, at), *v = x;
    for (int power = 2; power <= 16; power *= 2)
        v = value_mul(v, v);
    value_backward(v);
    expect_close("the slope of x to the 16", x->grad, 16 * pow(at, 15),
                 1e-12);
    graph_free(graph);
}

static void null_root(void)
{
    expect(!value_backward(NULL), "value_backward(NULL) returned true");
    value_zero_grad(NULL);
}

/* An expression drawn at random, as a table, in four weights. */
enum { WEIGHTS = 4, STEPS = 12 };

typedef struct {
    int from[WEIGHTS + STEPS][2];
    bool product[WEIGHTS + STEPS];
} Recipe;

static void draw_recipe(Recipe *recipe)
{
    for (int i = WEIGHTS; i < WEIGHTS + STEPS; i++) {
        recipe->from[i][0] = below(2) ? i - 1 : below(i);
        recipe->from[i][1] = below(i);
        recipe->product[i] = below(3) == 0;
    }
}

static NudgeStatus follow_recipe(const double *w, void *context, double *loss)
{
    const Recipe *recipe = context;
    double number[WEIGHTS + STEPS];
    memcpy(number, w, WEIGHTS * sizeof *w);
    for (int i = WEIGHTS; i < WEIGHTS + STEPS; i++) {
        double a = number[recipe->from[i][0]], b = number[recipe->from[i][1]];
        number[i] = recipe->product[i] ? a * b : a + b;
    }
    *loss = number[WEIGHTS + STEPS - 1];
    return NUDGE_OK;
}

static Value *values_of_recipe(Graph *graph, const Recipe *recipe,
                               const double *w, Value **leaves)
{
    Value *value[WEIGHTS + STEPS];
    for (int i = 0; i < WEIGHTS; i++)
        leaves[i] = value[i] = value_new(graph, w[i]);
    for (int i = WEIGHTS; i < WEIGHTS + STEPS; i++) {
        Value *a = value[recipe->from[i][0]], *b = value[recipe->from[i][1]];
        value[i] = recipe->product[i] ? value_mul(a, b) : value_add(a, b);
    }
    return value[WEIGHTS + STEPS - 1];
}

static void against_nudging(void)
{
    for (int trial = 0; trial < 200; trial++) {
        Recipe recipe;
        double w[WEIGHTS], slopes[WEIGHTS], loss;
        Value *leaves[WEIGHTS];
        draw_recipe(&recipe);
        for (int i = 0; i < WEIGHTS; i++)
            w[i] = judge_uniform(-1, 1);
        Nudge at = {follow_recipe, &recipe, w, WEIGHTS, 0};
        nudge_central(&at, 1e-4, slopes);
        nudge_run(&at, &loss);
        double scale = fmax(1, fabs(loss));
        Graph *graph = value_graph();
        Value *root = values_of_recipe(graph, &recipe, w, leaves);
        expect(value_backward(root), "value_backward returned false");
        expect_close("the value", root->data, loss, 0);
        for (int i = 0; i < WEIGHTS; i++)
            expect_close("a slope by nudging, and the gradient",
                         leaves[i]->grad / scale, slopes[i] / scale, 1e-4);
        graph_free(graph);
    }
}

static void second_walk(void)
{
    Graph *graph = value_graph();
    double at = judge_uniform(1, 2);
    Value *x = value_new(graph, at), *b = value_add(x, x);
    Value *q = value_mul(x, b), *y = value_mul(q, b);
    for (int walk = 1; walk <= 3; walk++) { /* y = 4 x^3 */
        value_backward(y);
        expect_close("the leaf has the sum of the walks", x->grad,
                     walk * 12 * at * at, 1e-12);
        expect_close("the root has 1", y->grad, 1, 0);
        expect_close("q has its slope once", q->grad, 2 * at, 1e-12);
        expect_close("b has its slope once", b->grad, 4 * at * at, 1e-12);
    }
    graph_free(graph);
}

static void two_losses(void)
{
    Graph *graph = value_graph();
    double at = judge_uniform(1, 2);
    Value *x = value_new(graph, at), *shared = value_mul(x, x);
    Value *one = value_add(shared, x), *two = value_mul(shared, x);
    value_backward(one);
    value_backward(two);
    expect_close("shared speaks of the second loss", shared->grad, at,
                 1e-12);
    expect_close("x has both slopes", x->grad, 2 * at + 1 + 3 * at * at,
                 1e-12);
    expect_close("the first root was not visited", one->grad, 1, 0);
    value_backward(one);
    expect_close("and now of the first", shared->grad, 1, 0);
    expect_close("x has three slopes", x->grad,
                 4 * at + 2 + 3 * at * at, 1e-12);
    graph_free(graph);
}

static void leaf_as_root(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 7);
    for (int walk = 1; walk <= 3; walk++) {
        expect(value_backward(x), "value_backward returned false");
        expect_close("the gradient of a leaf along itself", x->grad, walk,
                     0);
    }
    graph_free(graph);
}

static void zeroed(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 3), *b = value_add(x, x);
    Value *y = value_mul(b, x);
    value_backward(y);
    value_zero_grad(y);
    expect(x->grad == 0 && b->grad == 0 && y->grad == 0,
           "a gradient is left: x %g, b %g, y %g", x->grad, b->grad,
           y->grad);
    value_backward(y);
    expect_close("x after another walk", x->grad, 12, 0);
    graph_free(graph);
}

static void others_left_alone(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 3), *z = value_new(graph, 5);
    Value *p = value_mul(x, x), *y = value_mul(p, z);
    z->grad = 0.25;
    y->grad = 0.5;
    value_backward(p);
    expect_close("the root's own", p->grad, 1, 0);
    expect_close("x", x->grad, 6, 0);
    expect(z->grad == 0.25, "z, which p is not made from, has %g", z->grad);
    expect(y->grad == 0.5, "y, which was made from p, has %g", y->grad);
    value_zero_grad(p);
    expect(x->grad == 0 && p->grad == 0, "a gradient is left");
    expect(z->grad == 0.25 && y->grad == 0.5, "too much was cleared");
    graph_free(graph);
}

static void data_left_alone(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 3), *y = value_mul(x, x);
    size_t made = graph_nodes(graph), bytes = graph_bytes(graph);
    value_backward(y);
    value_zero_grad(y);
    expect(x->data == 3 && y->data == 9, "a number was changed");
    expect(graph_nodes(graph) == made, "a node was made");
    expect(graph_bytes(graph) == bytes, "the graph has grown");
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 4");
    /* ask about the order */
    judge_see("A topological order",
              "04-walking-the-graph.html#topological-order");
    judge_ask("is the diamond's order y, q, b, x for both sums?",
              order_of_diamond);
    judge_ask("is a leaf an order of one?", order_of_leaf);
    judge_ask("does each node stand before those it was made from?",
              orders_at_random);
    judge_ask("are only the root's ancestors in it, each once?",
              root_in_the_middle);
    /* ask about walks without recursion or memory */
    judge_see("One pointer for two lists",
              "04-walking-the-graph.html#one-pointer");
    judge_ask("are five hundred walks on one graph right?", many_walks);
    judge_ask("does the same root give the same order?", same_again);
    judge_ask("may a graph grow between walks?", grown_between_walks);
    judge_ask("do walks on two graphs never meet?", two_graphs);
    judge_ask("is a chain of a million sorted, and does the graph not grow?",
              long_chain);
    judge_see("What a walk costs", "04-walking-the-graph.html#walk-cost");
    judge_ask("is a wide tree sorted?", wide_tree);
    judge_ask("do sixty doublings end?", sixty_doublings);
    judge_ask("do gradients reach the end of a deep product?", deep_product);
    /* ask about the gradients */
    judge_see("One call", "04-walking-the-graph.html#one-call");
    judge_ask("has the running example its slopes?", running_example);
    judge_ask("has the diamond 2 + 4x, for both sums?", both_diamonds);
    judge_ask("is the slope of x to the 16 right?", power_by_products);
    judge_ask("are random expressions right, by nudging?", against_nudging);
    judge_ask("is a root that is NULL refused?", null_root);
    /* ask about second walks */
    judge_ask("do leaves add up walks, and others not?", second_walk);
    judge_ask("do two losses add up at a leaf?", two_losses);
    judge_ask("may the root be a leaf?", leaf_as_root);
    judge_ask("does zero_grad clear all?", zeroed);
    judge_see("How it fails", "04-walking-the-graph.html#fails-4");
    judge_ask("is what the root is not made from left alone?",
              others_left_alone);
    judge_ask("are data and memory left alone?", data_left_alone);
    return judge_end();
}
