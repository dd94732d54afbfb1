/* Exercise 5.6: softplus, log(1 + e^a), as one operation. */
#include "value.h"

#include <math.h>

static void softplus_backward(Value *out)
{
    Value *a = value_input(out, 0);
    double e = exp(-fabs(a->data));
    double slope = a->data < 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
    a->grad += slope * out->grad;
}

static const ValueOp op = {"softplus", softplus_backward};

Value *softplus(Value *a)
{
    if (a == NULL)
        return NULL;
    double data = fmax(a->data, 0.0) + log1p(exp(-fabs(a->data)));
    return value_record(&op, data, a, NULL);
}
