/* 2.3.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* Judges exercise 2.3: a graph and its tree, counted by hand. */
#include "judge.h"

typedef struct {
    int leaves, made; /* leaves come first */
    const char *op;   /* "+" or "*" for each result */
    int a[4], b[4];   /* its inputs */
} Lines;

static const Lines lines[] = {
    {2, 3, "*+*", {0, 2, 3}, {1, 0, 3}},
    {2, 4, "+*+*", {0, 2, 3, 4}, {1, 2, 0, 2}},
    {3, 4, "*+*+", {0, 3, 4, 5}, {1, 2, 4, 3}},
    {3, 4, "+**+", {0, 1, 3, 5}, {1, 2, 4, 5}},
    {2, 4, "+*++", {0, 2, 3, 4}, {0, 1, 3, 2}},
    {3, 3, "+*+", {0, 3, 4}, {1, 3, 2}},
};

typedef struct {
    const Lines *of;
    int n;
    double value[7], tree[7];
} Problem;

static double result(char op, double a, double b)
{
    return op == '+' ? a + b : a * b;
}

static Problem draw(unsigned seed)
{
    Problem p = {.of = &lines[(int)predict_pick(seed, 0, 0, 5, 1)]};
    p.n = p.of->leaves + p.of->made;
    for (int i = 0; i < p.of->leaves; i++) {
        p.value[i] = predict_pick(seed, 1 + i, 2, 5, 1);
        p.tree[i] = 1;
    }
    if (predict_pick(seed, 4, 0, 1, 1) > 0)
        p.value[1] = -p.value[1];
    for (int i = 0; i < p.of->made; i++) {
        int a = p.of->a[i], b = p.of->b[i], to = p.of->leaves + i;
        p.value[to] = result(p.of->op[i], p.value[a], p.value[b]);
        p.tree[to] = 1 + p.tree[a] + p.tree[b];
    }
    return p;
}

static char name(const Problem *p, int i)
{
    return i < p->of->leaves ? "abc"[i] : "pqrs"[i - p->of->leaves];
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out, "Leaves:    ");
    for (int i = 0; i < p.of->leaves; i++)
        fprintf(out, "%s%c = %g", i ? ", " : "", name(&p, i), p.value[i]);
    fprintf(out, "\nthen:      ");
    for (int i = 0; i < p.of->made; i++)
        fprintf(out, "%s%c = %c %c %c", i ? ", " : "",
                name(&p, p.of->leaves + i), name(&p, p.of->a[i]),
                p.of->op[i], name(&p, p.of->b[i]));
    fprintf(out,
            "\n\n"
            "result  the data of %c\n"
            "values  how many values are on the graph\n"
            "edges   how many pointers their prev hold\n"
            "tree    how many values %c would take, itself included, if\n"
            "        every use had a copy of its own\n",
            name(&p, p.n - 1), name(&p, p.n - 1));
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    int made = p.of->made, last = made - 1, twice = 0;
    for (int i = 0; i < made; i++)
        twice += p.of->a[i] == p.of->b[i];
    double a = p.value[p.of->a[last]], b = p.value[p.of->b[last]];
    double tree = p.tree[p.n - 1];

    asked[0] = (Asked){
        "result", p.value[p.n - 1],
        .wrong =
        {{p.value[p.n - 2], "that is the line before the last one: go on "
                            "to the last"},
         {result(p.of->op[last] == '+' ? '*' : '+', a, b),
          "you took a sum for a product, or a product for a sum: look at "
          "the sign in the last line"}}};
    asked[1] = (Asked){
        "values", p.n,
        .wrong = {{made, "those are the results: leaves are values, too"},
         {p.of->leaves, "those are the leaves: results are values, too"},
         {tree, "that is the tree: a value that is used twice is on the "
                "graph once"}}};
    asked[2] = (Asked){
        "edges", 2.0 * made,
        .wrong =
        {{made, "those are the operations: each here has two inputs, and "
                "a pointer to each"},
         {2.0 * made - twice, "one is missing: a value that is used twice "
                              "by one operation has two pointers to it"},
         {3.0 * made, "you counted an arrow from each operation to its "
                      "result: prev holds the inputs alone"},
         {tree - 1, "those are the edges of the tree: on the graph each "
                    "operation has two, however often it is used"}}};
    asked[3] = (Asked){
        "tree", tree,
        .wrong =
        {{p.n, "that is the graph: in the tree a value that is used twice "
               "stands twice, with all that it was made from"},
         {tree - 1, "one is missing: count the last value, too"},
         {(tree + 1) / 2, "those are the leaves of the tree: results are "
                          "in it, too"}}};
    return 4;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out, "name  data  made from  its tree\n");
    for (int i = 0; i < p.n; i++) {
        int at = i - p.of->leaves;
        fprintf(out, "%4c  %4g  ", name(&p, i), p.value[i]);
        if (at < 0)
            fprintf(out, "           1\n");
        else
            fprintf(out, "%c %c %c      1 + %g + %g = %g\n",
                    name(&p, p.of->a[at]), p.of->op[at],
                    name(&p, p.of->b[at]), p.tree[p.of->a[at]],
                    p.tree[p.of->b[at]], p.tree[i]);
    }
    fprintf(out, "values  %d rows\nedges   2 * %d operations = %d\n", p.n,
            p.of->made, 2 * p.of->made);
}

int main(int argc, char **argv)
{
    Predict shared = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 2.3",
                         "A graph, and not a tree",
                         "02-values-that-remember.html#dag", shared);
}
