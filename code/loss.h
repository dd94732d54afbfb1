/* loss.h: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* loss.h - one number that says how wrong a network is. */
#ifndef LOSS_H
#define LOSS_H

#include "value.h"

/* Each is a value on the graph of what it is given. NULL when a value is
   NULL or memory ends, as in value.h, and, which no graph_status tells,
   when n is 0 or a label is not one of those allowed. */

/* The mean of (out - target)^2. Both are (n). */
Value *loss_mse(Value *const *out, const double *target, size_t n);

/* max(0, 1 - label score): 0 only when the score is on the label's side by
   1 or more. The label is -1 or 1. */
Value *loss_hinge(Value *score, double label);

/* -log of the probability that sigmoid(logit) gives to the label, which is
   0 or 1, or between them when it is itself a probability. Computed as
   max(z, 0) - z y + log(1 + e^-|z|), which overflows for no finite z, with
   an error of some 1e-16 times the larger of 1 and |z|; the gradient is
   sigmoid(z) - y, to some 1e-16. */
Value *loss_binary(Value *logit, double label);

/* -log of the probability that softmax gives to the label, a class from 0
   to n - 1. logits is (n). Computed as log(sum of e^(z - m)) - (z_label -
   m), m being the largest, which overflows for no finite logits less than
   1e308 apart; the gradient is softmax(z) - (1 for the label, else 0). */
Value *loss_cross_entropy(Value *const *logits, size_t n, size_t label);

/* The mean of n losses. */
Value *loss_mean(Value *const *losses, size_t n);

/* strength times the sum of the squares of n parameters. Its gradient is 2
   strength w, where a decay of optim.h is decay w. */
Value *loss_l2(Value *const *parameters, size_t n, double strength);

#endif
