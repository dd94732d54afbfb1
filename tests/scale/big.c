/* big.c - does it go well with ten million values?

     big chain N     y = x, and N times y = y + x or y = y * one, in turn
     big tree N      a balanced tree of products over N leaves, 1 or -1
     big ladder N    y = (y + y) / 2, N times: 2^N ways from root to leaf

   Prints what came and what was expected, by names, tab-separated. All the
   numbers are whole and below 2^53, so that they are exact. */
#define _XOPEN_SOURCE 700
#include "value.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void print(const char *name, double came, double expected)
{
    printf("%s\t%.17g\t%.17g\n", name, came, expected);
}

static double peak_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024.0;
}

/* ---- an operation that counts how often it passes back */

static double passed;

static void mean_backward(Value *out)
{
    passed++;
    value_input(out, 0)->grad += out->grad / 2.0;
    value_input(out, 1)->grad += out->grad / 2.0;
}

static const ValueOp mean = {.name = "mean", .backward = mean_backward};

/* ---- three shapes */

static bool chain(Graph *graph, size_t n)
{
    Value *x = value_new(graph, 1.0), *one = value_new(graph, 1.0), *y = x;
    for (size_t i = 0; i < n; i++)
        y = i % 2 == 0 ? value_add(y, x) : value_mul(y, one);
    if (!value_backward(y))
        return false;
    double sums = (double)((n + 1) / 2), products = (double)(n / 2);
    print("data", y->data, sums + 1.0);
    print("slope to x", x->grad, sums + 1.0);
    print("slope to one", one->grad, products * (products + 3.0) / 2.0);
    return true;
}

static size_t wrong; /* leaves with the wrong slope */
static double product;

static void check_leaf(Node *node, void *context)
{
    const Value *value = (const Value *)node;
    (void)context;
    if (value->op == NULL && value->grad != product / value->data)
        wrong++;
}

static bool tree(Graph *graph, size_t n)
{
    Value **level = malloc(n * sizeof *level);
    if (level == NULL)
        return false;
    product = 1.0;
    for (size_t i = 0; i < n; i++) {
        level[i] = value_new(graph, i % 3 == 0 ? -1.0 : 1.0);
        product *= i % 3 == 0 ? -1.0 : 1.0;
    }
    for (; n > 1; n = (n + 1) / 2) {
        for (size_t i = 0; i < n / 2; i++)
            level[i] = value_mul(level[2 * i], level[2 * i + 1]);
        if (n % 2 == 1)
            level[n / 2] = level[n - 1];
    }
    Value *root = level[0];
    free(level);
    if (!value_backward(root))
        return false;
    print("data", root->data, product);
    graph_each(graph, check_leaf, NULL);
    print("leaves with a wrong slope", (double)wrong, 0.0);
    return true;
}

static bool ladder(Graph *graph, size_t n)
{
    Value *x = value_new(graph, 3.0), *y = x;
    for (size_t i = 0; i < n; i++)
        y = value_record(&mean, y == NULL ? 0.0 : y->data, y, y);
    if (!value_backward(y))
        return false;
    print("slope", x->grad, 1.0);
    print("passed back", passed, (double)n);
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    size_t n = strtoull(argv[2], NULL, 10);
    double before = peak_bytes();
    Graph *graph = value_graph();
    bool (*shape)(Graph *, size_t) = strcmp(argv[1], "chain") == 0 ? chain
                                     : strcmp(argv[1], "tree") == 0
                                         ? tree
                                         : ladder;
    if (!shape(graph, n)) {
        printf("%s\n", graph_message(graph_status(graph)));
        return 1;
    }
    double nodes = (double)graph_nodes(graph);
    printf("nodes\t%.0f\n", nodes);
    printf("bytes a node\t%.3f\n", (double)graph_bytes(graph) / nodes);
    printf("the system's bytes a node\t%.3f\n",
           (peak_bytes() - before) / nodes);
    graph_free(graph);
    return 0;
}
