/* each.c - the life of a graph, again and again: the first time the first
   of its allocations fails, then the second, and so on, until none does;
   alone, or with all that come after it. */
#define COUNTED_C
#include "counted.h"
#include "value.h"

#include <math.h>
#include <string.h>

enum { SMALL = 700, LARGE = 3000 }; /* terms: over several blocks */

static const char *what; /* is going on */
static long trouble;

static void expect(bool right, const char *that)
{
    if (right)
        return;
    trouble++;
    printf("%s, allocation %ld of %ld fails: not so: %s\n", what,
           counted_failed(), counted_asked(), that);
}

/* The sum of so many tanh(x) * x; NULL as soon as memory ended. */
static Value *terms(Value *x, int n)
{
    Value *sum = value_mul(value_tanh(x), x);
    for (int i = 1; i < n; i++)
        sum = value_add(sum, value_mul(value_tanh(x), x));
    return sum;
}

static double slope_of_terms(double x, int n)
{
    return n * (tanh(x) + x / cosh(x) / cosh(x));
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fabs(b);
}

/* What came of an expression: a value, or NULL and the reason for it. */
static void expect_value(Graph *graph, const Value *value,
                         long failed_before)
{
    if (counted_failed() == failed_before)
        expect(value != NULL, "where nothing failed, there is a value");
    else
        expect(value == NULL, "where memory ended, there is no value");
    expect(graph_status(graph) ==
               (counted_failed() > 0 ? GRAPH_NO_MEMORY : GRAPH_OK),
           "the status is GRAPH_NO_MEMORY if and only if memory ended");
}

static void walk(Value *x, Value *root, int n)
{
    long asked = counted_asked();
    x->grad = 0.0;
    expect(value_backward(root) == (root != NULL),
           "value_backward says whether it had a root");
    expect(counted_asked() == asked, "a walk asks for no memory");
    if (root != NULL)
        expect(near(x->grad, slope_of_terms(x->data, n)),
               "the slope is right");
}

/* Builds; and when memory ended but may have come back, builds again. */
static void grow(Graph *graph, Value *x, int n)
{
    GraphMark mark = graph_mark(graph);
    size_t nodes = graph_nodes(graph);
    long failed = counted_failed();
    Value *sum = terms(x, n);
    expect_value(graph, sum, failed);
    walk(x, sum, n);
    if (sum == NULL) {
        expect(graph_rewind(graph, mark) && graph_nodes(graph) == nodes,
               "a graph can be rewound after memory ended");
        failed = counted_failed();
        sum = terms(x, n);
        expect((sum != NULL) == (counted_failed() == failed),
               "a graph can be used when memory is back");
        walk(x, sum, n);
    }
    expect(graph_bytes(graph) >= graph_nodes(graph) * sizeof(Value),
           "the nodes have room in the bytes that are counted");
}

static void draw(Graph *graph)
{
    FILE *out = tmpfile();
    expect(out != NULL && value_draw(out, graph, NULL, 0),
           "the graph can be drawn");
    if (out != NULL)
        fclose(out);
}

static void live(Graph *graph)
{
    Value *x = value_new(graph, 0.5);
    if (x == NULL) {
        expect(graph_status(graph) == GRAPH_NO_MEMORY,
               "without a leaf the status is GRAPH_NO_MEMORY");
        x = value_new(graph, 0.5);
    }
    if (x == NULL)
        return;
    GraphMark mark = graph_mark(graph);
    what = "the first terms";
    grow(graph, x, SMALL);
    graph_rewind(graph, mark);
    what = "more terms, after a rewind";
    grow(graph, x, LARGE);
    graph_rewind(graph, mark);
    what = "a drawing";
    grow(graph, x, 3);
    draw(graph);
}

/* True when an allocation failed: so there may be more to try. */
static bool life(long k, bool all_after)
{
    counted_fail(k, all_after);
    what = "a graph";
    Graph *graph = value_graph();
    expect((graph == NULL) == (counted_failed() > 0),
           "there is a graph if and only if there was memory");
    expect(graph_status(graph) ==
               (graph == NULL ? GRAPH_NO_MEMORY : GRAPH_OK),
           "a graph that is not there has no memory");
    if (graph == NULL)
        expect(value_new(graph, 1.0) == NULL, "there is no leaf on NULL");
    else
        live(graph);
    what = "the end";
    graph_free(graph);
    expect(counted_alive() == 0, "everything is freed");
    expect(counted_wrong() == 0, "and only once");
    return counted_failed() > 0;
}

int main(void)
{
    for (int all_after = 0; all_after < 2; all_after++)
        for (long k = 1; life(k, all_after) && trouble < 10; k++)
            ;
    life(0, false);
    printf("allocations: %ld, trouble: %ld\n", counted_asked(), trouble);
    return trouble == 0 ? 0 : 1;
}
