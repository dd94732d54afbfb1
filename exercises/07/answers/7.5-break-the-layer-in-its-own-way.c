/* Exercise 7.5: the layer in its own way.

   Symptom: right for the first neuron of the first layer, wrong for all that
   come after one in the same layer.

   Cause: answers are written over inputs that are still to be read. */
#include <math.h>
#include <stddef.h>
#include <string.h>

enum { WIDEST = 16 };

/* Runs a network of tanh layers on plain numbers. Layer i has sizes[i]
   inputs and sizes[i + 1] neurons, none more than 16. The parameters p are
   laid out as nn.h says. x holds the inputs, and at the end the answers. */
void run_plainly(const double *p, const size_t *sizes, size_t layers,
                 double *x)
{
    double out[WIDEST];
    for (size_t i = 0; i < layers; i++) {
        size_t inputs = sizes[i], outputs = sizes[i + 1];
        for (size_t j = 0; j < outputs; j++) {
            double sum = p[inputs];
            for (size_t k = 0; k < inputs; k++)
                sum += p[k] * x[k];
            out[j] = tanh(sum);
            p += inputs + 1;
        }
        memcpy(x, out, outputs * sizeof *x);
    }
}
