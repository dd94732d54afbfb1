/* 3.2.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* Judges exercise 3.2: gradients passed back by hand. */
#include "judge.h"

typedef struct {
    double a, b, s, p;
} Problem;

static Problem draw(unsigned seed)
{
    Problem g = {.a = predict_pick(seed, 0, 2, 6, 1),
                 .b = predict_pick(seed, 1, -12, -8, 1)};
    g.s = g.a + g.b;
    g.p = g.s * g.a;
    return g;
}

static void pose(FILE *out, unsigned seed)
{
    Problem g = draw(seed);
    fprintf(out,
            "The leaves are a = %g and b = %g. Made from them, in this\n"
            "order:\n"
            "\n"
            "    s = a + b     p = s * a     y = p * s\n"
            "\n"
            "y      its data\n"
            "p_bar  the gradient of y with respect to p\n"
            "s_bar  with respect to s\n"
            "b_bar  with respect to b\n"
            "a_bar  with respect to a\n",
            g.a, g.b);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem g = draw(seed);
    double a = g.a, s = g.s, p = g.p;

    asked[0] = (Asked){"y",
                       p * s,
                       .wrong = {{p, "that is p: y is p times s"},
                        {p + s, "y is a product: p times s"}},
                       "One operation at a time",
                       "02-values-that-remember.html#trace"};
    asked[1] = (Asked){
        "p_bar", s,
        .wrong =
        {{p, "you passed p its own factor: a product sends each input the "
             "other one"},
         {1, "that is what a sum would send: y is a product"},
         {0, "the seed is missing: y_bar is 1"}},
        "Passing back", "03-chain-rule.html#passing-back"};
    asked[2] = (Asked){
        "s_bar", 2 * s * a,
        .wrong =
        {{s * a, "that is one share: s is used twice, in p and in y, and "
                 "the two shares add up"},
         {s * s + p, "you passed s its own factor in p: a product sends "
                     "each input the other one"},
         {a + p, "p sends a times p_bar, and p_bar is not 1"},
         {s * a * p, "the two shares add up: you multiplied them"}}};
    /* solve for the leaves of the graph with shared values */
    asked[3] = (Asked){
        "b_bar", 2 * s * a,
        .wrong =
        {{s * a, "that is half of s_bar: a sum sends the whole of it to "
                 "each input (and s_bar has two shares)"},
         {2 * s * a * a, "s is a sum, and no product with a: it sends s_bar "
                         "to b as it is, times 1"},
         {2 * s * a * g.b, "s is a sum, and no product with b: it sends "
                           "s_bar to b as it is, times 1"}},
        "Passing back", "03-chain-rule.html#passing-back"};
    asked[4] = (Asked){
        "a_bar", s * s + 2 * s * a,
        .wrong = {{s * s, "that is p's share alone: s sends one to a as well"},
         {2 * s * a, "that is s's share alone: p sends one to a as well"},
         {s * s + s * a, "s passed on too early, or half: when its turn "
                         "comes, it has shares from both y and p"},
         {3 * s * a, "p sends a the other factor, s, times p_bar"},
         {s + 2 * s * a, "p sends s times p_bar, and p_bar is not 1"}}};
    return 5;
}

static void work(FILE *out, unsigned seed)
{
    Problem g = draw(seed);
    double s_bar = g.p + g.a * g.s;
    fprintf(out,
            "s      %g + (%g) = %g\n"
            "p      %g * %g = %g\n"
            "y      %g * (%g) = %g\n"
            "y_bar  1, the seed\n"
            "p_bar  s * y_bar = %g\n"
            "s_bar  p * y_bar + a * p_bar = %g + (%g) = %g\n"
            "b_bar  s_bar = %g\n"
            "a_bar  s * p_bar + s_bar = %g + (%g) = %g\n",
            g.a, g.b, g.s, g.s, g.a, g.p, g.p, g.s, g.p * g.s, g.s, g.p,
            g.a * g.s, s_bar, s_bar, g.s * g.s, s_bar, g.s * g.s + s_bar);
}

int main(int argc, char **argv)
{
    Predict ways = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 3.2", "Two paths",
                         "03-chain-rule.html#two-paths", ways);
}
