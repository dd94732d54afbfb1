/* Exercise 5.5: right alone, wrong in company.

   Both operations have passed a gradient check, at the root. One is wrong.

   Symptom:

   Then find the cause and mend it. */
#include "value.h"

#include <math.h>

/* The square root; its derivative is 1 / (2 sqrt a). */
static void root_backward(Value *out)
{
    value_input(out, 0)->grad += 0.5 / out->data * out->grad;
}

static const ValueOp root = {"sqrt", root_backward};

Value *my_sqrt(Value *a)
{
    return a == NULL ? NULL : value_record(&root, sqrt(a->data), a, NULL);
}

/* A relu that leaks: a above 0, and a / 10 elsewhere; its derivative is 1
   above 0, and 1 / 10 elsewhere, also at 0. */
static void leaky_backward(Value *out)
{
    Value *a = value_input(out, 0);
    if (a->data * out->grad > 0.0)
        a->grad += out->grad;
    else
        a->grad += out->grad / 10.0;
}

static const ValueOp leaky = {"leaky", leaky_backward};

Value *my_leaky(Value *a)
{
    if (a == NULL)
        return NULL;
    double data = a->data > 0.0 ? a->data : a->data / 10.0;
    return value_record(&leaky, data, a, NULL);
}
