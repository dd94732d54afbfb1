/* Exercise 1.5: a learning rate that looks where it steps. */
typedef double (*Loss)(double w);

/* The slope of the loss at w, by central differences. */
static double slope(Loss loss, double w)
{
    const double h = 1e-6;
    return (loss(w + h) - loss(w - h)) / (2.0 * h);
}

/* Tries `steps` steps down the loss from w and returns the last weight. A
   step that does not lower the loss is not taken; *rate is halved instead.
   A step that is not taken counts as one of the steps. */
double careful_descent(Loss loss, double w, double *rate, int steps)
{
    for (int step = 0; step < steps; step++) {
        double next = w - *rate * slope(loss, w);
        if (loss(next) < loss(w))
            w = next;
        else
            *rate /= 2.0;
    }
    return w;
}
