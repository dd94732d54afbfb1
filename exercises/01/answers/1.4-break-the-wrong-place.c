/* Exercise 1.4: the learner that settles in the wrong place.

   Symptom: the second weight rests in its place, the first one above it,
   and more steps change nothing. */
typedef double (*Loss)(const double *weights);

/* Writes the slope of the loss along each of the n weights, by forward
   differences; the weights are afterwards what they were. */
void slopes_of(Loss loss, double *weights, int n, double h, double *slopes)
{
    double here = loss(weights);
    for (int i = 0; i < n; i++) {
        double kept = weights[i];
        weights[i] += h;
        slopes[i] = (loss(weights) - here) / h;
        weights[i] = kept;
    }
}

/* Takes steps downhill, all weights at once; slopes has room for n. */
void descend(Loss loss, double *weights, int n, double h, double rate,
             int steps, double *slopes)
{
    for (int step = 0; step < steps; step++) {
        slopes_of(loss, weights, n, h, slopes);
        for (int i = 0; i < n; i++)
            weights[i] -= rate * slopes[i];
    }
}
