/* 5.3.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Judges exercise 5.3: operations far out and at their bends. */
#include "judge.h"
#include <math.h>

typedef struct {
    double far, c, d, near; /* near is 1 over an input of the log */
    int which;              /* of the chains that end in NaN */
} Problem;

static const struct {
    const char *made;
    double sign;     /* of the far number */
    double nan, all; /* grads that are NaN, and values */
} chains[] = {{"a = %g, e = exp(a), n = -e, r = relu(n)", 1, 1, 4},
              {"a = %g, m = -a, e = exp(m), n = -e, r = relu(n)", -1, 2, 5},
              {"a = %g, k = 2, p = a k, e = exp(p), n = -e, r = relu(n)", 1,
               3, 6}};

static Problem draw(unsigned seed)
{
    static const double inverse[] = {100, 200, 400, 500, 1000};
    Problem it = {.far = predict_pick(seed, 0, 800, 2000, 100)};
    it.c = predict_pick(seed, 1, 2, 5, 1);
    it.d = predict_pick(seed, 2, 6, 9, 1);
    it.near = inverse[(int)predict_pick(seed, 3, 0, 4, 1)];
    it.which = (int)predict_pick(seed, 4, 0, 2, 1);
    return it;
}

static void pose(FILE *out, unsigned seed)
{
    Problem it = draw(seed);
    double far = it.far, c = it.c, d = it.d;
    fprintf(
        out,
        "tanh_data      the number y = %g - %g tanh(-%g)\n"
        "sigmoid_slope  d y / d x for y = %g sigmoid(%g x), at x = 0\n"
        "two_relus      d y / d x for y = %g relu(x) + %g relu(-x), at "
        "x = -%g\n"
        "at_the_bend    d y / d x for y = %g x + %g relu(x), at x = 0, as\n"
        "               the engine finds it\n"
        "log_slope      d y / d x for y = log(%g x), at x = %g\n"
        "nan_grads      after a walk back from r, how many of these values\n"
        "               have a grad that is NaN:\n"
        "               ",
        c, d, far, d, c, c, d, far, c, d, c, 1 / it.near);
    fprintf(out, chains[it.which].made, chains[it.which].sign * far);
    fprintf(out, "\n");
}

static int solve(unsigned seed, Asked *asked)
{
    Problem it = draw(seed);
    double c = it.c, d = it.d, nan = chains[it.which].nan;
    asked[0] = (Asked){
        "tanh_data", c + d,
        .wrong =
        {{c - d, "the sign is turned: tanh of a large negative number is "
                 "-1, and it is subtracted"},
         {c, "you took 0 for the tanh: far out it is 1 or -1"}}};
    asked[1] = (Asked){
        "sigmoid_slope", c * d / 4,
        .wrong = {{d / 4, "the slope of the product inside is missing"},
         {c * d, "the sigmoid's own slope is missing: at 0 it is "
                 "s (1 - s), a quarter"},
         {c * d / 2, "that is with the sigmoid's number, a half: its slope "
                     "there is a quarter"},
         {0, "you took the sigmoid for level: at 0 it is steepest"}}};
    /* the slopes of relus, and of a logarithm near 0 */
    asked[2] = (Asked){
        "two_relus", -d,
        .wrong =
        {{d, "the sign is turned: the minus inside counts, and relu(-x) has "
             "the slope -1 to the left of 0"},
         {c - d, "you took both for awake: to the left of 0 relu(x) is level"},
         {0, "you took both for asleep: to the left of 0 relu(-x) is awake"},
         {c, "you took the wrong one for awake: x is negative"}}};
    asked[3] = (Asked){
        "at_the_bend", c,
        .wrong =
        {{c + d, "that is the slope on the right: at 0 itself relu passes on "
                 "nothing"},
         {c + d / 2, "half way between is what a central difference finds: the "
                     "engine's convention is another"},
         {0, "that is relu's slope alone: the line beside it has one, too"}}};
    asked[4] = (Asked){
        "log_slope", it.near,
        .wrong =
        {{it.near / c, "the slope of the product inside is missing: the factor "
                       "cancels"},
         {it.near * c, "the factor counts twice: it is inside of the "
                       "logarithm, too, and cancels"},
         {1 / it.near, "you took the input: the slope of log is 1 over it"},
         {log(c / it.near), "that is the logarithm itself: its slope was "
                            "asked for"}}};
    asked[5] = (Asked){
        "nan_grads", nan,
        .wrong =
        {{0, "one product is missing: e is infinite, and so is its local "
             "derivative. What is 0 times infinity?"},
         {nan + 1, "one is too many: e itself gets a number, since relu "
                   "passes back 0, and minus passes on 0"},
         {chains[it.which].all, "those are all of them: NaN spreads back "
                                "from where it arises, and nearer to the "
                                "root all is finite"}}};
    return 6;
}

static void work(FILE *out, unsigned seed)
{
    Problem it = draw(seed);
    double c = it.c, d = it.d;
    fprintf(out,
            "tanh_data      %g - %g * (-1) = %g\n"
            "sigmoid_slope  %g * 1/4 * %g = %g\n"
            "two_relus      %g * 0 + %g * (-1) = %g\n"
            "at_the_bend    %g + %g * 0 = %g\n"
            "log_slope      1 / (%g * %g) * %g = %g\n"
            "nan_grads      r has 1, n has 0 and e has 0; 0 times infinity "
            "is NaN, for the rest: %g\n",
            c, d, c + d, d, c, c * d / 4, c, d, -d, c, d, c, c, 1 / it.near,
            c, it.near, chains[it.which].nan);
}

int main(int argc, char **argv)
{
    Predict extremes = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 5.3", "At the ends of the line",
                         "05-operations.html#extremes", extremes);
}
