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
    double bend =
        a.bend * b.data + 2.0 * a.slope * b.slope + a.data * b.bend;
    return (Bent){a.data * b.data, a.slope * b.data + a.data * b.slope,
                  bend};
}

Bent bent_div(Bent a, Bent b)
{
    double q = a.data / b.data;
    double slope = (a.slope - q * b.slope) / b.data;
    double bend = (a.bend - 2.0 * slope * b.slope - q * b.bend) / b.data;
    return (Bent){q, slope, bend};
}

/* f(a), from f, f' and f'' at a. */
static Bent through(Bent a, double f, double f1, double f2)
{
    return (Bent){f, f1 * a.slope, f2 * a.slope * a.slope + f1 * a.bend};
}

Bent bent_exp(Bent a)
{
    double e = exp(a.data);
    return through(a, e, e, e);
}

Bent bent_tanh(Bent a)
{
    double t = tanh(a.data), slope = (1.0 - t) * (1.0 + t);
    return through(a, t, slope, -2.0 * t * slope);
}
