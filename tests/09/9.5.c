/* 9.5.c: tangled from chapter 9, "Two moons", of Gradus. */
/* Judges exercise 9.5: what is asked must not have been learned. */
#include "judge.h"
#include "data.h"
#include <math.h>

typedef struct {
    void (*learn)(void *self, const double *x, double label);
    double (*answer)(void *self, const double *x);
    void *self;
} Learner;

double accuracy(const Data *all, double share, Rng *rng, int epochs,
                Learner learner);

enum { MOST = 1000, EPOCHS = 6 };

static Data all;
static int times[MOST], asked[MOST];
static size_t first_shown[EPOCHS], shown, aside;

/* It answers by the label that it saw with the same input, and else 0. */
static void learn(void *self, const double *x, double label)
{
    size_t which = (size_t)x[0], train = all.examples - aside;
    expect(self == times && which < all.examples && label == all.y[which],
           "the learner was shown a row that is none of the examples");
    if (train > 0 && shown % train == 0 && shown / train < EPOCHS)
        first_shown[shown / train] = which;
    shown++;
    times[which]++;
}

static double answer(void *self, const double *x)
{
    size_t which = (size_t)x[0];
    expect(self == times && which < all.examples,
           "the learner was asked a row that is none of the examples");
    asked[which]++;
    return times[which] > 0 ? all.y[which] : 0.0;
}

static double run(size_t n, double share, int epochs, unsigned seed)
{
    Rng rng = rng_seed(seed);
    Learner learner = {learn, answer, times};
    expect(data_new(&all, n, 1), "there is no memory");
    for (size_t i = 0; i < n; i++) {
        all.x[i] = (double)i;
        all.y[i] = judge_uniform(0, 1) < 0.5 ? 0.0 : 1.0;
        times[i] = asked[i] = 0;
    }
    shown = 0;
    aside = (size_t)(share * (double)n);
    return accuracy(&all, share, &rng, epochs, learner);
}

static size_t how_many(const int *counts)
{
    size_t n = 0;
    for (size_t i = 0; i < all.examples; i++)
        n += counts[i] > 0;
    return n;
}

static void by_lot(void)
{
    double share = judge_uniform(0.2, 0.4);
    double right = run(MOST, share, EPOCHS, (unsigned)(1e6 * share));
    mistake(right > 0.7,
            "%.0f per cent right, where labels by lot leave nothing to learn: "
            "what is asked has been learned from",
            100 * right);
    size_t zeros = 0;
    for (size_t i = 0; i < MOST; i++)
        zeros += asked[i] > 0 && all.y[i] == 0.0;
    expect_close("the share of right answers", right,
                 (double)zeros / (double)how_many(asked), 1e-9);
    data_free(&all);
}

static void not_learned(void)
{
    run(100, judge_uniform(0.2, 0.4), EPOCHS, 3);
    size_t both = 0;
    for (size_t i = 0; i < 100; i++)
        both += asked[i] > 0 && times[i] > 0;
    mistake(both > 0,
            "%zu of the %zu examples asked had been learned from: who is "
            "set aside must not change",
            both, how_many(asked));
    data_free(&all);
}

static void others_learned(void)
{
    run(100, 0.3, EPOCHS, 3);
    mistake(how_many(times) < 70, "%zu of 70 examples were learned from: "
                                  "all that are not set aside are",
            how_many(times));
    for (size_t i = 0; i < 100; i++)
        mistake(times[i] > 0 && times[i] != EPOCHS,
                "in %d epochs an example was shown %d times: each of the "
                "others is shown once an epoch",
                EPOCHS, times[i]);
    data_free(&all);
}

static void another_order(void)
{
    run(100, 0.3, EPOCHS, 3);
    int same = 0;
    for (int i = 1; i < EPOCHS; i++)
        same += first_shown[i] == first_shown[0];
    mistake(same == EPOCHS - 1,
            "each epoch began with the same example: shuffle those that "
            "are learned from");
    data_free(&all);
}

static void share_asked(void)
{
    size_t n = (size_t)judge_uniform(50, 200);
    run(n, 0.3, 1, 5);
    size_t right = (size_t)(0.3 * (double)n);
    mistake(how_many(asked) == n,
            "every example is asked: ask those that were set aside");
    expect_equal("examples asked", (long long)how_many(asked),
                 (long long)right);
    data_free(&all);
}

static void chance(void)
{
    bool before[100];
    run(100, 0.3, EPOCHS, 3);
    for (size_t i = 0; i < 100; i++)
        before[i] = asked[i] > 0;
    data_free(&all);
    run(100, 0.3, EPOCHS, 4);
    size_t again = 0;
    for (size_t i = 0; i < 100; i++)
        again += before[i] && asked[i] > 0;
    mistake(again == 30, "two generators, and the same examples were set "
                         "aside: shuffle all, once, before the epochs");
    data_free(&all);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 9.5");
    judge_see("Some points are set aside", "09-two-moons.html#splitting");
    if (judge_ask_first("is the share set aside, and asked?", share_asked)) {
        judge_see("How it fails", "09-two-moons.html#fails-9");
        judge_ask("of labels by lot, is about half answered right?", by_lot);
        judge_ask("is nothing asked that was learned from?", not_learned);
        judge_ask("are all the others learned from, once an epoch?",
                  others_learned);
        judge_ask("in another order in each epoch?", another_order);
        judge_ask("is it a matter of chance who is set aside?", chance);
    }
    return judge_end();
}
