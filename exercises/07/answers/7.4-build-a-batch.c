/* Exercise 7.4: a batch of k different examples of n. */
#include "rng.h"

#include <stdbool.h>

static bool has(const size_t *batch, size_t k, size_t number)
{
    for (size_t i = 0; i < k; i++)
        if (batch[i] == number)
            return true;
    return false;
}

/* Writes k different whole numbers below n to batch, each such row of k
   equally likely. k is at most n. n may be so large that no array of n
   fits into memory; k is at most 1000. */
void draw_batch(Rng *rng, size_t *batch, size_t k, size_t n)
{
    for (size_t i = 0; i < k; i++) {
        do
            batch[i] = rng_below(rng, n);
        while (has(batch, i, batch[i]));
    }
}
