/* by-hand.c - the step of moons.c without a graph: the loops that someone
   writes who derives the slopes on paper. */
#include "moons.h"

#include <math.h>

enum { POINTS = MOONS_POINTS, IN = MOONS_IN, WIDE = MOONS_WIDE };

double moons_point[POINTS][IN], moons_label[POINTS];
MoonsParameters moons_now, moons_slope;
const double moons_strength = 1e-4;

static MoonsParameters velocity;

/* What the way forward keeps for the way back. */
static double h1[POINTS][WIDE], h2[POINTS][WIDE], margin[POINTS];

void moons_prepare(void)
{
    if (moons_label[0] != 0.0)
        return;
    for (int i = 0; i < POINTS; i++) {
        double angle = 3.14159265358979 * bench_random();
        int upper = i % 2;
        moons_label[i] = upper ? 1.0 : -1.0;
        moons_point[i][0] = (upper ? cos(angle) : 1.0 - cos(angle)) +
                            0.2 * (bench_random() - 0.5);
        moons_point[i][1] = (upper ? sin(angle) : 0.5 - sin(angle)) +
                            0.2 * (bench_random() - 0.5);
    }
    for (int i = 0; i < MOONS_PARAMETERS; i++)
        moons_now.each[i] = bench_random() - 0.5;
}

static double above_0(double x) { return x > 0.0 ? x : 0.0; }

static double score_of(const MoonsNetwork *net, int i)
{
    for (int k = 0; k < WIDE; k++)
        h1[i][k] = above_0(net->b1[k] + net->w1[k][0] * moons_point[i][0] +
                           net->w1[k][1] * moons_point[i][1]);
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

double moons_forward(void)
{
    moons_prepare();
    double loss = 0.0, squares = 0.0;
    for (int i = 0; i < POINTS; i++) {
        margin[i] = 1.0 - moons_label[i] * score_of(&moons_now.net, i);
        loss += above_0(margin[i]);
    }
    for (int i = 0; i < MOONS_PARAMETERS; i++)
        squares += moons_now.each[i] * moons_now.each[i];
    return loss / POINTS + moons_strength * squares;
}

static void point_backward(const MoonsNetwork *net, MoonsNetwork *to, int i)
{
    double to_score = -moons_label[i] / POINTS, to_h1[WIDE] = {0};
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
        to->w1[k][0] += to_sum * moons_point[i][0];
        to->w1[k][1] += to_sum * moons_point[i][1];
    }
}

void moons_backward(void)
{
    for (int i = 0; i < MOONS_PARAMETERS; i++)
        moons_slope.each[i] = 2.0 * moons_strength * moons_now.each[i];
    for (int i = 0; i < POINTS; i++)
        if (margin[i] > 0.0)
            point_backward(&moons_now.net, &moons_slope.net, i);
}

void moons_step(void)
{
    for (int i = 0; i < MOONS_PARAMETERS; i++) {
        velocity.each[i] = moons_slope.each[i];
        moons_now.each[i] -= moons_rate * velocity.each[i];
    }
}

void moons_print(void)
{
    printf("loss\t%.17g\n", moons_forward());
    for (int i = 0; i < POINTS; i++)
        printf("point\t%.17g\t%.17g\t%g\n", moons_point[i][0],
               moons_point[i][1], moons_label[i]);
    for (int i = 0; i < MOONS_PARAMETERS; i++)
        printf("parameter\t%.17g\n", moons_now.each[i]);
}
