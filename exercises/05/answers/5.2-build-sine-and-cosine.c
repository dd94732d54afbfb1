/* Exercise 5.2: sine and cosine, as operations of your own. */
#include "value.h"

#include <math.h>

static void sin_backward(Value *out)
{
    Value *a = value_input(out, 0);
    a->grad += cos(a->data) * out->grad;
}

static const ValueOp sine = {"sin", sin_backward};

Value *wave_sin(Value *a)
{
    if (a == NULL)
        return NULL;
    return value_record(&sine, sin(a->data), a, NULL);
}

static void cos_backward(Value *out)
{
    Value *a = value_input(out, 0);
    a->grad -= sin(a->data) * out->grad;
}

static const ValueOp cosine = {"cos", cos_backward};

Value *wave_cos(Value *a)
{
    if (a == NULL)
        return NULL;
    return value_record(&cosine, cos(a->data), a, NULL);
}
