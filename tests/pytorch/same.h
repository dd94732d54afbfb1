/* same.h - is a number of the engine PyTorch's? */
#ifndef SAME_H
#define SAME_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* As close as two ways to round may be; inf and NaN only like to like. */
static inline bool same(double a, double b)
{
    if (!isfinite(a) || !isfinite(b))
        return a == b || (isnan(a) && isnan(b));
    return fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b));
}

static inline bool compare(const char *what, double came, double expected)
{
    if (same(came, expected))
        return true;
    printf("#   %s: expected %.17g, as PyTorch has it; came %.17g\n", what,
           expected, came);
    return false;
}

#endif
