/* Exercise 3.1: the square, backwards. */
#include "value.h"

/* Passes out's grad on to the one value that out was made from. */
static void square_backward(Value *out)
{
    /* Your code here, in place of this line. */
    (void)out;
}

static const ValueOp square = {.name = "square",
                               .backward = square_backward};

/* a * a, or NULL when a is NULL. */
Value *own_square(Value *a)
{
    if (a == NULL)
        return NULL;
    return value_record(&square, a->data * a->data, a, NULL);
}
