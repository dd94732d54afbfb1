/* Exercise 6.3: a line, learned on a graph that does not grow. */
#include "value.h"

/* Takes `steps` steps down the mean of (w x + b - y)^2 over n pairs. What
   the grads of w and b hold at first counts for nothing. The graph never
   grows by more than one loss, and has as many nodes afterwards as before.
   False when memory ends; w and b are then as after the last whole step. */
bool learn_line(Value *w, Value *b, const double *x, const double *y, int n,
                double rate, int steps)
{
    /* Your code here, in place of these lines. */
    (void)w, (void)b, (void)x, (void)y, (void)n, (void)rate, (void)steps;
    return true;
}
