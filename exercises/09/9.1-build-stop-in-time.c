/* Exercise 9.1: stop in time. */
#include "value.h"

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
    /* Your code here, in place of these lines. */
    (void)epoch, (void)context, (void)weights, (void)n;
    (void)most, (void)patience;
    return 0;
}
