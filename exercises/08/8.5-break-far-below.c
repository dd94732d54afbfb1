/* Exercise 8.5: a cross-entropy that breaks far below.

   Symptom (which logits, and what comes of them?):

   Cause: */
#include "value.h"

static double largest(Value *const *logits, size_t n)
{
    double most = 0.0;
    for (size_t i = 0; i < n; i++)
        if (logits[i]->data > most)
            most = logits[i]->data;
    return most;
}

/* log(sum of e^z) - z_label, for n logits; NULL when memory ends. */
Value *surprise(Value *const *logits, size_t n, size_t label)
{
    double m = largest(logits, n);
    Value *sum = value_exp(value_sub_const(logits[0], m));
    for (size_t i = 1; i < n; i++)
        sum = value_add(sum, value_exp(value_sub_const(logits[i], m)));
    return value_sub(value_log(sum), value_sub_const(logits[label], m));
}
