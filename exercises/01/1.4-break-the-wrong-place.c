/* Exercise 1.4: the learner that settles in the wrong place.

   This code compiles, and its loss falls. Something is wrong all the same.
   Run the judge before you read the code, and write down what you see, in a
   line: which weight is where it should be, and how far off is the other?

   Symptom:

   Then find the cause and mend it. */
typedef double (*Loss)(const double *weights);

/* Writes the slope of the loss along each of the n weights, by forward
   differences; the weights are afterwards what they were. */
void slopes_of(Loss loss, double *weights, int n, double h, double *slopes)
{
    double here = loss(weights);
    for (int i = 0; i < n; i++) {
        weights[i] += h;
        slopes[i] = (loss(weights) - here) / h;
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
