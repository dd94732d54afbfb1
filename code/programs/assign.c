/* assign.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* assign.c - what becomes of slopes that are assigned, and not added. */
#include "value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assign_back(Value *out)
{
    Value *a = value_input(out, 0), *b = value_input(out, 1);
    if (out->op == NULL)
        return;
    if (strcmp(out->op->name, "+") == 0) {
        a->grad = out->grad;
        b->grad = out->grad;
    } else {
        a->grad = b->data * out->grad;
        b->grad = a->data * out->grad;
    }
}

enum { ROOM = 8 };

typedef struct {
    Value *made[ROOM];
    int n;
} Made;

static void collect(Node *node, void *context)
{
    Made *made = context;
    if (made->n == ROOM)
        abort(); /* an expression with more values needs more room */
    made->made[made->n++] = (Value *)node;
}

static void pass_all_back(Value *root, void (*pass_back)(Value *out))
{
    Made made = {.n = 0};
    graph_each(root->node.graph, collect, &made);
    root->grad = 1.0;
    while (made.n > 0)
        pass_back(made.made[--made.n]);
}

static Value *times(double factor, Value *x)
{
    return value_mul(value_new(x->node.graph, factor), x);
}

static Value *four_first(Value *x)
{
    Value *p = times(4, x);
    Value *q = times(6, x);
    return value_add(p, q);
}

static Value *six_first(Value *x)
{
    Value *q = times(6, x);
    Value *p = times(4, x);
    return value_add(p, q);
}

static Value *twice(Value *x) { return value_add(x, x); }

static Value *diamond(Value *x)
{
    Value *b = value_add(x, x);
    return value_add(b, value_mul(x, b));
}

static Value *diamond_turned(Value *x)
{
    Value *b = value_add(x, x);
    return value_add(value_mul(x, b), b);
}

typedef Value *(*Expression)(Value *x);

/* NaN when memory ends. */
static double slope(Expression expression, void (*pass_back)(Value *out))
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 3.0);
    Value *root = x == NULL ? NULL : expression(x);
    if (root != NULL)
        pass_all_back(root, pass_back);
    double found = root == NULL ? NAN : x->grad;
    graph_free(graph);
    return found;
}

static const struct {
    const char *name;
    double right;
    Expression expression;
} rows[] = {{"$x + x$", 2, twice},
            {"$b + x\\,b$, where $b = x + x$", 14, diamond},
            {"$x\\,b + b$, where $b = x + x$", 14, diamond_turned},
            {"$4x + 6x$, where $4x$ is made first", 10, four_first},
            {"$4x + 6x$, where $6x$ is made first", 10, six_first}};

int main(void)
{
    printf("expression\tby algebra\twith =\twith +=\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double wrong = slope(rows[i].expression, assign_back);
        double found = slope(rows[i].expression, value_pass_back);
        if (isnan(wrong) || isnan(found))
            return EXIT_FAILURE;
        printf("%s\t%g\t%g\t%g\n", rows[i].name, rows[i].right, wrong,
               found);
    }
    return EXIT_SUCCESS;
}
