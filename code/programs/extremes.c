/* extremes.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* extremes.c - what the operations do far out, and composed ones instead. */
#include "value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef Value *(*Op)(Value *a);

typedef struct {
    double data, grad;
    size_t nodes; /* besides a */
} Found;

/* The operation's number at a, and its gradient along a. */
static Found find(Op op, double at)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, at), *y = op(a);
    Found found = {NAN, NAN, 0};
    if (value_backward(y))
        found = (Found){y->data, a->grad, graph_nodes(graph) - 1};
    graph_free(graph);
    return found;
}

/* After a tab. C may print -nan for NaN; the sign means nothing. */
static void cell(const char *format, double number)
{
    putchar('\t');
    if (isnan(number))
        printf("NaN");
    else if (isinf(number))
        printf(number > 0 ? "∞" : "−∞");
    else
        printf(format, number + 0.0);
}

static Value *own_sub(Value *a) { return value_sub(a, a); }
static Value *own_div(Value *a) { return value_div(a, a); }

static Value *composed_sub(Value *a)
{
    return value_add(a, value_mul_const(a, -1.0));
}

static Value *composed_div(Value *a)
{
    return value_mul(a, value_pow_const(a, -1.0));
}

static Value *composed_tanh(Value *a)
{
    Value *e = value_exp(value_mul_const(a, 2.0));
    return value_div(value_sub_const(e, 1.0), value_add_const(e, 1.0));
}

static Value *composed_sigmoid(Value *a)
{
    Value *e = value_exp(value_neg(a));
    return value_const_div(1.0, value_add_const(e, 1.0));
}

static Value *relu_of_minus_exp(Value *a)
{
    return value_relu(value_neg(value_exp(a)));
}

static void careful_backward(Value *out)
{
    Value *a = value_input(out, 0);
    double e = exp(-fabs(a->data));
    a->grad += e / (1.0 + e) / (1.0 + e) * out->grad;
}

static const ValueOp careful = {"sigmoid", careful_backward};

static Value *minus_log_of_rest(Value *s)
{
    return value_neg(value_log(value_const_sub(1.0, s)));
}

static Value *loss_by_result(Value *a)
{
    return minus_log_of_rest(value_sigmoid(a));
}

static Value *loss_by_input(Value *a)
{
    Value *s = value_sigmoid(a);
    if (s == NULL)
        return NULL;
    return minus_log_of_rest(value_record(&careful, s->data, a, NULL));
}

static int show_ends(void)
{
    static const struct {
        const char *name;
        Op op;
    } ops[] = {{"exp", value_exp},
               {"log", value_log},
               {"tanh", value_tanh},
               {"sigmoid", value_sigmoid},
               {"relu", value_relu}};
    static const double at[] = {-1000, -1, 0, 1, 1000};
    printf("of\tits\t−1000\t−1\t0\t1\t1000\n");
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        printf("%s\tdata", ops[i].name);
        for (int k = 0; k < 5; k++)
            cell("%.4g", find(ops[i].op, at[k]).data);
        printf("\n\tgrad");
        for (int k = 0; k < 5; k++)
            cell("%.4g", find(ops[i].op, at[k]).grad);
        printf("\n");
    }
    return EXIT_SUCCESS;
}

static int count_composed(void)
{
    static const struct {
        const char *name, *formula;
        Op composed, own;
    } ops[] = {
        {"$a - b$", "$a + (-1)\\,b$", composed_sub, own_sub},
        {"$a/b$", "$a\\,b^{-1}$", composed_div, own_div},
        {"sigmoid", "$1/(1+e^{-a})$", composed_sigmoid, value_sigmoid},
        {"tanh", "$(e^{2a}-1)/(e^{2a}+1)$", composed_tanh, value_tanh}};
    size_t most = 0;
    printf("operation\tput together as\tnodes\tbytes\n");
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        size_t many = find(ops[i].composed, 1).nodes;
        size_t one = find(ops[i].own, 1).nodes;
        most = one > most ? one : most;
        printf("%s\t%s\t%zu\t%zu\n", ops[i].name, ops[i].formula, many,
               many * sizeof(Value));
    }
    printf("each\tone operation\t%zu\t%zu\n", most, most * sizeof(Value));
    return EXIT_SUCCESS;
}

static int compare_tanh(void)
{
    static const double at[] = {1e-6, 1, 10, 400};
    printf("$x$\tcomposed\tits grad\t`value_tanh`\tits grad\n");
    for (int i = 0; i < 4; i++) {
        Found many = find(composed_tanh, at[i]);
        Found one = find(value_tanh, at[i]);
        printf("%g", at[i]);
        cell("%.12g", many.data);
        cell("%.6g", many.grad);
        cell("%.12g", one.data);
        cell("%.6g", one.grad);
        printf("\n");
    }
    return EXIT_SUCCESS;
}

static int show_naive(void)
{
    static const struct {
        const char *name;
        Op op;
        double at;
    } naive[] = {{"tanh, composed", composed_tanh, 400},
                 {"sigmoid, composed", composed_sigmoid, -1000},
                 {"relu(−exp(a))", relu_of_minus_exp, 1000}};
    printf("expression\ta\tdata\tgrad of a\n");
    for (size_t i = 0; i < sizeof naive / sizeof *naive; i++) {
        Found found = find(naive[i].op, naive[i].at);
        printf("%s", naive[i].name);
        cell("%g", naive[i].at);
        cell("%g", found.data);
        cell("%g", found.grad);
        printf("\n");
    }
    return EXIT_SUCCESS;
}

static int measure_digits(void)
{
    static const double at[] = {1, 5, 10, 15, 19, 20};
    printf("$a$\tderivative\t$1-t^2$\t$(1-t)(1+t)$\t$1/\\cosh^2 a$\n");
    for (int i = 0; i < 6; i++) {
        double t = tanh(at[i]), c = cosh(at[i]), e = exp(-2.0 * at[i]);
        double right = 4.0 * e / (1.0 + e) / (1.0 + e);
        printf("%g", at[i]);
        cell("%.3e", right);
        cell("%.0e", fabs(1.0 - t * t - right) / right);
        cell("%.0e", fabs((1.0 - t) * (1.0 + t) - right) / right);
        cell("%.0e", fabs(1.0 / c / c - right) / right);
        printf("\n");
    }
    return EXIT_SUCCESS;
}

static int compare_losses(void)
{
    static const double at[] = {1, 10, 20, 30, 36, 40};
    printf("$a$\tloss\tright slope\tfrom the result\tfrom the input\n");
    for (int i = 0; i < 6; i++) {
        Found by_result = find(loss_by_result, at[i]);
        printf("%g", at[i]);
        cell("%.10g", by_result.data);
        cell("%.10g", 1.0 / (1.0 + exp(-at[i])));
        cell("%.10g", by_result.grad);
        cell("%.10g", find(loss_by_input, at[i]).grad);
        printf("\n");
    }
    return EXIT_SUCCESS;
}

static int show_curves(void)
{
    for (int i = -60; i <= 60; i += 3) {
        Found t = find(value_tanh, i / 10.0);
        Found s = find(value_sigmoid, i / 10.0);
        printf("%g\t%g\t%g\t%g\t%g\n", i / 10.0, t.data, t.grad, s.data,
               s.grad);
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*show)(void);
    } shows[] = {
        {"--composed", count_composed}, {"--tanh", compare_tanh},
        {"--naive", show_naive},        {"--digits", measure_digits},
        {"--loss", compare_losses},     {"--curves", show_curves}};
    if (argc == 1)
        return show_ends();
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        if (argc == 2 && strcmp(argv[1], shows[i].name) == 0)
            return shows[i].show();
    fputs("usage: extremes [--composed | --tanh | --naive | --digits | "
          "--loss | --curves]\n",
          stderr);
    return 2;
}
