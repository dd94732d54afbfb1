/* 3.3.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* Judges exercise 3.3: four walks over one graph. */
#include "judge.h"

typedef struct {
    double c, x;
} Problem;

static Problem draw(unsigned seed)
{
    return (Problem){predict_pick(seed, 0, 2, 6, 1),
                     predict_pick(seed, 1, 2, 6, 1)};
}

static void pose(FILE *out, unsigned seed)
{
    Problem g = draw(seed);
    fprintf(out,
            "The leaves are c = %g and x = %g. Made from them, in this\n"
            "order:\n"
            "\n"
            "    b = c * x     p = x * b     y = b + p\n"
            "\n"
            "Each walk begins with all gradients 0; \"y\" is short for\n"
            "value_pass_back(y), and so on. What is x->grad in the end?\n"
            "\n"
            "walk_1  y->grad = 1;  then y, p, b\n"
            "walk_2  y->grad = 1;  then y, b, p\n"
            "walk_3  y->grad = 3;  then y, p, b\n"
            "walk_4  y->grad = 1;  then y, p, b;  again y->grad = 1, and\n"
            "        nothing else is set;  then y, p, b once more\n",
            g.c, g.x);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem g = draw(seed);
    double c = g.c, x = g.x, right = c + 2 * c * x, early = c + c * x;

    asked[0] = (Asked){
        "walk_1", right,
        .wrong =
        {{early, "a share is missing: x gets one from p, and from b one "
                 "for each of the two that b has got"},
         {c * x, "that is what p sends: b sends a share too"},
         {c, "b has got a share from p, too, when its turn comes, and p "
             "sends one straight to x"}}};
    asked[1] = (Asked){
        "walk_2", early,
        .wrong =
        {{right, "that is the right slope: but in this walk b passes on "
                 "before p's share has come to it"},
         {c, "p passes on as well, after b: its own share comes to x all "
             "the same"},
         {c * x, "b passes on too, what it had got from y"}}};
    asked[2] = (Asked){
        "walk_3", 3 * right,
        .wrong = {{right, "that is walk 1: the seed is 3 here"},
         {right + 2, "the seed multiplies all that is sent"},
         {3 * early, "three times a share too few: look at walk 1 again"}}};
    asked[3] = (Asked){
        "walk_4", 3 * c + 7 * c * x,
        .wrong =
        {{right, "nothing was cleared: the second round adds to the first"},
         {2 * right, "p and b still hold what the first round brought, and "
                     "send it on once more"},
         {3 * right, "b's gradient grows more than p's: follow both "
                     "through the second round"},
         {2 * c + 5 * c * x, "that is what the second round brings: the "
                             "first has left its own share in x"}}};
    return 4;
}

static void work(FILE *out, unsigned seed)
{
    Problem g = draw(seed);
    double c = g.c, x = g.x, b = c * x;
    fprintf(out,
            "walk_1  y sends 1 to b and p; p sends %g to x and %g to b;\n"
            "        b, with %g, sends %g: %g\n"
            "walk_2  b, with 1, sends %g; p sends %g to x: %g\n"
            "walk_3  three times walk 1: %g\n"
            "walk_4  the second round: p, with 2, sends %g to x and %g to\n"
            "        b; b, with %g, sends %g: with walk 1, %g\n",
            b, x, 1 + x, c * (1 + x), c + 2 * b, c, b, c + b,
            3 * (c + 2 * b), 2 * b, 2 * x, 2 + 3 * x, c * (2 + 3 * x),
            3 * c + 7 * b);
}

int main(int argc, char **argv)
{
    Predict walks = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 3.3", "How it fails",
                         "03-chain-rule.html#fails-3", walks);
}
