/* Exercise 9.1: stop in time. */
#include "value.h"

#include <math.h>
#include <stdlib.h>

static void keep(double *kept, Value *const *weights, size_t n)
{
    for (size_t i = 0; i < n; i++)
        kept[i] = weights[i]->data;
}

/* Calls epoch(context), which trains for an epoch and returns the loss on
   points held out, at most `most` times; ends after `patience` epochs in a
   row whose loss was not below the lowest so far (a NaN never is; before the
   first that is infinity). Then the n weights have the data that they had
   after the best epoch, or, when there was none, at first. Returns the number
   of the best epoch, from 1; 0 when there was none, or no memory. */
size_t stop_in_time(double (*epoch)(void *context), void *context,
                    Value *const *weights, size_t n, size_t most,
                    size_t patience)
{
    double best = INFINITY, *kept = calloc(n, sizeof *kept);
    size_t best_epoch = 0, waited = 0;
    if (kept == NULL)
        return 0;
    keep(kept, weights, n);
    for (size_t i = 1; i <= most && waited < patience; i++) {
        double loss = epoch(context);
        waited++;
        if (loss < best) {
            best = loss;
            best_epoch = i;
            waited = 0;
            keep(kept, weights, n);
        }
    }
    for (size_t i = 0; i < n; i++)
        weights[i]->data = kept[i];
    free(kept);
    return best_epoch;
}
