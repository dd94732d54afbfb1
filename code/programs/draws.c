/* draws.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* draws.c - how evenly two shuffles deal out the orders of three. */
#include "rng.h"

#include <stdio.h>

static void swap_each_with_any(Rng *rng, size_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = rng_below(rng, n), entry = order[k];
        order[k] = order[i];
        order[i] = entry;
    }
}

/* A place for each order: the first entry, and whether the rest is in
   order of size. */
static int place(const size_t *order)
{
    return (int)order[0] * 2 + (order[1] > order[2]);
}

int main(void)
{
    const char *names[] = {"0 1 2", "0 2 1", "1 0 2",
                           "1 2 0", "2 0 1", "2 1 0"};
    int naive[6] = {0}, right[6] = {0};
    Rng rng = rng_seed(1);
    for (int i = 0; i < 60000; i++) {
        size_t one[] = {0, 1, 2}, two[] = {0, 1, 2};
        swap_each_with_any(&rng, one, 3);
        rng_shuffle(&rng, two, 3);
        naive[place(one)]++;
        right[place(two)]++;
    }
    printf("order\teach with any\trng_shuffle\n");
    for (int i = 0; i < 6; i++)
        printf("%s\t%d\t%d\n", names[i], naive[i], right[i]);
    return 0;
}
