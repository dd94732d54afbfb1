/* Exercise 7.7: weights that begin by measuring. */
#include "nn.h"

/* Scales the weights of each layer by one number, so that over the m
   examples x, which is (m, nn_inputs), the mean square of what the layer
   puts out is 1. Every layer is relu or linear and has no more than 64
   neurons or inputs; the biases are 0. A layer that is silent on all
   examples stays as it is. The graph has as many nodes afterwards as
   before. False when memory ends. */
bool begin_by_measuring(Nn *nn, const double *x, size_t m)
{
    /* Your code here, in place of these lines. */
    (void)nn, (void)x, (void)m;
    return true;
}
