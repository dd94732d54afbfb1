/* Exercise 3.6: slopes pushed forward. */
#include "value.h"

#include <string.h>

static double slope_of(const Value *value)
{
    if (value->op == NULL)
        return 0.0;
    const Value *a = value_input(value, 0), *b = value_input(value, 1);
    if (strcmp(value->op->name, "+") == 0)
        return a->grad + b->grad;
    return b->data * a->grad + a->data * b->grad;
}

static void push(Node *node, void *input)
{
    Value *value = (Value *)node;
    value->grad = value == input ? 1.0 : slope_of(value);
}

/* Sets the grad of each value on the graph to d value / d input, by forward
   mode: that of input is 1, and those that do not depend on it get 0. The
   input may also be a value in the middle of the graph; what it was made
   from then gets 0. Whatever was in a grad before is lost. Each value is
   looked at once. The graph is made of leaves, sums and products. */
void push_slopes(const Graph *graph, Value *input)
{
    graph_each(graph, push, input);
}
