/* nudge.c: tangled from chapter 1, "One weight", of Gradus. */
/* nudge.c - slopes by nudging weights, and steps down them. */
#include "nudge.h"

#include <math.h>
#include <stdbool.h>

const char *nudge_message(NudgeStatus status)
{
    switch (status) {
    case NUDGE_OK:
        return "all is well";
    case NUDGE_NO_EXAMPLES:
        return "there are no examples to learn from";
    /* say what went wrong with a number */
    case NUDGE_BAD_NUDGE:
        return "the nudge is not a positive, finite number";
    case NUDGE_LOST:
        return "the nudge is too small to move the weight";
    case NUDGE_NOT_FINITE:
        return "the loss, a slope or a weight is no longer finite";
    case NUDGE_FAILED:
        return "the loss could not be computed";
    }
    return "unknown status";
}

static NudgeStatus check_finite(double number)
{
    return isfinite(number) ? NUDGE_OK : NUDGE_NOT_FINITE;
}

NudgeStatus nudge_run(Nudge *at, double *loss)
{
    at->runs++;
    NudgeStatus status = at->loss(at->weights, at->context, loss);
    return status == NUDGE_OK ? check_finite(*loss) : status;
}

/* Runs the loss with weight i moved by h, and puts the weight back. */
static NudgeStatus run_nudged(Nudge *at, size_t i, double h, double *loss)
{
    double kept = at->weights[i], moved = kept + h;
    if (!isfinite(moved))
        return NUDGE_NOT_FINITE;
    if (moved == kept)
        return NUDGE_LOST;
    at->weights[i] = moved;
    NudgeStatus status = nudge_run(at, loss);
    at->weights[i] = kept;
    return status;
}

static bool is_nudge(double h) { return h > 0.0 && isfinite(h); }

NudgeStatus nudge_forward(Nudge *at, double h, double *slopes)
{
    if (!is_nudge(h))
        return NUDGE_BAD_NUDGE;
    double here = 0.0, there = 0.0;
    NudgeStatus status = nudge_run(at, &here);
    for (size_t i = 0; i < at->n && status == NUDGE_OK; i++) {
        status = run_nudged(at, i, h, &there);
        if (status == NUDGE_OK) {
            slopes[i] = (there - here) / h;
            status = check_finite(slopes[i]);
        }
    }
    return status;
}

NudgeStatus nudge_central(Nudge *at, double h, double *slopes)
{
    if (!is_nudge(h))
        return NUDGE_BAD_NUDGE;
    double below = 0.0, above = 0.0;
    NudgeStatus status = NUDGE_OK;
    for (size_t i = 0; i < at->n && status == NUDGE_OK; i++) {
        status = run_nudged(at, i, -h, &below);
        if (status == NUDGE_OK)
            status = run_nudged(at, i, h, &above);
        if (status == NUDGE_OK) {
            slopes[i] = (above - below) / 2.0 / h;
            status = check_finite(slopes[i]);
        }
    }
    return status;
}

NudgeStatus nudge_step(Nudge *at, const double *slopes, double rate)
{
    for (size_t i = 0; i < at->n; i++)
        if (!isfinite(at->weights[i] - rate * slopes[i]))
            return NUDGE_NOT_FINITE;
    for (size_t i = 0; i < at->n; i++)
        at->weights[i] -= rate * slopes[i];
    return NUDGE_OK;
}

double nudge_neuron(const double *weights, const double *x, size_t inputs)
{
    double sum = 0.0;
    for (size_t i = 0; i < inputs; i++)
        sum += weights[i] * x[i];
    return sum;
}

NudgeStatus nudge_mse(const double *weights, void *context, double *loss)
{
    const NudgeExamples *data = context;
    if (data->examples == 0)
        return NUDGE_NO_EXAMPLES;
    double sum = 0.0;
    for (size_t i = 0; i < data->examples; i++) {
        const double *x = data->x + i * data->inputs;
        double error = nudge_neuron(weights, x, data->inputs) - data->y[i];
        sum += error * error;
    }
    *loss = sum / (double)data->examples;
    return NUDGE_OK;
}
