/* loss.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* loss.c - losses, made of the operations of values. */
#include "loss.h"

static Value *sum_of(Value *const *values, size_t n)
{
    if (n == 0)
        return NULL;
    Value *sum = values[0];
    for (size_t i = 1; i < n; i++)
        sum = value_add(sum, values[i]);
    return sum;
}

static Value *square(Value *a) { return value_mul(a, a); }

Value *loss_mse(Value *const *out, const double *target, size_t n)
{
    if (n == 0)
        return NULL;
    Value *sum = square(value_sub_const(out[0], target[0]));
    for (size_t i = 1; i < n; i++)
        sum = value_add(sum, square(value_sub_const(out[i], target[i])));
    return value_div_const(sum, (double)n);
}

Value *loss_hinge(Value *score, double label)
{
    if (label != -1.0 && label != 1.0)
        return NULL;
    return value_relu(value_const_sub(1.0, value_mul_const(score, label)));
}

Value *loss_binary(Value *logit, double label)
{
    if (!(label >= 0.0 && label <= 1.0))
        return NULL;
    Value *above = value_relu(logit); /* max(z, 0) */
    Value *minus = value_sub(logit, value_mul_const(above, 2.0)); /* -|z| */
    Value *log_of = value_log(value_add_const(value_exp(minus), 1.0));
    Value *linear = value_sub(above, value_mul_const(logit, label));
    return value_add(linear, log_of);
}

static double largest(Value *const *logits, size_t n)
{
    double most = logits[0]->data;
    for (size_t i = 1; i < n; i++)
        most = logits[i]->data > most ? logits[i]->data : most;
    return most;
}

static bool are_whole(Value *const *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (values[i] == NULL)
            return false;
    return n > 0;
}

Value *loss_cross_entropy(Value *const *logits, size_t n, size_t label)
{
    if (label >= n || !are_whole(logits, n))
        return NULL;
    double m = largest(logits, n);
    Value *sum = value_exp(value_sub_const(logits[0], m));
    for (size_t i = 1; i < n; i++)
        sum = value_add(sum, value_exp(value_sub_const(logits[i], m)));
    return value_sub(value_log(sum), value_sub_const(logits[label], m));
}

Value *loss_mean(Value *const *losses, size_t n)
{
    return value_div_const(sum_of(losses, n), (double)n);
}

Value *loss_l2(Value *const *parameters, size_t n, double strength)
{
    if (n == 0)
        return NULL;
    Value *sum = square(parameters[0]);
    for (size_t i = 1; i < n; i++)
        sum = value_add(sum, square(parameters[i]));
    return value_mul_const(sum, strength);
}
