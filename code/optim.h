/* optim.h: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* optim.h - steps down the loss. */
#ifndef OPTIM_H
#define OPTIM_H

#include "value.h"

/* How a step ended. Unless it is OPTIM_OK, no weight and no velocity was
   changed. */
typedef enum {
    OPTIM_OK,
    OPTIM_BAD_GRADIENT, /* a gradient is infinite or NaN */
    OPTIM_BAD_WEIGHT    /* a weight, or its velocity, would be */
} OptimStatus;

/* The status in words, without a full stop; never NULL. */
const char *optim_message(OptimStatus status);

/* Stochastic gradient descent with momentum and weight decay, as PyTorch's
   SGD has it (Polyak 1964; Sutskever and others 2013):
       v = momentum v + (grad + decay w)
       w = w - rate v
   With momentum 0 and decay 0 it is w - rate grad. */
typedef struct Optim Optim;

/* The array is kept, not copied: it and the n parameters must last. Every v
   begins at 0. NULL when there is no memory, n is 0 or a parameter NULL.
   Momentum and decay may be anything; what isn't finite comes out at the
   first step, as OPTIM_BAD_WEIGHT. */
Optim *optim_sgd(Value *const *parameters, size_t n, double momentum,
                 double decay);

/* NULL is allowed. */
void optim_free(Optim *optim);

/* Moves every weight, against the grad that a walk back has left in it. */
OptimStatus optim_step(Optim *optim, double rate);

/* Sets the grad of every parameter to 0. */
void optim_zero_grad(Optim *optim);

/* The rate at a step, counted from 0. A constant rate needs no function. */

/* From from in a straight line to to, which it has from step steps on. */
double optim_linear(double from, double to, size_t step, size_t steps);

/* From from, times the factor after every so many steps (every is not
   0). */
double optim_stairs(double from, double factor, size_t step, size_t every);

/* From from to to along half a cosine: to + (from - to) (1 + cos(pi step /
   steps)) / 2, and to from step steps on (Loshchilov and Hutter 2017). */
double optim_cosine(double from, double to, size_t step, size_t steps);

#endif
