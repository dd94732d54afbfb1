/* Exercise 9.5: too good to be true.

   Symptom:

   Cause: */
#include "data.h"

#include <stdlib.h>

/* What learns: it is shown examples, and then it is asked. */
typedef struct {
    void (*learn)(void *self, const double *x, double label);
    double (*answer)(void *self, const double *x);
    void *self;
} Learner;

static void learn_from(const Data *all, const size_t *which, size_t n,
                       Learner learner)
{
    for (size_t i = 0; i < n; i++)
        learner.learn(learner.self, all->x + which[i] * all->inputs,
                      all->y[which[i]]);
}

/* Sets the share of the examples aside, rounded down, shows the others to
   the learner in each epoch, in another order each time, and returns which
   share of those set aside it then answers right. -1 when none is set
   aside or there is no memory. */
double accuracy(const Data *all, double share, Rng *rng, int epochs,
                Learner learner)
{
    size_t n = all->examples, aside = (size_t)(share * (double)n);
    size_t *order = calloc(n, sizeof *order), right = 0;
    if (order == NULL || aside == 0) {
        free(order);
        return -1.0;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (int epoch = 0; epoch < epochs; epoch++) {
        rng_shuffle(rng, order, n);
        learn_from(all, order + aside, n - aside, learner);
    }
    for (size_t i = 0; i < aside; i++)
        right += learner.answer(learner.self,
                                all->x + order[i] * all->inputs) ==
                 all->y[order[i]];
    free(order);
    return (double)right / (double)aside;
}
