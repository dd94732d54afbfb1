/* tree.c - sums of two, products of two, tanh, in turn, up to one. */
#include "bench.h"

#include <math.h>

enum { LEAVES = 1 << 19 };

static Value *leaf[LEAVES], *level[LEAVES];
static double input[LEAVES], input_grad[LEAVES];

/* Without a graph: what each level computed, one behind the other, and the
   gradients. After the leaves come fewer values than there are leaves. */
static double data[2 * LEAVES], grad[2 * LEAVES];

static const double *inputs(void)
{
    if (input[0] == 0.0)
        for (size_t i = 0; i < LEAVES; i++)
            input[i] = 0.25 + 0.5 * bench_random();
    return input;
}

static Value *build(Graph *graph)
{
    const double *number = inputs();
    for (size_t i = 0; i < LEAVES; i++)
        level[i] = leaf[i] = value_new(graph, number[i]);
    for (size_t n = LEAVES / 2, turn = 0; n > 0; n /= 2, turn++) {
        for (size_t i = 0; i < n; i++)
            level[i] = turn % 2 == 0
                           ? value_add(level[2 * i], level[2 * i + 1])
                           : value_mul(level[2 * i], level[2 * i + 1]);
        for (size_t i = 0; turn % 2 == 1 && i < n; i++)
            level[i] = value_tanh(level[i]);
    }
    return level[0];
}

static double forward(void)
{
    const double *from = inputs();
    double *to = data;
    for (size_t n = LEAVES / 2, turn = 0; n > 0; n /= 2, turn++) {
        for (size_t i = 0; i < n; i++)
            to[i] = turn % 2 == 0 ? from[2 * i] + from[2 * i + 1]
                                  : tanh(from[2 * i] * from[2 * i + 1]);
        from = to;
        to += n;
    }
    return from[0];
}

/* The gradients of a level of n values, from those of the next. */
static void level_backward(const double *value, double *slope, size_t n,
                           size_t turn, const double *next,
                           const double *next_slope)
{
    for (size_t i = 0; i < n / 2; i++) {
        double to = next_slope[i];
        if (turn % 2 == 1)
            to *= (1.0 - next[i]) * (1.0 + next[i]);
        slope[2 * i] = turn % 2 == 0 ? to : to * value[2 * i + 1];
        slope[2 * i + 1] = turn % 2 == 0 ? to : to * value[2 * i];
    }
}

static void backward(void)
{
    size_t turn = 0, at = 0;
    for (size_t n = LEAVES / 2; n > 1; n /= 2, turn++)
        at += n;
    grad[at] = 1.0;
    for (size_t n = 2; n < LEAVES; n *= 2, turn--, at -= n / 2)
        level_backward(data + at - n, grad + at - n, n, turn, data + at,
                       grad + at);
    level_backward(input, input_grad, LEAVES, 0, data, grad);
}

static double gradient(size_t i) { return leaf[i]->grad; }

static double plain_gradient(size_t i) { return input_grad[i]; }

const Piece tree = {.name = "tree",
                    .build = build,
                    .forward = forward,
                    .backward = backward,
                    .bytes = 3 * sizeof input + sizeof input_grad,
                    .inputs = LEAVES,
                    .gradient = gradient,
                    .plain_gradient = plain_gradient};
