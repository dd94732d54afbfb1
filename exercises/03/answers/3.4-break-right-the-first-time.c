/* Exercise 3.4: the operation that is right the first time.

   Symptom: when a is used in two gaps, the other end of the one that passes
   back second is wrong. It gets what has come to a so far, its sign turned,
   in place of the gap's share. */
#include "value.h"

/* u = (a - b)^2: du/da is 2 (a - b), and du/db is that with the sign
   turned. */
static void gap_backward(Value *out)
{
    Value *a = value_input(out, 0), *b = value_input(out, 1);
    double share = 2.0 * (a->data - b->data) * out->grad;
    a->grad += share;
    b->grad -= share;
}

static const ValueOp gap = {.name = "gap", .backward = gap_backward};

/* The square of a - b, or NULL when either is NULL. */
Value *squared_gap(Value *a, Value *b)
{
    if (a == NULL || b == NULL)
        return NULL;
    double d = a->data - b->data;
    return value_record(&gap, d * d, a, b);
}
