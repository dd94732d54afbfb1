/* rng.h: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* rng.h - random numbers, the same on every machine. */
#ifndef RNG_H
#define RNG_H

#include <stddef.h>
#include <stdint.h>

/* A generator of random numbers: splitmix64 (Steele, Lea and Flood 2014;
   Vigna 2015). Its state is the user's, who copies it to draw the same
   again. The same seed gives the same numbers on every machine, unless a
   compiler fuses products with sums (-ffp-contract=off forbids it). No
   pointer may be NULL. */
typedef struct {
    uint64_t state;
} Rng;

/* A generator for this seed; any seed is as good as another. */
Rng rng_seed(uint64_t seed);

/* 64 random bits. */
uint64_t rng_bits(Rng *rng);

/* A number x, low <= x < high: low + (high - low) u, rounded, where u is one
   of the 2^53 multiples of 2^-53 from 0 on. low itself when high isn't above
   it, or high - low isn't finite. */
double rng_uniform(Rng *rng, double low, double high);

/* A whole number below n, each equally often; 0 when n is 0. */
size_t rng_below(Rng *rng, size_t n);

/* A number of mean 0 and variance 1, nearly normal: the sum of twelve
   uniform numbers less 6. The sum's tails are too light: beyond 3 there
   are 2.0 in 1000 where a normal number has 2.7, and beyond 6 none. The
   usual ways to a true normal need a logarithm, whose last bit depends on
   the machine. */
double rng_normal(Rng *rng);

/* Brings the n entries into random order, each order equally likely
   (Fisher and Yates 1938; Durstenfeld 1964). */
void rng_shuffle(Rng *rng, size_t *order, size_t n);

#endif
