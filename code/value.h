/* value.h: tangled from chapters 2, 3, 4, 5, of Gradus. */
/* value.h - numbers that remember what they were made from. */
#ifndef VALUE_H
#define VALUE_H

#include "graph.h"

#include <stdio.h>

typedef struct Value Value;

/* What an operation is. It is shared by all values that it made, and must
   last as long as they do. */
typedef struct {
    const char *name; /* as a drawing shows it: "+", "tanh" */
    /* what else an operation knows */
    /* Adds to the grad of each value that out was made from: out's grad
       times the local derivative. Reads no grad but out's. */
    void (*backward)(Value *out);
} ValueOp;

/* A number on a graph. data and grad are the user's to read and write. */
struct Value {
    Node node;         /* node.prev: the values that it was made from */
    double data;       /* the number */
    double grad;       /* d root / d this, once a walk back has found it */
    const ValueOp *op; /* what made it; NULL for a leaf */
};

/* Every function that returns a Value returns NULL when the graph or a
   value that it needs is NULL (value_record: when a is), when memory ends
   (graph_status says so), or when its values are on two graphs (the graph
   of the first says so). So a whole expression needs one check, at its
   end. The new value is on the graph of those it was made from, and its
   grad is 0. */

/* A graph for values; NULL when there is no memory. */
Graph *value_graph(void);

/* A leaf: a number made from nothing. */
Value *value_new(Graph *graph, double data);

/* A value made by an operation, from a and b, or from a alone when b is
   NULL. It can't tell an input that is not meant from one that failed: an
   operation of two inputs returns NULL itself when b is NULL, as value_mul
   does. Call it for an operation of your own. */
Value *value_record(const ValueOp *op, double data, Value *a, Value *b);

/* The input of a value, 0 or 1; NULL when it has none there. */
Value *value_input(const Value *value, int which);

/* Sum and product. */
Value *value_add(Value *a, Value *b); /* a + b */
Value *value_mul(Value *a, Value *b); /* a * b */

/* The rest of arithmetic. Division by 0 is as in C: inf or NaN. */
Value *value_sub(Value *a, Value *b); /* a - b */
Value *value_neg(Value *a);           /* -a */
Value *value_div(Value *a, Value *b); /* a / b */

/* a to the power of a constant, which gets no gradient: c a^(c-1) for a,
   and 0 when c is 0. */
Value *value_pow_const(Value *a, double c);

/* a to the power of b: b a^(b-1) for a, and a^b log a for b. At a = 0 and
   b >= 0 the latter is 0, as in PyTorch; for a < 0 it is NaN, since there
   is no a^b beside a whole b. An infinite exponent may give NaN. */
Value *value_pow(Value *a, Value *b);

/* e^a. Above 709.7827 it is inf, and so is its derivative. */
Value *value_exp(Value *a);

/* The natural logarithm. At 0, also at -0, it is -inf, and its derivative
   inf; below 0 both are NaN (PyTorch gives 1/a for the derivative there). */
Value *value_log(Value *a);

/* Between -1 and 1; its derivative is 1 - tanh(a)^2, with an absolute error
   of some 1e-16: beyond +-19 no digit of it is left, and it becomes 0. */
Value *value_tanh(Value *a);

/* 1 / (1 + e^-a), between 0 and 1; its derivative is s (1 - s), with an
   absolute error of some 1e-16. It overflows nowhere. */
Value *value_sigmoid(Value *a);

/* The larger of a and 0. Its derivative is 1 above 0, and 0 below it and,
   as in PyTorch, at it. NaN stays NaN. */
Value *value_relu(Value *a);

/* The same with a plain number c, which becomes a leaf on a's graph. */
Value *value_add_const(Value *a, double c); /* a + c */
Value *value_sub_const(Value *a, double c); /* a - c */
Value *value_const_sub(double c, Value *a); /* c - a */
Value *value_mul_const(Value *a, double c); /* a * c */
Value *value_div_const(Value *a, double c); /* a / c */
Value *value_const_div(double c, Value *a); /* c / a */
Value *value_const_pow(double c, Value *a); /* c to the power of a */

/* Passes out's grad on to the values that out was made from: to each it
   adds out->grad times the local derivative (chain rule). A leaf passes
   nothing on. out is not NULL, and what made it has a backward. Right only
   when out's own grad is complete. */
void value_pass_back(Value *out);

/* Finds d root / d value for root and every value that it was made from,
   in one walk back (reverse mode; Linnainmaa 1970). A value that an
   operation made gets its grad anew; to that of a leaf it is added, as in
   PyTorch, so that several walks sum up until value_zero_grad. False, and
   nothing is done, when root is NULL. */
bool value_backward(Value *root);

/* Sets the grad of root, and of every value that it was made from, to 0.
   NULL is allowed. */
void value_zero_grad(Value *root);

/* A value and the name by which a drawing calls it. */
typedef struct {
    const Value *value;
    const char *name;
} ValueName;

/* Writes the graph in Graphviz's DOT: a box for each value, with its name
   (of n names), data and grad, and an oval for the operation that made it.
   The same graph gives the same text. False when it was not written. */
bool value_draw(FILE *out, const Graph *graph, const ValueName *names,
                size_t n);

#endif
