/* chain.c - x = tanh((x + a) * b), again and again. */
#include "bench.h"

#include <math.h>

enum { LEAVES = 3, ROUND = 3, ROUNDS = 333333 };

/* With these the gradients neither vanish nor explode. */
static const double x0 = 0.5, a0 = 0.0, b0 = 1.0;

static Value *leaf[LEAVES];
static double sum[ROUNDS], x[ROUNDS + 1], grad[LEAVES];

Value *chain_of(Graph *graph, size_t values)
{
    leaf[0] = value_new(graph, x0);
    leaf[1] = value_new(graph, a0);
    leaf[2] = value_new(graph, b0);
    Value *root = leaf[0];
    for (size_t i = 0; i < (values - LEAVES) / ROUND; i++)
        root = value_tanh(value_mul(value_add(root, leaf[1]), leaf[2]));
    return root;
}

static Value *build(Graph *graph)
{
    return chain_of(graph, LEAVES + ROUND * ROUNDS);
}

static double forward(void)
{
    x[0] = x0;
    for (size_t i = 0; i < ROUNDS; i++) {
        sum[i] = x[i] + a0;
        x[i + 1] = tanh(sum[i] * b0);
    }
    return x[ROUNDS];
}

static void backward(void)
{
    double to_x = 1.0, to_a = 0.0, to_b = 0.0;
    for (size_t i = ROUNDS; i-- > 0;) {
        double to_product = (1.0 - x[i + 1]) * (1.0 + x[i + 1]) * to_x;
        to_b += sum[i] * to_product;
        to_x = b0 * to_product;
        to_a += to_x;
    }
    grad[0] = to_x;
    grad[1] = to_a;
    grad[2] = to_b;
}

static double gradient(size_t i) { return leaf[i]->grad; }

static double plain_gradient(size_t i) { return grad[i]; }

const Piece chain = {.name = "chain",
                     .build = build,
                     .forward = forward,
                     .backward = backward,
                     .bytes = sizeof sum + sizeof x,
                     .inputs = LEAVES,
                     .gradient = gradient,
                     .plain_gradient = plain_gradient};
