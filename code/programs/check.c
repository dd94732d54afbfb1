/* check.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* check.c - three judges of a gradient: the walk, nudging, dual numbers. */
#include "dual.h"
#include "nudge.h"
#include "value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    Value *(*one)(Value *a); /* of one input, or of two */
    Dual (*dual_one)(Dual a);
    Value *(*two)(Value *a, Value *b);
    Dual (*dual_two)(Dual a, Dual b);
    double a, b;
    bool company; /* f - 4 f in place of f */
} Case;

static Value *once(const Case *of, Value *a, Value *b)
{
    return of->one != NULL ? of->one(a) : of->two(a, b);
}

static Value *expression(const Case *of, Value *a, Value *b)
{
    Value *f = once(of, a, b);
    if (!of->company)
        return f;
    return value_sub(f, value_mul_const(once(of, a, b), 4.0));
}

static Dual dual_expression(const Case *of, Dual a, Dual b)
{
    Dual f = of->dual_one != NULL ? of->dual_one(a) : of->dual_two(a, b);
    if (!of->company)
        return f;
    return dual_sub(f, dual_mul(f, dual_const(4.0)));
}

static NudgeStatus run(const double *at, void *context, double *loss)
{
    const Case *of = context;
    Graph *graph = value_graph();
    Value *a = value_new(graph, at[0]), *b = value_new(graph, at[1]);
    Value *y = expression(of, a, b);
    if (y != NULL)
        *loss = y->data;
    graph_free(graph);
    return y == NULL ? NUDGE_FAILED : NUDGE_OK;
}

typedef struct {
    double walk[2], nudge[2], dual[2]; /* along a, and along b */
} Gradients;

static bool ask(const Case *of, Gradients *found)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, of->a), *b = value_new(graph, of->b);
    bool done = value_backward(expression(of, a, b));
    if (done) {
        found->walk[0] = a->grad;
        found->walk[1] = b->grad;
    }
    graph_free(graph);
    /* nudge both inputs */
    double at[2] = {of->a, of->b};
    Case context = *of;
    Nudge nudge = {run, &context, at, 2, 0};
    done = done && nudge_central(&nudge, 1e-5, found->nudge) == NUDGE_OK;
    /* run twice along a slope */
    for (int along = 0; along < 2; along++) {
        Dual a = {of->a, along == 0}, b = {of->b, along == 1};
        found->dual[along] = dual_expression(of, a, b).slope;
    }
    return done;
}

static int digits(double x, double y)
{
    double size = fmax(fabs(x), fabs(y)), gap = fabs(x - y);
    if (gap <= 1e-16 * size)
        return 16;
    return gap < size ? (int)floor(-log10(gap / size)) : 0;
}

static Value *to_minus_1_5(Value *a) { return value_pow_const(a, -1.5); }
static Dual dual_minus_1_5(Dual a) { return dual_pow(a, dual_const(-1.5)); }

static const Case right[] = {
    {"$a - b$", NULL, NULL, value_sub, dual_sub, 2, 3, false},
    {"$a/b$", NULL, NULL, value_div, dual_div, 2, 3, false},
    {"$a^b$", NULL, NULL, value_pow, dual_pow, 2, 3, false},
    {"$a^{-1.5}$", to_minus_1_5, dual_minus_1_5, NULL, NULL, 2, 0, false},
    {"$-a$", value_neg, dual_neg, NULL, NULL, 2, 0, false},
    {"exp", value_exp, dual_exp, NULL, NULL, 2, 0, false},
    {"log", value_log, dual_log, NULL, NULL, 2, 0, false},
    {"tanh", value_tanh, dual_tanh, NULL, NULL, 0.7, 0, false},
    {"sigmoid", value_sigmoid, dual_sigmoid, NULL, NULL, 0.7, 0, false},
    {"relu", value_relu, dual_relu, NULL, NULL, 0.7, 0, false},
    {"relu", value_relu, dual_relu, NULL, NULL, -0.7, 0, false}};

static void both_add(Value *out)
{
    value_input(out, 0)->grad += out->grad;
    value_input(out, 1)->grad += out->grad;
}

static void both_like_the_base(Value *out)
{
    Value *a = value_input(out, 0), *b = value_input(out, 1);
    double slope = b->data * pow(a->data, b->data - 1.0);
    a->grad += slope * out->grad;
    b->grad += slope * out->grad;
}

static void one_less_tanh(Value *out)
{
    value_input(out, 0)->grad += (1.0 - out->data) * out->grad;
}

static const ValueOp wrong_minus = {"-", both_add};
static const ValueOp wrong_power = {"^", both_like_the_base};
static const ValueOp wrong_tanh = {"tanh", one_less_tanh};

static Value *minus(Value *a, Value *b)
{
    return value_record(&wrong_minus, a->data - b->data, a, b);
}

static Value *power(Value *a, Value *b)
{
    return value_record(&wrong_power, pow(a->data, b->data), a, b);
}

static Value *bent_tanh(Value *a)
{
    return value_record(&wrong_tanh, tanh(a->data), a, NULL);
}

static const Case wrong[] = {
    {"$a - b$", NULL, NULL, minus, dual_sub, 2, 3, false},
    {"$a^b$", NULL, NULL, power, dual_pow, 2, 3, false}};
static const Case blind[] = {
    {"tanh, by $1 - t$", bent_tanh, dual_tanh, NULL, NULL, 0, 0, false},
    {"tanh, by $1 - t$", bent_tanh, dual_tanh, NULL, NULL, 1, 0, false},
    {"relu", value_relu, dual_relu, NULL, NULL, 0, 0, false}};

static void print_place(const Case *of, int k)
{
    printf("%s\t%g", of->name, of->a);
    if (of->two != NULL)
        printf(", %g", of->b);
    printf("\t$%s$", k == 0 ? "a" : "b");
}

static int inputs_of(const Case *of) { return of->two != NULL ? 2 : 1; }

static int show(const Case *cases, size_t n)
{
    printf("expression\tat\talong\twalk\tnudged\tdigits\n");
    for (size_t i = 0; i < n; i++) {
        Gradients found;
        if (!ask(&cases[i], &found))
            return EXIT_FAILURE;
        for (int k = 0; k < inputs_of(&cases[i]); k++) {
            double walk = found.walk[k], nudged = found.nudge[k];
            print_place(&cases[i], k);
            printf("\t%.10g\t%.10g\t%d\n", walk, nudged,
                   digits(walk, nudged));
        }
    }
    return EXIT_SUCCESS;
}

static int fewer(int m, int n) { return m < n ? m : n; }

static int show_right(void)
{
    printf("expression\tat\talong\twalk\tby nudging\tforward\n");
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        Case company = right[i];
        company.company = true;
        Gradients one, two;
        if (!ask(&right[i], &one) || !ask(&company, &two))
            return EXIT_FAILURE;
        for (int k = 0; k < inputs_of(&right[i]); k++) {
            print_place(&right[i], k);
            printf("\t%.10g\t%d\t%d\n", one.walk[k],
                   fewer(digits(one.walk[k], one.nudge[k]),
                         digits(two.walk[k], two.nudge[k])),
                   fewer(digits(one.walk[k], one.dual[k]),
                         digits(two.walk[k], two.dual[k])));
        }
    }
    return EXIT_SUCCESS;
}

static void keep_first(Node *node, void *context)
{
    const Value **first = context;
    if (*first == NULL && !isfinite(((const Value *)node)->data))
        *first = (const Value *)node;
}

static int show_first(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 0.9);
    for (int i = 0; i < 20; i++)
        x = value_sub_const(value_log(value_add_const(x, 1.0)), 0.2);
    const Value *first = NULL;
    if (x != NULL)
        graph_each(graph, keep_first, &first);
    if (first != NULL && first->op != NULL)
        printf("the result is not a number: %s\n"
               "of %zu nodes, place %zu is the first: %s of %g\n",
               isnan(x->data) ? "yes" : "no", graph_nodes(graph),
               graph_place(&first->node), first->op->name,
               value_input(first, 0)->data);
    graph_free(graph);
    return first == NULL ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    const char *what = argc == 2 ? argv[1] : "";
    if (argc == 1)
        return show_right();
    if (strcmp(what, "--blind") == 0)
        return show(blind, sizeof blind / sizeof *blind);
    if (strcmp(what, "--wrong") == 0)
        return show(wrong, sizeof wrong / sizeof *wrong);
    if (strcmp(what, "--first") == 0)
        return show_first();
    fputs("usage: check [--blind | --wrong | --first]\n", stderr);
    return 2;
}
