/* 7.2.c: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* Judges exercise 7.2: parameters and values, counted by hand. */
#include "judge.h"

typedef struct {
    double in, first, second; /* inputs; neurons of the two layers */
    double from, to;          /* a weight of the second layer */
    double examples;
} Problem;

static Problem draw(unsigned seed)
{
    Problem p = {.in = predict_pick(seed, 0, 3, 6, 1),
                 .first = predict_pick(seed, 1, 7, 12, 1),
                 .second = predict_pick(seed, 2, 4, 6, 1)};
    p.from = predict_pick(seed, 3, 4, 6, 1);
    p.to = predict_pick(seed, 4, 1, 3, 1);
    p.examples = predict_pick(seed, 5, 2, 5, 1);
    return p;
}

static double parameters(Problem p)
{
    return p.first * (p.in + 1) + p.second * (p.first + 1);
}

static double values(Problem p)
{
    return p.first * (2 * p.in + 1) + p.second * 2 * p.first;
}

static double place(Problem p)
{
    return p.first * (p.in + 1) + p.to * (p.first + 1) + p.from;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "A network %g-%g-%g: %g inputs, a layer of %g tanh neurons, and\n"
            "a layer of %g linear ones.\n"
            "\n"
            "parameters  how many it has\n"
            "values      how many one forward pass makes\n"
            "place       where in nn_parameters the weight stands with which\n"
            "            neuron %g of the second layer multiplies what\n"
            "            neuron %g of the first puts out (all counted from 0)\n"
            "nodes       on the graph before the loss, for %g examples: the\n"
            "            parameters, the inputs, and what the passes make\n",
            p.in, p.first, p.second, p.in, p.first, p.second, p.to, p.from,
            p.examples);
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    double all = parameters(p), made = values(p), at = place(p);
    double weights = p.first * p.in + p.second * p.first;

    asked[0] = (Asked){
        "parameters", all,
        .wrong =
        {{weights, "the biases are missing: one for each neuron"},
         {weights + 2, "each neuron has a bias, not each layer"},
         {all + p.in, "inputs have no parameters"},
         {(p.in + 1) * (p.first + 1) * p.second,
          "the layers add up: each has its own table"}}};
    asked[1] = (Asked){
        "values", made,
        .wrong =
        {{made + p.second, "linear makes no value"},
         {made - p.first, "tanh makes a value for each neuron"},
         {weights, "there is a product and a sum for each weight"},
         {made + all, "the parameters are there before the pass"},
         {made + p.first + p.second,
          "the sum starts from the bias, which is there already"},
         {made + 2 * (p.first + p.second),
          "the sum starts from the bias, which is there already"},
         {2 * all, "two values come of a weight, but none of a bias: the sum "
                   "starts from it"}}};
    asked[2] = (Asked){
        "place", at,
        .wrong =
        {{at + 1, "count from 0"},
         {p.first * p.in + p.to * p.first + p.from,
          "the biases stand in the array, too"},
         {p.first * (p.in + 1) + p.to * p.first + p.from,
          "the second table's rows end with a bias, too"},
         {p.to * (p.first + 1) + p.from,
          "that is the place in its layer: the first layer comes before"},
         {p.first * (p.in + 1) + p.from * p.second + p.to,
          "a neuron's weights stand together: step over whole neurons of "
          "the second layer first"}}};
    asked[3] = (Asked){
        "nodes", all + p.examples * (p.in + made),
        .wrong =
        {{p.examples * (p.in + made), "the parameters are nodes, too"},
         {all + p.examples * made, "each example's inputs are leaves on "
                                   "the graph"},
         {p.examples * (all + p.in + made),
          "the parameters are made once, for all examples"},
         {all + p.in + p.examples * made,
          "each example has inputs of its own"}}};
    return 4;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "parameters  %g * (%g + 1) + %g * (%g + 1) = %g\n"
            "values      %g * (2 * %g + 1) + %g * 2 * %g = %g\n"
            "place       %g * (%g + 1) + %g * (%g + 1) + %g = %g\n"
            "nodes       %g + %g * (%g + %g) = %g\n",
            p.first, p.in, p.second, p.first, parameters(p), p.first, p.in,
            p.second, p.first, values(p), p.first, p.in, p.to, p.first,
            p.from, place(p), parameters(p), p.examples, p.in, values(p),
            parameters(p) + p.examples * (p.in + values(p)));
}

int main(int argc, char **argv)
{
    Predict counting = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 7.2", "Counting",
                         "07-networks.html#counting", counting);
}
