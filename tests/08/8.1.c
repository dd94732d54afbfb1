/* 8.1.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* Judges exercise 8.1: softmax, in plain numbers. */
#include "judge.h"
#include <math.h>
#include <stddef.h>

void softmax(const double *z, size_t n, double *p);

enum { N = 5 };

static double z[N], p[N], right[N];

/* Logits around a place, and what they should come to: by differences, so
   that no power is large. */
static void set_up(double place)
{
    for (int i = 0; i < N; i++) {
        z[i] = judge_uniform(-2, 2);
        p[i] = 17;
    }
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++)
            sum += exp(z[j] - z[i]);
        right[i] = 1 / sum;
    }
    for (int i = 0; i < N; i++)
        z[i] += place;
}

static void expect_right(const char *what)
{
    for (int i = 0; i < N; i++)
        expect_close(what, p[i], right[i], 1e-9);
}

static void ordinary(void)
{
    set_up(0);
    softmax(z, N, p);
    mistake(p[0] == 17, "nothing has been written into p: softmax is not "
                        "written yet");
    double sum = 0;
    for (int i = 0; i < N; i++)
        sum += p[i];
    mistake(fabs(p[0] - log(right[0])) < 1e-9,
            "these are the logarithms of the probabilities");
    mistake(fabs(sum - 1) > 1e-9,
            "the numbers add up to %.3f, and should to 1: divide each by "
            "their sum",
            sum);
    expect_right("a probability");
}

static void alone(void)
{
    set_up(0);
    softmax(z, 1, p);
    expect_close("the probability of a class alone", p[0], 1, 1e-12);
    expect(p[1] == 17, "n was 1, and p[1] has been written");
}

static void in_place(void)
{
    set_up(0);
    softmax(z, N, z);
    for (int i = 0; i < N; i++)
        p[i] = z[i];
    mistake(fabs(p[0] - right[0]) > 1e-9,
            "p was z itself, and the answer another: don't read z[i] once "
            "p[i] is written");
    expect_right("a probability, written over its logit");
}

static void far_above(void)
{
    set_up(judge_uniform(1000, 2000));
    softmax(z, N, p);
    mistake(isnan(p[0]), "logits of 1000 and more gave NaN: e^1000 is "
                         "infinite, so take the largest logit off first");
    expect_right("a probability, all logits being large");
    for (int one = 0; one < N; one++) {
        set_up(0);
        z[one] = judge_uniform(1000, 2000);
        softmax(z, N, p);
        mistake(isnan(p[one]), "one logit of 1000 and more gave NaN: take off "
                               "the largest, and no other");
        expect_close("the probability of the one large logit", p[one], 1,
                     1e-12);
    }
}

static void far_below(void)
{
    set_up(judge_uniform(-2000, -1000));
    softmax(z, N, p);
    mistake(isnan(p[0]), "logits of -1000 and less gave NaN, since every power "
                         "is 0: take the largest off first, and begin the "
                         "search for it at one of them, not at 0");
    expect_right("a probability, all logits being far below 0");
    for (int i = 0; i < N; i++)
        z[i] = -judge_uniform(1e299, 1e300);
    softmax(z, N, p);
    mistake(isnan(p[0]), "logits of -1e299 and less gave NaN: the search for "
                         "the largest must start at one of them, and at no "
                         "number of your own");
}

static void ruled_out(void)
{
    for (int out = 0; out < N; out += N - 1) {
        set_up(0);
        z[out] = -INFINITY;
        softmax(z, N, p);
        mistake(p[out] != 0, "the logit of class %d is -infinity, and its "
                             "probability should be 0, and not %g",
                out, p[out]);
        for (int i = 0; i < N; i++)
            expect_close("the probability of another class", p[i],
                         i == out ? 0 : right[i] / (1 - right[out]), 1e-9);
    }
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 8.1");
    judge_see("One of many", "08-losses.html#classes");
    if (judge_ask_first("are they the probabilities?", ordinary)) {
        judge_ask("is one class alone certain?", alone);
        judge_ask("may z and p be the same array?", in_place);
        judge_ask("is it right when a logit is large?", far_above);
        judge_ask("is it right when all are far below 0?", far_below);
        judge_ask("may a class be ruled out?", ruled_out);
    }
    return judge_end();
}
