/* dual.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* dual.c - numbers that carry a slope along: forward mode. */
#include "dual.h"

#include <math.h>

Dual dual_input(double x) { return (Dual){x, 1.0}; }

Dual dual_const(double c) { return (Dual){c, 0.0}; }

/* A slope of 0 stays 0, also where the local derivative is infinite. */
static double times(double local, double slope)
{
    return slope == 0.0 ? 0.0 : local * slope;
}

Dual dual_add(Dual a, Dual b)
{
    return (Dual){a.data + b.data, a.slope + b.slope};
}

Dual dual_sub(Dual a, Dual b)
{
    return (Dual){a.data - b.data, a.slope - b.slope};
}

Dual dual_mul(Dual a, Dual b)
{
    return (Dual){a.data * b.data,
                  times(b.data, a.slope) + times(a.data, b.slope)};
}

Dual dual_div(Dual a, Dual b)
{
    double slope = times(1.0 / b.data, a.slope);
    slope -= times(a.data / b.data / b.data, b.slope);
    return (Dual){a.data / b.data, slope};
}

Dual dual_neg(Dual a) { return (Dual){-a.data, -a.slope}; }

Dual dual_exp(Dual a)
{
    double e = exp(a.data);
    return (Dual){e, times(e, a.slope)};
}

Dual dual_log(Dual a)
{
    double local = a.data < 0.0 ? NAN : 1.0 / fabs(a.data);
    return (Dual){log(a.data), times(local, a.slope)};
}

Dual dual_tanh(Dual a)
{
    double c = cosh(a.data);
    return (Dual){tanh(a.data), times(1.0 / c / c, a.slope)};
}

Dual dual_sigmoid(Dual a)
{
    double c = cosh(a.data / 2.0);
    double s = 1.0 / (1.0 + exp(-a.data));
    return (Dual){s, times(0.25 / c / c, a.slope)};
}

Dual dual_relu(Dual a)
{
    return (Dual){a.data < 0.0 ? 0.0 : a.data,
                  a.data <= 0.0 ? 0.0 : a.slope};
}

Dual dual_pow(Dual a, Dual b)
{
    double power = pow(a.data, b.data), slope = 0.0;
    if (b.data != 0.0)
        slope += times(b.data * pow(a.data, b.data - 1.0), a.slope);
    if (a.data != 0.0 || !(b.data >= 0.0))
        slope += times(power * log(a.data), b.slope);
    return (Dual){power, slope};
}
