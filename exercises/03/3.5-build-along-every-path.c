/* Exercise 3.5: a slope, path by path. */
#include "value.h"

/* Returns d root / d value: the sum, over all paths from root down to
   value, of the products of the local derivatives on their edges; 0 when no
   path leads there, 1 when value is root itself. Adds to *paths how many
   there are (a value has one path to itself, which has no edges). The graph
   is made of sums and products. No grad is read or written. */
double slope_by_paths(const Value *root, const Value *value,
                      unsigned long long *paths)
{
    /* Your code here, in place of these lines. */
    (void)root, (void)value, (void)paths;
    return 0.0;
}
