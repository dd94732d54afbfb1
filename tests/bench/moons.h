/* moons.h - the points and weights of two moons, and a step with slopes
   derived by hand: what the engine is measured by. */
#ifndef MOONS_H
#define MOONS_H

#include "bench.h"

enum { MOONS_POINTS = 100, MOONS_IN = 2, MOONS_WIDE = 16 };

typedef struct {
    double w1[MOONS_WIDE][MOONS_IN], b1[MOONS_WIDE];
    double w2[MOONS_WIDE][MOONS_WIDE], b2[MOONS_WIDE];
    double w3[MOONS_WIDE], b3;
} MoonsNetwork;

enum { MOONS_PARAMETERS = sizeof(MoonsNetwork) / sizeof(double) };

typedef union {
    MoonsNetwork net;
    double each[MOONS_PARAMETERS];
} MoonsParameters;

extern double moons_point[MOONS_POINTS][MOONS_IN];
extern double moons_label[MOONS_POINTS];
extern MoonsParameters moons_now, moons_slope;
extern const double moons_strength; /* of the price on squares */

/* 0, which no compiler knows: each step is computed, and none of them moves
   the weights, so that all have the same work to do. */
extern double moons_rate;

void moons_prepare(void);

/* The loss, then its slopes, then a step. */
double moons_forward(void);
void moons_backward(void);
void moons_step(void);

/* What they keep from one to the next. */
enum {
    MOONS_BYTES = sizeof(double) * MOONS_POINTS * (2 * MOONS_WIDE + 1) +
                  3 * sizeof(MoonsParameters)
};

#endif
