/* 5.1.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Judges exercise 5.1: slopes through several operations, by hand. */
#include "judge.h"
#include <math.h>

typedef struct {
    double a, b, p, q, c;
} Problem;

static Problem draw(unsigned seed)
{
    static const double powers[][2] = {{2, 3}, {2, 4}, {3, 2},
                                       {3, 4}, {5, 2}, {5, 3}};
    static const double firsts[] = {4, 5, 7, 8};
    int which = (int)predict_pick(seed, 0, 0, 5, 1);
    Problem it = {.p = powers[which][0], .q = powers[which][1]};
    it.a = firsts[(int)predict_pick(seed, 1, 0, 3, 1)];
    it.b = predict_pick(seed, 2, 2, 3, 1);
    it.c = predict_pick(seed, 3, 1, 9, 1);
    return it;
}

static void pose(FILE *out, unsigned seed)
{
    Problem it = draw(seed);
    fprintf(out,
            "Let a = %g and b = %g.\n"
            "\n"
            "quotient_to_a  d y / d a for y = (a - b) / (a + b)\n"
            "quotient_to_b  d y / d b for the same\n"
            "power_to_a     d y / d p for y = p^q, at p = %g and q = %g\n"
            "power_to_b     d y / d q for the same\n"
            "log_to_a       d y / d a for y = log(a^2 + %g)\n"
            "exp_to_b       d y / d b for y = a exp(-b^2 / 2)\n",
            it.a, it.b, it.p, it.q, it.c);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem it = draw(seed);
    double a = it.a, b = it.b, u = a - b, v = a + b;
    double p = it.p, q = it.q, y = pow(p, q), e = exp(-b * b / 2);
    double inside = a * a + it.c;
    /* the slopes of a quotient, and their likely mistakes */
    asked[0] = (Asked){
        "quotient_to_a", 2 * b / v / v,
        .wrong =
        {{1, "you divided the slopes of numerator and denominator: add up the "
             "two paths that lead to a"},
         {1 / v, "that is the path through a - b alone: a is in a + b, too"},
         {-u / v / v, "that is the path through a + b alone: a is in a - b, too"},
         {2 * a / v / v, "the path through the denominator has a minus: the "
                         "slope of u / v along v is -u / v^2"}}};
    asked[1] = (Asked){
        "quotient_to_b", -2 * a / v / v,
        .wrong = {{2 * b / v / v, "that is the slope along a: a - b passes the "
                         "opposite sign to b"},
         {-1 / v, "that is the path through a - b alone: b is in a + b, too"},
         {-u / v / v, "that is the path through a + b alone: b is in a - b, too"},
         {-2 * b / v / v, "the path through the denominator has a minus: the "
                          "slope of u / v along v is -u / v^2"},
         {2 * a / v / v, "the sign is turned: both paths to b are negative"}}};
    /* the slopes of a power, and their likely mistakes */
    asked[2] = (Asked){
        "power_to_a", q * y / p,
        .wrong =
        {{y * log(p), "that is the slope along the exponent: hold q still"},
         {q * y, "you left the exponent as it was: it goes down by one, "
                 "q p^(q-1)"},
         {y / p, "the exponent is missing as a factor: q p^(q-1)"}}};
    asked[3] = (Asked){
        "power_to_b", y * log(p),
        .wrong =
        {{q * y / p, "you took q for a constant and p for the variable: here p "
                     "is held still, and p^q is exp(q log p)"},
         {y * log(q), "you took the logarithm of the exponent: it is that "
                      "of the base, p"},
         {y, "the factor log p is missing: only e^q is its own derivative"},
         {y * log10(p), "you took the logarithm to the base 10: it is the "
                        "natural one"}}};
    /* the slopes of curves, and their likely mistakes */
    asked[4] = (Asked){
        "log_to_a", 2 * a / inside,
        .wrong =
        {{1 / inside, "the slope of a^2 is missing: multiply along the path"},
         {1 / (2 * a), "you divided by the slope of a^2: the logarithm's is 1 "
                       "over its input, a^2 + c"},
         {a / inside, "a 2 is missing: the slope of a^2 is 2a"},
         {2 * a * log(inside), "you took the logarithm itself: its slope is 1 "
                               "over its input"}}};
    asked[5] = (Asked){
        "exp_to_b", -a * b * e,
        .wrong = {{a * b * e, "the sign is turned: -b^2 / 2 has the slope -b"},
         {a * e, "the slope of -b^2 / 2 is missing: multiply along the path"},
         {-a * e, "you took -1 for the slope of -b^2 / 2: it is -b"},
         {-b * e, "the factor a is missing: it is the slope of the product "
                  "along the exp"}}};
    return 6;
}

static void work(FILE *out, unsigned seed)
{
    Problem it = draw(seed);
    double a = it.a, b = it.b, u = a - b, v = a + b;
    double p = it.p, q = it.q, e = exp(-b * b / 2), inside = a * a + it.c;
    fprintf(out,
            "with u = a - b = %g and v = a + b = %g:\n"
            "quotient_to_a  1/%g - %g/%g^2 = %g\n"
            "quotient_to_b  -1/%g - %g/%g^2 = %g\n"
            "power_to_a     %g * %g^%g = %g\n"
            "power_to_b     %g^%g * log %g = %g\n"
            "log_to_a       1/%g * 2 * %g = %g\n"
            "exp_to_b       %g * exp(-%g) * (-%g) = %g\n",
            u, v, v, u, v, 2 * b / v / v, v, u, v, -2 * a / v / v, q, p,
            q - 1, q * pow(p, q - 1), p, q, p, pow(p, q) * log(p), inside, a,
            2 * a / inside, a, b * b / 2, b, -a * b * e);
}

int main(int argc, char **argv)
{
    Predict slopes = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 5.1",
                         "One line of calculus each",
                         "05-operations.html#op-locals", slopes);
}
