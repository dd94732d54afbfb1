/* Exercise 3.5: a slope, path by path. */
#include "value.h"

#include <string.h>

/* Returns d root / d value: the sum, over all paths from root down to
   value, of the products of the local derivatives on their edges; 0 when no
   path leads there, 1 when value is root itself. Adds to *paths how many
   there are (a value has one path to itself, which has no edges). The graph
   is made of sums and products. No grad is read or written. */
double slope_by_paths(const Value *root, const Value *value,
                      unsigned long long *paths)
{
    if (root == value) {
        *paths += 1;
        return 1.0;
    }
    if (root->op == NULL)
        return 0.0;
    bool is_sum = strcmp(root->op->name, "+") == 0;
    double slope = 0.0;
    for (int i = 0; i < 2; i++) {
        double local = is_sum ? 1.0 : value_input(root, 1 - i)->data;
        slope += local * slope_by_paths(value_input(root, i), value, paths);
    }
    return slope;
}
