/* bench.h - pieces of arithmetic, each on a graph and in plain C. */
#ifndef BENCH_H
#define BENCH_H

#include "value.h"

typedef struct {
    const char *name;
    bool (*begin)(Graph *graph);   /* or NULL; what lasts, made once */
    Value *(*build)(Graph *graph); /* the root, and all below it */
    void (*step)(void);            /* or NULL; after the walk back */
    double (*forward)(void);       /* the same without a graph */
    void (*backward)(void);
    void (*plain_step)(void);
    size_t bytes;                       /* what these keep */
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

/* A step of a perceptron 2-16-16-1 on a hundred points of two moons. */
extern const Piece moons;

/* Writes the points and the parameters, for others to compute the same. */
void moons_print(void);

/* The next of a fixed row of numbers between 0 and 1. */
double bench_random(void);

#endif
