/* moons.c - a perceptron 2-16-16-1 with relu, hinge loss and weight decay,
   over a hundred points of two half moons: a graph of about 65,000 values. */
#include "bench.h"

#include <math.h>

enum { POINTS = 100, IN = 2, WIDE = 16 };
static const double decay = 1e-4;

typedef struct {
    double w1[WIDE][IN], b1[WIDE], w2[WIDE][WIDE], b2[WIDE], w3[WIDE], b3;
} Network;

enum { PARAMETERS = sizeof(Network) / sizeof(double) };

typedef union {
    Network net;
    double each[PARAMETERS];
} Parameters;

static double point[POINTS][IN], label[POINTS];
static Parameters now, slope;

/* What the forward pass without a graph keeps for the one back. */
static double h1[POINTS][WIDE], h2[POINTS][WIDE], margin[POINTS];

static void prepare(void)
{
    if (label[0] != 0.0)
        return;
    for (int i = 0; i < POINTS; i++) {
        double angle = 3.14159265358979 * bench_random();
        int upper = i % 2;
        label[i] = upper ? 1.0 : -1.0;
        point[i][0] = (upper ? cos(angle) : 1.0 - cos(angle)) +
                      0.2 * (bench_random() - 0.5);
        point[i][1] = (upper ? sin(angle) : 0.5 - sin(angle)) +
                      0.2 * (bench_random() - 0.5);
    }
    for (int i = 0; i < PARAMETERS; i++)
        now.each[i] = bench_random() - 0.5;
}

/* ---- on a graph, as micrograd does it */

static Value *parameter[PARAMETERS];

static Value *neuron(Value **weight, Value *bias, Value **in, int n)
{
    Value *sum = bias;
    for (int i = 0; i < n; i++)
        sum = value_add(sum, value_mul(weight[i], in[i]));
    return sum;
}

/* A layer's parameters are its weights, row by row, and then its biases. */
static void layer(Value **out, int outs, Value **weights, Value **in, int n)
{
    for (int i = 0; i < outs; i++)
        out[i] = value_relu(
            neuron(weights + i * n, weights[outs * n + i], in, n));
}

static Value *hinge(Graph *graph, int i)
{
    Value *in[IN], *first[WIDE], *second[WIDE];
    for (int k = 0; k < IN; k++)
        in[k] = value_new(graph, point[i][k]);
    Value **weights = parameter;
    layer(first, WIDE, weights, in, IN);
    weights += WIDE * IN + WIDE;
    layer(second, WIDE, weights, first, WIDE);
    weights += WIDE * WIDE + WIDE;
    Value *score = neuron(weights, weights[WIDE], second, WIDE);
    return value_relu(
        value_add_const(value_mul_const(score, -label[i]), 1.0));
}

static Value *build(Graph *graph)
{
    prepare();
    for (int i = 0; i < PARAMETERS; i++)
        parameter[i] = value_new(graph, now.each[i]);
    Value *loss = hinge(graph, 0);
    for (int i = 1; i < POINTS; i++)
        loss = value_add(loss, hinge(graph, i));
    Value *squares = value_mul(parameter[0], parameter[0]);
    for (int i = 1; i < PARAMETERS; i++)
        squares = value_add(squares, value_mul(parameter[i], parameter[i]));
    return value_add(value_mul_const(loss, 1.0 / POINTS),
                     value_mul_const(squares, decay));
}

/* ---- without one */

static double above_0(double x) { return x > 0.0 ? x : 0.0; }

static double score_of(const Network *net, int i)
{
    for (int k = 0; k < WIDE; k++)
        h1[i][k] = above_0(net->b1[k] + net->w1[k][0] * point[i][0] +
                           net->w1[k][1] * point[i][1]);
    double score = net->b3;
    for (int k = 0; k < WIDE; k++) {
        double sum = net->b2[k];
        for (int j = 0; j < WIDE; j++)
            sum += net->w2[k][j] * h1[i][j];
        h2[i][k] = above_0(sum);
        score += net->w3[k] * h2[i][k];
    }
    return score;
}

static double forward(void)
{
    prepare();
    double loss = 0.0, squares = 0.0;
    for (int i = 0; i < POINTS; i++) {
        margin[i] = 1.0 - label[i] * score_of(&now.net, i);
        loss += above_0(margin[i]);
    }
    for (int i = 0; i < PARAMETERS; i++)
        squares += now.each[i] * now.each[i];
    return loss / POINTS + decay * squares;
}

static void point_backward(const Network *net, Network *to, int i)
{
    double to_score = -label[i] / POINTS, to_h1[WIDE] = {0};
    to->b3 += to_score;
    for (int k = 0; k < WIDE; k++) {
        to->w3[k] += to_score * h2[i][k];
        double to_sum = h2[i][k] > 0.0 ? to_score * net->w3[k] : 0.0;
        to->b2[k] += to_sum;
        for (int j = 0; j < WIDE; j++) {
            to->w2[k][j] += to_sum * h1[i][j];
            to_h1[j] += to_sum * net->w2[k][j];
        }
    }
    for (int k = 0; k < WIDE; k++) {
        double to_sum = h1[i][k] > 0.0 ? to_h1[k] : 0.0;
        to->b1[k] += to_sum;
        to->w1[k][0] += to_sum * point[i][0];
        to->w1[k][1] += to_sum * point[i][1];
    }
}

static void backward(void)
{
    for (int i = 0; i < PARAMETERS; i++)
        slope.each[i] = 2.0 * decay * now.each[i];
    for (int i = 0; i < POINTS; i++)
        if (margin[i] > 0.0)
            point_backward(&now.net, &slope.net, i);
}

static double gradient(size_t i) { return parameter[i]->grad; }

static double plain_gradient(size_t i) { return slope.each[i]; }

void moons_print(void)
{
    printf("loss\t%.17g\n", forward());
    for (int i = 0; i < POINTS; i++)
        printf("point\t%.17g\t%.17g\t%g\n", point[i][0], point[i][1],
               label[i]);
    for (int i = 0; i < PARAMETERS; i++)
        printf("parameter\t%.17g\n", now.each[i]);
}

const Piece moons = {"moons",
                     build,
                     forward,
                     backward,
                     sizeof h1 + sizeof h2 + sizeof margin + sizeof now +
                         sizeof slope,
                     PARAMETERS,
                     gradient,
                     plain_gradient};
