/* nudge.h: tangled from chapter 1, "One weight", of Gradus. */
/* nudge.h - slopes by nudging weights, and steps down them. */
#ifndef NUDGE_H
#define NUDGE_H

#include <stddef.h>

/* How a call ended. Any other end than NUDGE_OK leaves the weights as they
   were; what the call was to write is then not to be used. */
typedef enum {
    NUDGE_OK,
    NUDGE_NO_EXAMPLES, /* a mean over no examples was asked for */
    NUDGE_BAD_NUDGE,   /* h is not a positive, finite number */
    NUDGE_LOST,        /* h is so small that w + h or w - h rounds to w; a
                          loss that does not move is not noticed */
    NUDGE_NOT_FINITE,  /* a loss, a slope or a weight that is nudged or
                          stepped is infinite or NaN */
    NUDGE_FAILED       /* the loss has reasons of its own */
} NudgeStatus;

/* No pointer may be NULL, but for a context that the loss does not read. */

/* The status in words, without a full stop; never NULL. */
const char *nudge_message(NudgeStatus status);

/* A loss: writes to *loss how wrong the weights are, and returns NUDGE_OK
   or why it could not. The same weights must give the same loss. */
typedef NudgeStatus (*NudgeLoss)(const double *weights, void *context,
                                 double *loss);

/* Where we stand on a loss. What the pointers point to is the caller's. */
typedef struct {
    NudgeLoss loss;
    void *context;   /* passed on to the loss */
    double *weights; /* n numbers */
    size_t n;
    unsigned long long runs; /* how often the loss was run; start at 0 */
} Nudge;

/* Runs the loss once, at the weights as they stand, and counts it. A loss
   that is infinite or NaN is NUDGE_NOT_FINITE. */
NudgeStatus nudge_run(Nudge *at, double *loss);

/* Writes the n slopes by forward differences, (L(w + h) - L(w)) / h along
   one weight after another: n + 1 runs. The error is h L''/2 and smaller
   terms (Taylor), besides rounding of the order of
   1e-16 (|L| + |w L'|) / h. */
NudgeStatus nudge_forward(Nudge *at, double h, double *slopes);

/* Writes the n slopes by central differences, (L(w + h) - L(w - h)) / 2h:
   2n runs. The error is h^2 L'''/6 and smaller terms, besides rounding. */
NudgeStatus nudge_central(Nudge *at, double h, double *slopes);

/* Moves every weight: w becomes w - rate * slope. When one of them would
   not be finite, moves none. The rate may have any sign. */
NudgeStatus nudge_step(Nudge *at, const double *slopes, double rate);

/* What is to be learned: inputs and the right answer, for each example. */
typedef struct {
    size_t examples, inputs;
    const double *x; /* (examples, inputs), one example after another */
    const double *y; /* (examples) */
} NudgeExamples;

/* A neuron: w0 x0 + w1 x1 + ..., over the inputs. */
double nudge_neuron(const double *weights, const double *x, size_t inputs);

/* A NudgeLoss: the mean squared error of the neuron. The context is a
   NudgeExamples *; without examples it is NUDGE_NO_EXAMPLES. */
NudgeStatus nudge_mse(const double *weights, void *context, double *loss);

#endif
