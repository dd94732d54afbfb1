/* Exercise 7.3: a network through any points, its weights by hand. */
#include "nn.h"

/* The network is 1-(n - 1)-1, relu and then linear. Sets its parameters so
   that it answers y[i] to x[i], follows the straight line between two
   neighbours, and answers y[0] to what is left of x[0]. The x are in
   ascending order, and n is at least 2. */
void go_through(Nn *nn, const double *x, const double *y, size_t n)
{
    /* Your code here, in place of this line. */
    (void)nn, (void)x, (void)y, (void)n;
}
