/* rng.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* rng.c - splitmix64, and what is made of its bits. */
#include "rng.h"

#include <math.h>

Rng rng_seed(uint64_t seed) { return (Rng){seed}; }

uint64_t rng_bits(Rng *rng)
{
    uint64_t z = rng->state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

double rng_uniform(Rng *rng, double low, double high)
{
    double span = high - low, x;
    if (!(span > 0.0) || isinf(span))
        return low;
    do
        x = low + span * ((double)(rng_bits(rng) >> 11) * 0x1p-53);
    while (x >= high);
    return x;
}

size_t rng_below(Rng *rng, size_t n)
{
    if (n == 0)
        return 0;
    uint64_t bits, refused = (0 - (uint64_t)n) % n; /* 2^64 mod n */
    do
        bits = rng_bits(rng);
    while (bits < refused);
    return (size_t)(bits % n);
}

double rng_normal(Rng *rng)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++)
        sum += rng_uniform(rng, 0.0, 1.0);
    return sum;
}

void rng_shuffle(Rng *rng, size_t *order, size_t n)
{
    for (size_t left = n; left > 1; left--) {
        size_t i = rng_below(rng, left), last = order[left - 1];
        order[left - 1] = order[i];
        order[i] = last;
    }
}
