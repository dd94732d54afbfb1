/* 4.6.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* Judges exercise 4.6: the longest way back from a value. */
#include "judge.h"
#include "value.h"

unsigned long longest_path(Value *root);

enum { MOST = 40 };

static Value *values[MOST];
static unsigned long way[MOST];

static int below(int n) { return (int)judge_uniform(0, n); }

/* n values, of which the last two to be made before it are more often
   used than others. */
static Graph *draw_values(int n)
{
    Graph *graph = value_graph();
    for (int i = 0; i < n; i++) {
        if (i < 2) {
            values[i] = value_new(graph, judge_uniform(-1, 1));
            way[i] = 0;
            continue;
        }
        int a = below(2) ? i - 1 : below(i), b = below(i);
        if (below(2)) {
            int kept = a;
            a = b;
            b = kept;
        }
        values[i] = below(2) ? value_add(values[a], values[b])
                             : value_mul(values[a], values[b]);
        way[i] = 1 + (way[a] > way[b] ? way[a] : way[b]);
    }
    return graph;
}

static unsigned long way_of_chain(long sums)
{
    Graph *graph = value_graph();
    Value *one = value_new(graph, 1), *v = value_new(graph, 1);
    for (long i = 0; i < sums; i++)
        v = value_add(v, one);
    unsigned long came = v == NULL ? 0 : longest_path(v);
    graph_free(graph);
    return came;
}

static void short_chain(void)
{
    long sums = 3 + below(5);
    unsigned long came = way_of_chain(sums);
    mistake(came == 0, "it returns 0 for a chain of %ld sums: "
                       "longest_path is not written yet",
            sums);
    mistake(came == (unsigned long)sums + 1,
            "you count the nodes on the way: asked for are the edges");
    mistake(came == 1, "it returns 1: the chain's other leaf is one edge "
                       "away, but asked for is the longest way");
    expect_equal("the edges of the longest path", (long long)came, sums);
}

static void diamonds(void)
{
    for (int exchanged = 0; exchanged < 2; exchanged++) {
        Graph *graph = value_graph();
        Value *x = value_new(graph, 3), *b = value_add(x, x);
        Value *q = value_mul(x, b);
        Value *y = exchanged ? value_add(q, b) : value_add(b, q);
        unsigned long came = longest_path(y);
        expect(x->data == 3 && b->data == 6 && q->data == 18 &&
                   y->data == 24,
               "the data of a value was changed");
        graph_free(graph);
        mistake(came == 2, "that is a shorter way, by which x may be met "
                           "first: y, q, b, x is longer, so keep the "
                           "largest");
        mistake(came == 5, "that is how many paths there are: asked for is "
                           "the longest one");
        expect_equal("edges from y by q and b to x", (long long)came, 3);
    }
}

static void leaf(void)
{
    Graph *graph = value_graph();
    unsigned long came = longest_path(value_new(graph, 1));
    graph_free(graph);
    expect_equal("the longest path of a leaf", (long long)came, 0);
}

static void old_grads(void)
{
    Graph *graph = draw_values(12);
    for (int i = 0; i < 12; i++)
        values[i]->grad = 100.0 + i;
    unsigned long came = longest_path(values[5]);
    bool others_kept = true;
    for (int i = 6; i < 12; i++)
        others_kept = others_kept && values[i]->grad == 100.0 + i;
    graph_free(graph);
    mistake(came >= 100, "old gradients came into it: set the grads to 0 "
                         "before you begin");
    mistake(!others_kept, "the grad of a value was changed that root was "
                          "not made from: clear those of the order, not "
                          "of the whole graph");
    expect_equal("the longest path", (long long)came, (long long)way[5]);
}

/* The longest way from the root, the last of n, to the value that comes
   last in its order. */
static long long way_to_last(int n)
{
    long long from_root[MOST] = {0};
    size_t last = 0;
    for (int i = n - 1; i >= 0; i--)
        for (int k = 0; k < 2 && (i == n - 1 || from_root[i] > 0); k++) {
            Value *input = value_input(values[i], k);
            size_t at = input == NULL ? 0 : graph_place(&input->node);
            if (input != NULL && from_root[at] < from_root[i] + 1)
                from_root[at] = from_root[i] + 1;
        }
    for (Node *node = graph_sort(&values[n - 1]->node); node != NULL;
         node = node->next)
        last = graph_place(node);
    return from_root[last];
}

static void random_values(void)
{
    long long right = 0, came = 0;
    bool always_last = true;
    for (int trial = 0; trial < 200; trial++) {
        int n = 3 + below(MOST - 3);
        Graph *graph = draw_values(n);
        long long answer = (long long)longest_path(values[n - 1]);
        always_last = always_last && answer == way_to_last(n);
        if (came == right)
            came = answer, right = (long long)way[n - 1];
        graph_free(graph);
    }
    mistake(came != right && always_last,
            "you return the way to the last value of the order: another "
            "leaf may be further away");
    mistake(came < right,
            "the longest path has %lld edges, and %lld came: a longer way "
            "to a value was overlooked, or overwritten by a shorter one",
            right, came);
    expect_equal("the longest path", came, right);
}

static void sixty(void)
{
    Graph *graph = value_graph();
    Value *v = value_new(graph, 1);
    for (int i = 0; i < 60; i++)
        v = value_add(v, v);
    unsigned long came = longest_path(v);
    graph_free(graph);
    expect_equal("the longest path", (long long)came, 60);
}

static void long_chain(void)
{
    expect_equal("the longest path", (long long)way_of_chain(900000), 900000);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 4.6");
    judge_see("A topological order",
              "04-walking-the-graph.html#topological-order");
    judge_ask("how long is a chain of a few sums?", short_chain);
    judge_ask("is the longest way through a diamond found?", diamonds);
    judge_ask("is it 0 for a leaf?", leaf);
    judge_see("One call", "04-walking-the-graph.html#one-call");
    bool right = judge_ask("do old gradients not matter?", old_grads);
    judge_see("A topological order",
              "04-walking-the-graph.html#topological-order");
    right = judge_ask("is it right for values drawn at random?",
                      random_values) && right;
    if (right) {
        judge_see("What a walk costs", "04-walking-the-graph.html#walk-cost");
        judge_ask("do sixty doublings end?", sixty);
        judge_ask("does a chain of 900000 nodes?", long_chain);
    }
    return judge_end();
}
