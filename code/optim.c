/* optim.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* optim.c - stochastic gradient descent, and schedules. */
#include "optim.h"

#include <math.h>
#include <stdlib.h>

struct Optim {
    Value *const *parameter; /* (n), the user's */
    double *velocity;        /* (n) */
    size_t n;
    double momentum, decay;
};

Optim *optim_sgd(Value *const *parameters, size_t n, double momentum,
                 double decay)
{
    for (size_t i = 0; i < n; i++)
        if (parameters[i] == NULL)
            return NULL;
    Optim *optim = n == 0 ? NULL : malloc(sizeof *optim);
    if (optim == NULL)
        return NULL;
    /* give it velocities, all 0 */
    double *velocity = calloc(n, sizeof *velocity);
    *optim = (Optim){parameters, velocity, n, momentum, decay};
    if (velocity != NULL)
        return optim;
    free(optim);
    return NULL;
}

void optim_free(Optim *optim)
{
    if (optim != NULL)
        free(optim->velocity);
    free(optim);
}

static double next_velocity(const Optim *optim, size_t i)
{
    const Value *w = optim->parameter[i];
    return optim->momentum * optim->velocity[i] +
           (w->grad + optim->decay * w->data);
}

static OptimStatus look_ahead(const Optim *optim, double rate)
{
    for (size_t i = 0; i < optim->n; i++) {
        if (!isfinite(optim->parameter[i]->grad))
            return OPTIM_BAD_GRADIENT;
        double w =
            optim->parameter[i]->data - rate * next_velocity(optim, i);
        if (!isfinite(w)) /* as when v isn't, even at the rate 0 */
            return OPTIM_BAD_WEIGHT;
    }
    return OPTIM_OK;
}

OptimStatus optim_step(Optim *optim, double rate)
{
    OptimStatus status = look_ahead(optim, rate);
    if (status != OPTIM_OK)
        return status;
    for (size_t i = 0; i < optim->n; i++) {
        optim->velocity[i] = next_velocity(optim, i);
        optim->parameter[i]->data -= rate * optim->velocity[i];
    }
    return OPTIM_OK;
}

void optim_zero_grad(Optim *optim)
{
    for (size_t i = 0; i < optim->n; i++)
        optim->parameter[i]->grad = 0.0;
}

const char *optim_message(OptimStatus status)
{
    switch (status) {
    case OPTIM_OK:
        return "all is well";
    case OPTIM_BAD_GRADIENT:
        return "a gradient is not a finite number";
    case OPTIM_BAD_WEIGHT:
        return "a weight would not be a finite number; is the rate too "
               "large?";
    }
    return "unknown status";
}

double optim_linear(double from, double to, size_t step, size_t steps)
{
    if (step >= steps)
        return to;
    return from + (to - from) * ((double)step / (double)steps);
}

double optim_stairs(double from, double factor, size_t step, size_t every)
{
    return from * pow(factor, (double)(step / every));
}

double optim_cosine(double from, double to, size_t step, size_t steps)
{
    const double pi = 3.14159265358979323846;
    if (step >= steps)
        return to;
    return to + (from - to) *
                    (1.0 + cos(pi * (double)step / (double)steps)) / 2.0;
}
