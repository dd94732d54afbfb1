/* 8.4.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* Judges exercise 8.4: a rate that rises, and then falls. */
#include "judge.h"
#include <math.h>
#include <stddef.h>

double warm_cosine(double top, size_t warm, size_t step, size_t steps);

static double top;
static size_t warm, fall;

static void set_up(void)
{
    top = judge_uniform(0.5, 3);
    warm = (size_t)judge_uniform(5, 20);
    fall = 12 * (size_t)judge_uniform(3, 9);
}

static double at(size_t step)
{
    return warm_cosine(top, warm, step, warm + fall);
}

static void rises(void)
{
    set_up();
    mistake(at(0) == 0 && at(warm / 2) == 0,
            "the rate is 0: warm_cosine is not written yet, or a division "
            "of two size_t dropped what is behind the point");
    mistake(at(0) == 0 && at(1) > 0,
            "the first step has the rate 0, and would move nothing: it is "
            "top / warm there");
    mistake(at(0) == top, "the rate is top at once: it should rise to it");
    for (size_t step = 0; step < warm; step++)
        expect_close("the rate in the warm-up", at(step),
                     top * ((double)step + 1) / (double)warm, 1e-12);
}

static void begins(void)
{
    set_up();
    double pi = acos(-1.0), late = (double)warm / (double)(warm + fall),
           later = (double)warm / (double)fall;
    mistake(fabs(at(warm) - top * (1 + cos(pi * late)) / 2) < 1e-9 ||
                fabs(at(warm) - top * (1 + cos(pi * later)) / 2) < 1e-9,
            "the cosine has begun at step 0 already: it begins at step "
            "warm, and has steps - warm steps");
    expect_close("the rate where the fall begins", at(warm), top, 1e-12);
}

static void falls(void)
{
    set_up();
    mistake(at(warm + fall / 2) == top,
            "half-way down the rate is still top: a division of two size_t "
            "drops what is behind the point");
    mistake(fabs(at(warm + fall / 3) - top / 3 * 2) < 1e-9,
            "that is a straight line down: a third of the way down a "
            "cosine leaves three quarters");
    mistake(fabs(at(warm + fall / 2)) < 1e-9,
            "half-way the rate is 0 already: take half a cosine, from 0 to "
            "pi, and from 1 to 0");
    expect_close("after a third", at(warm + fall / 3), 0.75 * top, 1e-9);
    expect_close("half-way", at(warm + fall / 2), 0.5 * top, 1e-9);
    expect_close("after two thirds", at(warm + 2 * (fall / 3)), 0.25 * top,
                 1e-9);
}

static void ends(void)
{
    set_up();
    mistake(at(warm + 2 * fall) > 0.5 * top,
            "the rate rises again after the end: it stays 0");
    for (size_t step = warm + fall; step < warm + 3 * fall; step++)
        expect_close("the rate after the end", at(step), 0, 1e-12);
}

static void without(void)
{
    set_up();
    mistake(isnan(warm_cosine(top, 0, 0, fall)),
            "with a warm-up of no steps the rate is NaN: 0 is divided by "
            "0");
    expect_close("the first rate", warm_cosine(top, 0, 0, fall), top, 1e-12);
    expect_close("half-way", warm_cosine(top, 0, fall / 2, fall), top / 2,
                 1e-9);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 8.4");
    judge_see("A rate that falls", "08-losses.html#schedules");
    if (judge_ask_first("does the rate rise as it should?", rises)) {
        judge_ask("does it begin its fall at the top?", begins);
        judge_ask("does it fall along a cosine?", falls);
        judge_ask("is it 0 at the end, and after?", ends);
        judge_ask("is it right without a warm-up?", without);
    }
    return judge_end();
}
