/* Exercise 5.7: numbers that carry a slope, and how it bends. */
#include <math.h>

typedef struct {
    double data;  /* f(x) */
    double slope; /* f'(x) */
    double bend;  /* f''(x) */
} Bent;

Bent bent_input(double x) { return (Bent){x, 1.0, 0.0}; }

Bent bent_const(double c) { return (Bent){c, 0.0, 0.0}; }

Bent bent_add(Bent a, Bent b)
{
    return (Bent){a.data + b.data, a.slope + b.slope, a.bend + b.bend};
}

Bent bent_mul(Bent a, Bent b)
{
    /* Your code here, in place of this line; and below. */
    return (Bent){a.data * b.data, a.slope * b.data + a.data * b.slope,
                  0.0};
}

Bent bent_div(Bent a, Bent b) { return (Bent){a.data / b.data, 0.0, 0.0}; }

Bent bent_exp(Bent a)
{
    return (Bent){exp(a.data), exp(a.data) * a.slope, 0.0};
}

Bent bent_tanh(Bent a) { return (Bent){tanh(a.data), 0.0, 0.0}; }
