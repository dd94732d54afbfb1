/* bench.h - pieces of arithmetic, each on a graph and in plain C. */
#ifndef BENCH_H
#define BENCH_H

#include "value.h"

typedef struct {
    const char *name;
    Value *(*build)(Graph *graph); /* the root, and all below it */
    double (*forward)(void);       /* the same without a graph */
    void (*backward)(void);
    size_t bytes;                       /* what these two keep */
    size_t inputs;                      /* gradients to compare: */
    double (*gradient)(size_t i);       /* by the graph */
    double (*plain_gradient)(size_t i); /* and without */
} Piece;

/* A chain of a million values: add, multiply and tanh in turn. */
extern const Piece chain;

/* The same chain of about so many values, for a look at its growth. */
Value *chain_of(Graph *graph, size_t values);

/* A balanced tree: level by level sums of two, products of two, tanh. */
extern const Piece tree;

/* The loss of a perceptron 2-16-16-1 on a hundred points of two moons. */
extern const Piece moons;

/* Writes the points and the parameters, for others to compute the same. */
void moons_print(void);

/* The next of a fixed row of numbers between 0 and 1. */
double bench_random(void);

#endif
