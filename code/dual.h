/* dual.h: tangled from chapter 5, "A handful of operations", of Gradus. */
/* dual.h - numbers that carry a slope along: forward mode. */
#ifndef DUAL_H
#define DUAL_H

/* A number and its slope along one input x. Forward mode: Wengert 1964;
   dual numbers: Clifford 1873. */
typedef struct {
    double data;  /* f(x) */
    double slope; /* f'(x) */
} Dual;

/* The input itself, whose slope is 1, and a constant, whose slope is 0. */
Dual dual_input(double x);
Dual dual_const(double c);

/* The operations of value.h, with the same results at their edges; but a
   sigmoid less than 1e-308, below -709.8, is 0. A slope of 0 stays 0, also
   where the local derivative is infinite or NaN. */
Dual dual_add(Dual a, Dual b);
Dual dual_sub(Dual a, Dual b);
Dual dual_mul(Dual a, Dual b);
Dual dual_div(Dual a, Dual b);
Dual dual_neg(Dual a);
Dual dual_pow(Dual a, Dual b);
Dual dual_exp(Dual a);
Dual dual_log(Dual a);
Dual dual_tanh(Dual a);
Dual dual_sigmoid(Dual a);
Dual dual_relu(Dual a);

#endif
