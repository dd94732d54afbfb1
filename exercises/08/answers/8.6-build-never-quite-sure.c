/* Exercise 8.6: cross-entropy with smoothed labels. */
#include "value.h"

static bool is_asked_rightly(Value *const *logits, size_t n, size_t label,
                             double share)
{
    for (size_t i = 0; i < n; i++)
        if (logits[i] == NULL)
            return false;
    return label < n && share >= 0.0 && share <= 1.0;
}

static double largest(Value *const *logits, size_t n)
{
    double most = logits[0]->data;
    for (size_t i = 1; i < n; i++)
        most = logits[i]->data > most ? logits[i]->data : most;
    return most;
}

/* The mean of -log softmax(z)_i, weighted by q_i, which is share / n, and
   1 - share more for the label. logits is (n), and each finite; share is
   from 0 to 1. It overflows for no logits less than 1e300 apart. NULL when
   n is 0, the label is none of 0 to n - 1, the share is outside 0 to 1 or
   NaN, a logit is NULL, or memory ends. */
Value *loss_smoothed(Value *const *logits, size_t n, size_t label,
                     double share)
{
    if (!is_asked_rightly(logits, n, label, share))
        return NULL;
    double m = largest(logits, n);
    Value *powers = NULL, *aimed = NULL;
    for (size_t i = 0; i < n; i++) {
        Value *z = value_sub_const(logits[i], m);
        double q = share / (double)n + (i == label ? 1.0 - share : 0.0);
        Value *power = value_exp(z), *weighted = value_mul_const(z, q);
        powers = i == 0 ? power : value_add(powers, power);
        aimed = i == 0 ? weighted : value_add(aimed, weighted);
    }
    return value_sub(value_log(powers), aimed);
}
