/* Exercise 8.1: softmax, in plain numbers. */
#include <math.h>
#include <stddef.h>

/* Writes the n probabilities e^(z_i) / (sum of all e^(z_j)) into p. z and p
   may be the same array. n is not 0, no logit is NaN or +infinity, at least
   one is finite. */
void softmax(const double *z, size_t n, double *p)
{
    double m = z[0], sum = 0.0;
    for (size_t i = 1; i < n; i++)
        m = fmax(m, z[i]);
    for (size_t i = 0; i < n; i++) {
        p[i] = exp(z[i] - m);
        sum += p[i];
    }
    for (size_t i = 0; i < n; i++)
        p[i] /= sum;
}
