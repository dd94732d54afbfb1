/* Exercise 7.4: a batch of k different examples of n. */
#include "rng.h"

/* Writes k different whole numbers below n to batch, each such row of k
   equally likely. k is at most n. n may be so large that no array of n
   fits into memory; k is at most 1000. */
void draw_batch(Rng *rng, size_t *batch, size_t k, size_t n)
{
    /* Your code here, in place of this line. */
    (void)rng, (void)batch, (void)k, (void)n;
}
