/* Exercise 7.5: the layer in its own way.

   Symptom:

   Cause: */
#include <math.h>
#include <stddef.h>

/* Runs a network of tanh layers on plain numbers. Layer i has sizes[i]
   inputs and sizes[i + 1] neurons, none more than 16. The parameters p are
   laid out as nn.h says. x holds the inputs, and at the end the answers. */
void run_plainly(const double *p, const size_t *sizes, size_t layers,
                 double *x)
{
    for (size_t i = 0; i < layers; i++) {
        size_t inputs = sizes[i], outputs = sizes[i + 1];
        for (size_t j = 0; j < outputs; j++) {
            double sum = p[inputs];
            for (size_t k = 0; k < inputs; k++)
                sum += p[k] * x[k];
            x[j] = tanh(sum);
            p += inputs + 1;
        }
    }
}
