/* Exercise 8.4: a rate that rises, and then falls. */
#include <math.h>
#include <stddef.h>

/* The rate at a step, counted from 0. In the first `warm` steps it rises
   evenly, by top / warm a step: it is top / warm at step 0, and top at the
   last of them, step warm - 1. From step warm, where it is top, it falls
   along half a cosine, and from step `steps` on it is 0. warm is below
   steps, and may be 0. */
double warm_cosine(double top, size_t warm, size_t step, size_t steps)
{
    const double pi = 3.14159265358979323846;
    if (step < warm)
        return top * (double)(step + 1) / (double)warm;
    if (step >= steps)
        return 0.0;
    double behind = (double)(step - warm) / (double)(steps - warm);
    return top * (1.0 + cos(pi * behind)) / 2.0;
}
