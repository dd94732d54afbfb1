/* moons.c - a step of two moons by the engine: the loss of a perceptron
   2-16-16-1 with relu, hinge and a price on squares, over a hundred points,
   a graph of about 65,000 values; and a step of SGD. */
#include "moons.h"

#include "loss.h"
#include "nn.h"
#include "optim.h"

double moons_rate = 0.0;

static Nn *nn;
static Optim *optim;

/* Where nn.h has a neuron's weights and then its bias, layer by layer, and
   plain C all weights of a layer and then its biases. */
static size_t place(size_t i)
{
    size_t inputs = MOONS_IN, outputs = MOONS_WIDE, first = 0;
    for (int layer = 0; layer < 2 && i - first >= outputs * (inputs + 1);
         layer++) {
        first += outputs * (inputs + 1);
        inputs = MOONS_WIDE;
        outputs = layer == 0 ? MOONS_WIDE : 1;
    }
    size_t neuron = (i - first) / (inputs + 1);
    size_t k = (i - first) % (inputs + 1);
    return first +
           (k < inputs ? neuron * inputs + k : outputs * inputs + neuron);
}

static bool begin(Graph *graph)
{
    const NnLayer layers[] = {
        {MOONS_WIDE, NN_RELU}, {MOONS_WIDE, NN_RELU}, {1, NN_LINEAR}};
    moons_prepare();
    nn_free(nn);
    optim_free(optim);
    optim = NULL;
    nn = nn_new(graph, MOONS_IN, layers, 3);
    if (nn == NULL)
        return false;
    for (size_t i = 0; i < MOONS_PARAMETERS; i++)
        nn_parameters(nn)[i]->data = moons_now.each[place(i)];
    optim = optim_sgd(nn_parameters(nn), MOONS_PARAMETERS, 0.0, 0.0);
    return optim != NULL;
}

static Value *hinge(Graph *graph, size_t i)
{
    Value *in[] = {value_new(graph, moons_point[i][0]),
                   value_new(graph, moons_point[i][1])};
    Value *score;
    return nn_forward(nn, in, &score) ? loss_hinge(score, moons_label[i])
                                      : NULL;
}

static Value *build(Graph *graph)
{
    Value *losses[MOONS_POINTS];
    optim_zero_grad(optim);
    for (size_t i = 0; i < MOONS_POINTS; i++)
        losses[i] = hinge(graph, i);
    return value_add(
        loss_mean(losses, MOONS_POINTS),
        loss_l2(nn_parameters(nn), MOONS_PARAMETERS, moons_strength));
}

static void step(void) { optim_step(optim, moons_rate); }

static double gradient(size_t i) { return nn_parameters(nn)[i]->grad; }

static double plain_gradient(size_t i)
{
    return moons_slope.each[place(i)];
}

const Piece moons = {.name = "moons",
                     .begin = begin,
                     .build = build,
                     .step = step,
                     .forward = moons_forward,
                     .backward = moons_backward,
                     .plain_step = moons_step,
                     .bytes = MOONS_BYTES,
                     .inputs = MOONS_PARAMETERS,
                     .gradient = gradient,
                     .plain_gradient = plain_gradient};
