/* 5.7.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Judges exercise 5.7: numbers that carry their second derivative. */
#include "judge.h"
#include <math.h>

typedef struct {
    double data, slope, bend;
} Bent;

Bent bent_input(double x);
Bent bent_const(double c);
Bent bent_add(Bent a, Bent b);
Bent bent_mul(Bent a, Bent b);
Bent bent_div(Bent a, Bent b);
Bent bent_exp(Bent a);
Bent bent_tanh(Bent a);

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9 * fmax(1, fabs(b));
}

static Bent drawn(void)
{
    return (Bent){judge_uniform(1, 2), judge_uniform(1, 2),
                  judge_uniform(1, 2)};
}

static void products(void)
{
    Bent a = drawn(), b = drawn(), y = bent_mul(a, b);
    double outer = a.bend * b.data + a.data * b.bend, both = a.slope * b.slope;
    mistake(y.bend == 0.0, "the bend of a product is 0: bent_mul is not "
                           "written yet");
    mistake(near(y.bend, outer),
            "the product of the two slopes is missing: the slope of a "
            "product is a' b + a b', and each of these has its own");
    mistake(near(y.bend, outer + both),
            "a' b' occurs twice: once from the slope of a' b, and once from "
            "that of a b'");
    mistake(near(y.bend, 2 * both), "that is right for inputs, which do not "
                                    "bend: a and b may bend already");
    mistake(near(y.bend, a.bend * b.bend),
            "you multiplied the bends: that of a product is the slope of "
            "its slope, a' b + a b', and not the product of the bends");
    expect_close("a'' b + 2 a' b' + a b''", y.bend, outer + 2 * both, 1e-9);
    expect_close("a' b + a b'", y.slope,
                 a.slope * b.data + a.data * b.slope, 1e-9);
    expect_close("a b", y.data, a.data * b.data, 1e-9);
}

static void cubes(void)
{
    double v = judge_uniform(-2, 2);
    Bent x = bent_input(v), y = bent_mul(bent_mul(x, x), x);
    expect_close("the bend of x^3", y.bend, 6 * v, 1e-9);
    expect_close("the slope of x^3", y.slope, 3 * v * v, 1e-9);
}

static void quotients(void)
{
    double v = judge_uniform(1, 2);
    Bent x = bent_input(v), y = bent_div(bent_const(1), x);
    mistake(near(y.slope, 1 / v / v), "the sign of the slope of 1/x is "
                                      "turned: it is -1/x^2");
    mistake(y.slope == 0.0, "the slope of 1/x is 0: bent_div is not "
                            "written yet");
    expect_close("the slope of 1/x", y.slope, -1 / v / v, 1e-9);
    mistake(near(y.bend, 1 / v / v / v),
            "that is half of it: 2 q' b' stands in "
            "q'' b + 2 q' b' + q b'' = a''");
    expect_close("the bend of 1/x", y.bend, 2 / v / v / v, 1e-9);

    Bent a = drawn(), b = drawn();
    Bent back = bent_mul(bent_div(a, b), b);
    expect_close("the slope of (a / b) b, and that of a", back.slope,
                 a.slope, 1e-9);
    expect_close("the bend of (a / b) b, and that of a", back.bend, a.bend,
                 1e-9);
}

static double either_sign(double low, double high)
{
    double size = judge_uniform(low, high);
    return judge_uniform(-1, 1) < 0 ? -size : size;
}

static Bent drawn_anywhere(void)
{
    return (Bent){either_sign(0.3, 2), either_sign(1.2, 2),
                  either_sign(1, 2)};
}

static void exponentials(void)
{
    for (int i = 0; i < 20; i++) {
        Bent a = drawn_anywhere(), y = bent_exp(a);
        double e = exp(a.data), squared = a.slope * a.slope;
        mistake(near(y.bend, e * a.bend),
                "the slope's own square is missing: the bend is "
                "f'' a'^2 + f' a''");
        mistake(near(y.bend, e * squared), "the bend of the input is "
                                           "missing: f'' a'^2 + f' a''");
        mistake(near(y.bend, e * (a.slope + a.bend)),
                "the slope of the input counts once in your bend: in "
                "f'' a'^2 + f' a'' it counts squared");
        expect_close("exp(a)", y.data, e, 1e-12);
        expect_close("the slope of exp(a)", y.slope, e * a.slope, 1e-9);
        expect_close("the bend of exp(a)", y.bend, e * (squared + a.bend),
                     1e-9);
    }
}

static void tangents(void)
{
    for (int i = 0; i < 20; i++) {
        Bent a = drawn_anywhere(), y = bent_tanh(a);
        double t = tanh(a.data), f1 = 1 - t * t, f2 = -2 * t * f1;
        double squared = a.slope * a.slope;
        expect_close("tanh(a)", y.data, t, 1e-12);
        mistake(near(y.bend, -2 * t * squared + f1 * a.bend),
                "the second derivative of tanh is -2 t (1 - t^2): the chain "
                "rule applies to t^2, too");
        mistake(near(y.bend, -f2 * squared + f1 * a.bend),
                "the sign of the second derivative of tanh is turned: it "
                "is -2 t (1 - t^2)");
        expect_close("the slope of tanh(a)", y.slope, f1 * a.slope, 1e-9);
        expect_close("the bend of tanh(a)", y.bend,
                     f2 * squared + f1 * a.bend, 1e-9);
    }
}

static void far_out(void)
{
    for (int sign = 1; sign >= -1; sign -= 2) {
        Bent y = bent_tanh((Bent){sign * 400, 1, 1});
        mistake(isnan(y.data) || isnan(y.slope) || isnan(y.bend),
                "at 400 it is infinity over infinity: take the library's "
                "tanh, and its derivatives from the result");
        expect_close("tanh at 400", y.data, sign, 1e-12);
        expect_close("its slope", y.slope, 0, 1e-12);
        expect_close("its bend", y.bend, 0, 1e-12);
    }
}

static void together(void)
{
    double v = judge_uniform(-1, 1), e = exp(v * v);
    Bent x = bent_input(v), y = bent_exp(bent_mul(x, x));
    expect_close("the bend of exp(x^2)", y.bend, (2 + 4 * v * v) * e, 1e-9);
    Bent two = bent_mul(bent_const(2), x), t = bent_exp(two);
    Bent up = bent_add(t, bent_const(-1)), down = bent_add(t, bent_const(1));
    expect_close("the bends of two ways to tanh", bent_div(up, down).bend,
                 bent_tanh(x).bend, 1e-9);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 5.7");
    judge_see("A second judge", "05-operations.html#dual");
    if (judge_ask_first("is the bend of a product right?", products)) {
        judge_ask("is that of products of products?", cubes);
        judge_ask("is that of a quotient?", quotients);
        judge_ask("is that of exp?", exponentials);
        judge_ask("is that of tanh?", tangents);
        judge_see("At the ends of the line", "05-operations.html#extremes");
        judge_ask("is that of tanh at 400?", far_out);
        judge_see("A second judge", "05-operations.html#dual");
        judge_ask("is that of all of them together?", together);
    }
    return judge_end();
}
