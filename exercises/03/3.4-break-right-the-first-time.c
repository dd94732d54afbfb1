/* Exercise 3.4: the operation that is right the first time.

   Run the judge before you read the code. When are the slopes right, and
   when are they wrong, and by how much? Write it down in a line.

   Symptom:

   Then find the cause and mend it. */
#include "value.h"

/* u = (a - b)^2: du/da is 2 (a - b), and du/db is that with the sign
   turned. */
static void gap_backward(Value *out)
{
    Value *a = value_input(out, 0), *b = value_input(out, 1);
    a->grad += 2.0 * (a->data - b->data) * out->grad;
    b->grad -= a->grad;
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
