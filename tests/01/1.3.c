/* 1.3.c: tangled from chapter 1, "One weight", of Gradus. */
/* Judges exercise 1.3: central differences. */
#include "judge.h"
#include <math.h>

double central_slope(double (*loss)(double w), double w, double h);

static double m, k; /* the parabola is m (w - k)^2 */
static int runs;

static double parabola(double w)
{
    runs++;
    return m * (w - k) * (w - k);
}

static double cube(double w) { return w * w * w; }

static bool close(double a, double b)
{
    return fabs(a - b) <= 1e-7 * fmax(1.0, fabs(b));
}

static void slope_of_parabola(void)
{
    m = judge_uniform(2, 6);
    k = judge_uniform(1, 3);
    for (int side = 1; side >= -1; side -= 2) {
        double d = side * judge_uniform(3, 5), h = judge_uniform(0.1, 0.3);
        double came = central_slope(parabola, k + d, h), right = 2 * m * d;
        /* know the likely mistakes of a central slope */
        double rise = m * (d + h) * (d + h) - m * (d - h) * (d - h);
        mistake(came == 0.0, "central_slope returns 0 on a slope that is not 0: "
                             "it is not written yet");
        mistake(close(came, 2 * right),
                "your slope is twice too large: the two nudges are 2h apart, "
                "not h");
        mistake(close(came, right / 2),
                "your slope is half of what it should be: the two nudges are 2h "
                "apart, not 4h");
        mistake(close(came, -right),
                "your slope has the wrong sign: it is the loss at w + h minus "
                "the loss at w - h");
        mistake(close(came, right + m * h),
                "that is the forward difference: nudge down as well as up");
        mistake(close(came, right - m * h),
                "that is the backward difference: nudge up as well as down");
        mistake(close(came, right * h * h),
                "you multiply by h: / 2 * h divides by 2 and then multiplies; "
                "put 2 * h in parentheses");
        mistake(close(came, rise),
                "that is how far the loss rises: divide it by 2h, the way "
                "between the two nudges");
        double above = m * (d + h) * (d + h), below = above - rise;
        mistake(close(came, above - below / (2 * h)),
                "only the second loss is divided: put the difference in "
                "parentheses");
        expect_close("the slope of m (w - k)^2", came, right, 1e-9);
    }
}

static void slope_of_cube(void)
{
    for (double size = 1.0; size > 1e-3; size /= 10) {
        double w = judge_uniform(-2, 2), h = size * judge_uniform(0.1, 0.2);
        double came = central_slope(cube, w, h);
        /* the two are apart by 3/4 h^2 */
        mistake(fabs(came - (3 * w * w + h * h / 4)) < h * h / 8,
                "a good slope, but from w - h/2 to w + h/2: nudge by h "
                "each way");
        expect_close("the central difference of w^3", came,
                     3 * w * w + h * h, 1e-9);
    }
}

static void two_runs(void)
{
    runs = 0;
    central_slope(parabola, 1.0, 0.1);
    expect_equal("runs of the loss for one slope", runs, 2);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 1.3");
    judge_see("How small is a nudge?", "01-one-weight.html#nudge");
    judge_ask("is the slope of a parabola right?", slope_of_parabola);
    judge_ask("is it right on a cube, too?", slope_of_cube);
    judge_ask("does it run the loss twice?", two_runs);
    return judge_end();
}
