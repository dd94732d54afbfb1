/* 7.4.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* Judges exercise 7.4: a batch of k different examples of n. */
#include "judge.h"
#include "rng.h"
#include <string.h>

void draw_batch(Rng *rng, size_t *batch, size_t k, size_t n);

static Rng rng;

static size_t untouched; /* what stands where nothing was written */

/* A batch, with a number behind it that must stay. */
static void draw(size_t *batch, size_t k, size_t n)
{
    for (size_t i = 0; i <= k; i++)
        batch[i] = untouched;
    draw_batch(&rng, batch, k, n);
    expect_equal("what stands behind the batch", (long long)batch[k],
                 (long long)untouched);
}

static void set_up(void)
{
    untouched = ((size_t)1 << 50) + (size_t)judge_uniform(0, 1e9);
    rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
}

static bool repeats(const size_t *batch, size_t k)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            if (batch[i] == batch[j])
                return true;
    return false;
}

static void below_n(void)
{
    size_t batch[9];
    set_up();
    for (int time = 0; time < 200; time++) {
        size_t n = 8 + (size_t)judge_uniform(0, 50);
        draw(batch, 8, n);
        mistake(batch[0] == untouched && batch[7] == untouched,
                "nothing was written: draw_batch is not written yet");
        for (int i = 0; i < 8; i++)
            expect(batch[i] < n, "%zu is not below %zu", batch[i], n);
    }
}

static void different(void)
{
    size_t batch[1001];
    set_up();
    for (int time = 0; time < 50; time++) {
        draw(batch, 10, 12);
        mistake(repeats(batch, 10), "of 10 numbers below 12 some came "
                                    "twice: an example may be in the batch "
                                    "once");
    }
    draw(batch, 1000, 1000);
    expect(!repeats(batch, 1000), "of 1000 numbers below 1000 some came "
                                  "twice");
}

static void generator_given(void)
{
    size_t one[21], two[21], again[21];
    set_up();
    Rng start = rng;
    draw(one, 20, 1000);
    draw(two, 20, 1000);
    mistake(memcmp(one, two, 20 * sizeof *one) == 0,
            "two batches in a row are the same: draw with the generator "
            "that you were given, not with a copy or a new one");
    rng = start;
    draw(again, 20, 1000);
    mistake(memcmp(one, again, 20 * sizeof *one) != 0,
            "the same generator, at the same state, gave another batch: "
            "draw with it alone, not with rand or a state of your own");
}

static void huge(void)
{
    size_t batch[11], n = (size_t)1 << 40, high = 0;
    set_up();
    for (int time = 0; time < 100; time++) {
        draw(batch, 10, n);
        for (int i = 0; i < 10; i++)
            high += batch[i] > n / 2;
    }
    expect(high > 400 && high < 600, "of 1000 numbers %zu are in the upper "
                                     "half", high);
}

static void even_pairs(void)
{
    size_t batch[3], count[5][5] = {{0}}, first[5] = {0}, ordered = 0;
    set_up();
    for (int time = 0; time < 40000; time++) {
        draw(batch, 2, 5);
        count[batch[0]][batch[1]]++;
        first[batch[0]]++;
        ordered += batch[0] < batch[1];
    }
    mistake(ordered == 40000 || ordered == 0,
            "the numbers always come in order of size: each row is to be "
            "as likely, whatever its order");
    for (int i = 0; i < 5; i++)
        mistake(first[i] < 7500 || first[i] > 8500,
                "of 40000 batches of two below 5 the number %d was first in "
                "%zu, and not in about 8000",
                i, first[i]);
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++)
            mistake(i != j && (count[i][j] < 1750 || count[i][j] > 2250),
                    "the row %d, %d came %zu times of 40000, and not about "
                    "2000: what is drawn second must be any of those left, "
                    "with the same chance",
                    i, j, count[i][j]);
}

static void even_orders(void)
{
    size_t batch[4], count[27] = {0};
    set_up();
    for (int time = 0; time < 60000; time++) {
        draw(batch, 3, 3);
        count[batch[0] * 9 + batch[1] * 3 + batch[2]]++;
    }
    for (int i = 0; i < 27; i++)
        expect(count[i] == 0 || (count[i] > 9500 && count[i] < 10500),
               "one order of three came %zu times of 60000, and not about "
               "10000", count[i]);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 7.4");
    judge_see("Random numbers, the same everywhere",
              "07-networks.html#random");
    if (judge_ask_first("are the numbers below n?", below_n)) {
        judge_ask("are they different?", different);
        if (judge_ask_first("are they drawn with the generator given?",
                            generator_given)) {
            judge_ask("can n be a million million?", huge);
            judge_ask("is each pair as frequent?", even_pairs);
            judge_ask("is every order of all n as frequent?", even_orders);
        }
    }
    return judge_end();
}
