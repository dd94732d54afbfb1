/* Exercise 4.1: who passes back too early?

   order holds n values, all different, and with each value also those that
   it was made from. They are to pass their gradients back in this order.
   first_too_early returns the index of the first one that stands before a
   value that was made from it; n when there is none. */
#include "value.h"

size_t first_too_early(Value *const *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (value_input(order[j], 0) == order[i] ||
                value_input(order[j], 1) == order[i])
                return i;
    return n;
}
