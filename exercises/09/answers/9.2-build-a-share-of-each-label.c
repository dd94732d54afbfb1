/* Exercise 9.2: a split that keeps the share of each label. */
#include "data.h"

#include <stdlib.h>
#include <string.h>

/* How many examples with this label are to go to test. */
static size_t wanted(const Data *all, double share, double label)
{
    size_t n = 0;
    for (size_t i = 0; i < all->examples; i++)
        n += all->y[i] == label;
    return (size_t)(share * (double)n);
}

/* Brings those that go to test to the front; returns how many. */
static size_t choose(const Data *all, double share, size_t *order)
{
    size_t chosen = 0;
    for (size_t i = 0; i < all->examples; i++) {
        size_t which = order[i], have = 0;
        for (size_t k = 0; k < chosen; k++)
            have += all->y[order[k]] == all->y[which];
        if (have < wanted(all, share, all->y[which])) {
            order[i] = order[chosen];
            order[chosen++] = which;
        }
    }
    return chosen;
}

static bool copy(const Data *from, const size_t *which, size_t n, Data *to)
{
    if (!data_new(to, n, from->inputs))
        return false;
    for (size_t i = 0; i < n; i++) {
        memcpy(to->x + i * from->inputs, from->x + which[i] * from->inputs,
               from->inputs * sizeof *to->x);
        to->y[i] = from->y[which[i]];
    }
    return true;
}

/* Copies the examples in random order: of each label the share (0 to 1),
   rounded down, to test, and the others to train. Labels may be any
   numbers. False, and nothing is made, when one of the two would be empty,
   the share isn't between 0 and 1, or there is no memory. */
bool split_by_label(const Data *all, double share, Rng *rng, Data *train,
                    Data *test)
{
    size_t n = all->examples, *order = calloc(n, sizeof *order);
    *train = *test = (Data){0};
    if (order == NULL || !(share >= 0.0 && share <= 1.0)) {
        free(order);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    rng_shuffle(rng, order, n);
    size_t chosen = choose(all, share, order);
    bool done = copy(all, order, chosen, test) &&
                copy(all, order + chosen, n - chosen, train);
    free(order);
    if (!done) {
        data_free(train);
        data_free(test);
    }
    return done;
}
