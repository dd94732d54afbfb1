/* double.c: tangled from chapter 1, "One weight", of Gradus. */
/* double.c - learns to double a number by nudging one weight. */
#include <stdio.h>

enum { EXAMPLES = 3 };
static const double x[EXAMPLES] = {1, 2, 5};
static const double y[EXAMPLES] = {2, 4, 10};

static double neuron(double w, double input) { return w * input; }

static double loss(double w)
{
    double sum = 0.0;
    for (int i = 0; i < EXAMPLES; i++) {
        double error = neuron(w, x[i]) - y[i];
        sum += error * error;
    }
    return sum / EXAMPLES;
}

static double slope(double w, double h)
{
    return (loss(w + h) - loss(w)) / h;
}

int main(void)
{
    double w = 0.5, h = 0.001, rate = 0.02;
    /* go downhill, printing every step */
    printf("step    weight          loss\n");
    for (int step = 0; step <= 40; step++) {
        printf("%4d  %8.6f  %12.10f\n", step, w, loss(w));
        w = w - rate * slope(w, h);
    }
    return 0;
}
