/* test.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* Tests chapter 5: operations, their derivatives, and dual numbers. */
#include "dual.h"
#include "judge.h"
#include "nudge.h"
#include "value.h"

#include <math.h>
#include <string.h>

typedef struct {
    double data, to_a, to_b;
} Found;

typedef Value *(*One)(Value *a);
typedef Value *(*Two)(Value *a, Value *b);

/* k f(a), or f(a) when k is 1, and the gradient. */
static Found find_one(One f, double a, double k)
{
    Graph *graph = value_graph();
    Value *in = value_new(graph, a), *y = f(in);
    value_backward(k == 1 ? y : value_mul_const(y, k));
    Found found = {y->data, in->grad, 0.0};
    graph_free(graph);
    return found;
}

static Found find_two(Two f, double a, double b, double k)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, a), *y = value_new(graph, b), *z = f(x, y);
    value_backward(k == 1 ? z : value_mul_const(z, k));
    Found found = {z->data, x->grad, y->grad};
    graph_free(graph);
    return found;
}

/* Equal, or both NaN, or 1e-13 apart, for what they are large. */
static void same(const char *what, double at, double came, double right)
{
    bool equal = came == right || (isnan(came) && isnan(right)) ||
                 (isfinite(right) &&
                  fabs(came - right) <= 1e-13 * fabs(right));
    expect(equal, "%s at %g: expected %g, came %g", what, at, right, came);
}

static void check_one(const char *what, One f, double x, double data,
                      double slope)
{
    double k = judge_uniform(-5, -2);
    Found alone = find_one(f, x, 1), in_company = find_one(f, x, k);
    expect_close(what, alone.data, data, 1e-13);
    expect_close("its slope", alone.to_a, slope, 1e-12);
    expect_close("its slope in company", in_company.to_a, k * slope, 1e-12);
}

static void check_two(const char *what, Two f, double a, double b,
                      Found right)
{
    double k = judge_uniform(-5, -2);
    Found alone = find_two(f, a, b, 1), in_company = find_two(f, a, b, k);
    expect_close(what, alone.data, right.data, 1e-13);
    expect_close("its slope along a", alone.to_a, right.to_a, 1e-12);
    expect_close("its slope along b", alone.to_b, right.to_b, 1e-12);
    expect_close("along a, in company", in_company.to_a, k * right.to_a,
                 1e-12);
    expect_close("along b, in company", in_company.to_b, k * right.to_b,
                 1e-12);
}

static void arithmetic(void)
{
    for (int i = 0; i < 50; i++) {
        double a = judge_uniform(-3, 3), b = judge_uniform(0.5, 3);
        b *= i % 2 == 0 ? 1 : -1;
        check_two("a - b", value_sub, a, b, (Found){a - b, 1, -1});
        check_two("a / b", value_div, a, b,
                  (Found){a / b, 1 / b, -a / (b * b)});
        check_one("-a", value_neg, a, -a, -1);
    }
}

static void curves(void)
{
    for (int i = 0; i < 50; i++) {
        double x = judge_uniform(-4, 4), e = exp(x), p = judge_uniform(0.1, 9);
        double t = (e - 1 / e) / (e + 1 / e), c = (e + 1 / e) / 2;
        check_one("exp", value_exp, x, e, e);
        check_one("log", value_log, p, log(p), 1 / p);
        check_one("tanh", value_tanh, x, t, 1 / (c * c));
        check_one("sigmoid", value_sigmoid, x, e / (1 + e),
                  e / (1 + e) / (1 + e));
        check_one("relu", value_relu, p, p, 1);
        check_one("relu", value_relu, -p, 0, 0);
    }
}

static void powers(void)
{
    check_two("2^3", value_pow, 2, 3, (Found){8, 12, 8 * 0.69314718055994531});
    for (int i = 0; i < 50; i++) {
        double a = judge_uniform(0.3, 3), b = judge_uniform(-3, 3);
        double y = exp(b * log(a));
        check_two("a^b", value_pow, a, b, (Found){y, b * y / a, y * log(a)});
    }
}

static Value *cubed(Value *a) { return value_pow_const(a, 3); }

/* f + f has twice the slopes of f, also when the second is set. */
static void add_to_what_is_there(void)
{
    const One ones[] = {value_neg,     value_exp,  value_log, value_tanh,
                        value_sigmoid, value_relu, cubed};
    const Two twos[] = {value_sub, value_div, value_pow};
    Graph *graph = value_graph();
    for (int i = 0; i < 10; i++) {
        Value *y[2], *a[2], *b[2];
        for (int k = 0; k < 2; k++) {
            a[k] = value_new(graph, 1.5), b[k] = value_new(graph, 2.5);
            y[k] = i < 7 ? ones[i](a[k]) : twos[i - 7](a[k], b[k]);
        }
        Value *again = i < 7 ? ones[i](a[1]) : twos[i - 7](a[1], b[1]);
        value_backward(y[0]);
        value_backward(value_add(y[1], again));
        expect(a[1]->grad == 2 * a[0]->grad, "operation %d, along a", i);
        expect(b[1]->grad == 2 * b[0]->grad, "operation %d, along b", i);
    }
    graph_free(graph);
}

static Value *quotient_with_itself(Value *a) { return value_div(a, a); }
static Value *power_of_itself(Value *a) { return value_pow(a, a); }
static Value *less_itself(Value *a) { return value_sub(a, a); }
static Value *all_once(Value *a)
{
    Value *sum = value_add(value_exp(a), value_log(a));
    sum = value_add(sum, value_add(value_tanh(a), value_sigmoid(a)));
    sum = value_sub(sum, value_add(value_relu(a), value_neg(a)));
    return value_add(sum, value_pow_const(a, 3));
}

static void one_input_twice(void)
{
    for (int i = 0; i < 20; i++) {
        double x = judge_uniform(0.3, 3), y = exp(x * log(x));
        check_one("x / x", quotient_with_itself, x, 1, 0);
        check_one("x - x", less_itself, x, 0, 0);
        check_one("x^x", power_of_itself, x, y, y * (1 + log(x)));
        double e = exp(x), t = (e * e - 1) / (e * e + 1), s = e / (1 + e);
        check_one("a sum of all", all_once, x,
                  e + log(x) + t + s - x + x + x * x * x,
                  e + 1 / x + 1 - t * t + s * (1 - s) + 3 * x * x);
    }
}

typedef struct {
    double at, data, slope;
} End;

static void check_ends(const char *what, One f, const End *ends, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Found found = find_one(f, ends[i].at, 1);
        same(what, ends[i].at, found.data, ends[i].data);
        same("its slope", ends[i].at, found.to_a, ends[i].slope);
    }
}
#define CHECK_ENDS(what, f, ends)                                          \
    check_ends(what, f, ends, sizeof(ends) / sizeof *(ends))

static const double TINY = 4.9406564584124654e-324; /* the least above 0 */

static void ends_of_exp_and_log(void)
{
    const End exps[] = {{-1000, 0, 0},
                        {-700, 9.8596765437597708e-305,
                         9.8596765437597708e-305},
                        {709.782, 1.7964120280206387e308,
                         1.7964120280206387e308},
                        {709.783, INFINITY, INFINITY},
                        {0, 1, 1},
                        {1000, INFINITY, INFINITY},
                        {TINY, 1, 1},
                        {-INFINITY, 0, 0},
                        {INFINITY, INFINITY, INFINITY},
                        {NAN, NAN, NAN}};
    const End logs[] = {{0, -INFINITY, INFINITY},
                        {-0.0, -INFINITY, INFINITY},
                        {-1, NAN, NAN},
                        {-1000, NAN, NAN},
                        {-TINY, NAN, NAN},
                        {1000, 6.9077552789821368, 0.001},
                        {TINY, -744.44007192138122, INFINITY},
                        {1e-300, -690.77552789821368, 1e300},
                        {INFINITY, INFINITY, 0},
                        {-INFINITY, NAN, NAN},
                        {NAN, NAN, NAN}};
    CHECK_ENDS("exp", value_exp, exps);
    CHECK_ENDS("log", value_log, logs);
}

static void ends_of_tanh_and_sigmoid(void)
{
    const End tanhs[] = {{-1000, -1, 0}, {1000, 1, 0},     {0, 0, 1},
                         {TINY, TINY, 1}, {INFINITY, 1, 0}, {-INFINITY, -1, 0},
                         {400, 1, 0},     {NAN, NAN, NAN}};
    const End sigmoids[] = {{-1000, 0, 0},      {1000, 1, 0},
                            {0, 0.5, 0.25},     {TINY, 0.5, 0.25},
                            {INFINITY, 1, 0},   {-INFINITY, 0, 0},
                            {NAN, NAN, NAN},    {-700, exp(-700), exp(-700)},
                            {-40, exp(-40), exp(-40)}};
    CHECK_ENDS("tanh", value_tanh, tanhs);
    CHECK_ENDS("sigmoid", value_sigmoid, sigmoids);
}

static void slopes_where_it_levels_off(void)
{
    for (int i = 0; i < 50; i++) {
        double x = judge_uniform(5, 25) * (i % 2 == 0 ? 1 : -1);
        double e = exp(-fabs(x)), s = e / (1 + e) / (1 + e);
        double c = cosh(x), of_tanh = find_one(value_tanh, x, 1).to_a;
        expect(fabs(of_tanh - 1 / c / c) < 3e-16,
               "the slope of tanh at %g is off by more than 3e-16", x);
        expect(of_tanh >= 0, "tanh falls at %g", x);
        double of_sigmoid = find_one(value_sigmoid, x, 1).to_a;
        expect(fabs(of_sigmoid - s) < 2e-16,
               "the slope of the sigmoid at %g is off by more than 2e-16",
               x);
        if (x < 0)
            same("the slope of the sigmoid", x, of_sigmoid, s);
    }
}

static Value *minus_log_of_rest(Value *a)
{
    return value_neg(value_log(value_const_sub(1, value_sigmoid(a))));
}

static Value *log_of_rest(Value *a)
{
    return value_log(value_const_sub(1, value_tanh(a)));
}

static void slopes_that_cancel(void)
{
    for (int i = 0; i < 50; i++) {
        double x = judge_uniform(15, 33), s = 1 / (1 + exp(-x));
        expect_close("the slope of -log(1 - sigmoid)",
                     find_one(minus_log_of_rest, x, 1).to_a, s, 1e-14);
        expect_close("the slope of log(1 - tanh)",
                     find_one(log_of_rest, x / 2, 1).to_a,
                     -(1 + tanh(x / 2)), 1e-14);
    }
}

static void ends_of_relu(void)
{
    const End relus[] = {{-1000, 0, 0},  {0, 0, 0},
                         {-0.0, 0, 0},   {1000, 1000, 1},
                         {TINY, TINY, 1}, {-TINY, 0, 0},
                         {INFINITY, INFINITY, 1}, {-INFINITY, 0, 0},
                         {NAN, NAN, 1}};
    CHECK_ENDS("relu", value_relu, relus);
}

static const double quotients[][5] = {
    /* a, b, a / b, along a, along b */
    {1, 0, INFINITY, INFINITY, -INFINITY},
    {1, -0.0, -INFINITY, -INFINITY, -INFINITY},
    {0, 0, NAN, INFINITY, NAN},
    {1e-200, 1e-200, 1, 1e200, -1e200},
    {1e200, 1e200, 1, 1e-200, -1e-200},
    {1, INFINITY, 0, 0, 0},
    {INFINITY, 2, INFINITY, 0.5, -INFINITY},
    {NAN, 2, NAN, 0.5, NAN}};

static void ends_of_division(void)
{
    for (size_t i = 0; i < sizeof quotients / sizeof *quotients; i++) {
        const double *q = quotients[i];
        Found found = find_two(value_div, q[0], q[1], 1);
        same("a / b", q[1], found.data, q[2]);
        same("the slope along a", q[1], found.to_a, q[3]);
        same("the slope along b", q[1], found.to_b, q[4]);
    }
}

static void ends_of_minus(void)
{
    const double at[][3] = {{INFINITY, INFINITY, NAN},
                            {INFINITY, -INFINITY, INFINITY},
                            {1e308, -1e308, INFINITY},
                            {TINY, TINY, 0},
                            {1, NAN, NAN}};
    const End negs[] = {{0, 0, -1},
                        {TINY, -TINY, -1},
                        {INFINITY, -INFINITY, -1},
                        {NAN, NAN, -1}};
    CHECK_ENDS("-a", value_neg, negs);
    expect(signbit(find_one(value_neg, 0, 1).data), "-0 is not negative");
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        Found found = find_two(value_sub, at[i][0], at[i][1], 1);
        same("a - b", at[i][1], found.data, at[i][2]);
        same("the slope along a", at[i][1], found.to_a, 1);
        same("the slope along b", at[i][1], found.to_b, -1);
    }
}

static const double edges[][5] = {
    /* a, b, a^b, along a, along b */
    {0, 0, 1, 0, 0},         {0, 1, 0, 1, 0},
    {-0.0, 0, 1, 0, 0},      {-0.0, 1, 0, 1, 0},
    {-0.0, -1, -INFINITY, -INFINITY, INFINITY},
    {INFINITY, 2, INFINITY, INFINITY, INFINITY},
    {INFINITY, -1, 0, 0, NAN}, {NAN, 0, 1, 0, NAN},
    {0.5, INFINITY, 0, NAN, 0},
    {0, 2, 0, 0, 0},         {0, 0.5, 0, INFINITY, 0},
    {0, -1, INFINITY, -INFINITY, -INFINITY},
    {-2, 3, -8, 12, NAN},    {-2, 0, 1, 0, NAN},
    {-2, 0.5, NAN, NAN, NAN}, {-3, -1, -1.0 / 3, -1.0 / 9, NAN},
    {1, 1000, 1, 1000, 0},   {2, -1000, 9.3326361850321888e-302,
                              -4.6663180925160944e-299,
                              9.3326361850321888e-302 * 0.69314718055994531}};

static void powers_at_the_edges(void)
{
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        const double *e = edges[i];
        Found found = find_two(value_pow, e[0], e[1], 1);
        same("a^b", e[0], found.data, e[2]);
        same("the slope along a", e[0], found.to_a, e[3]);
        same("the slope along b", e[0], found.to_b, e[4]);
    }
}

static void constant_powers(void)
{
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        const double *e = edges[i];
        Graph *graph = value_graph();
        Value *a = value_new(graph, e[0]), *y = value_pow_const(a, e[1]);
        value_backward(y);
        same("a^c", e[0], y->data, e[2]);
        same("the slope along a", e[0], a->grad, e[3]);
        expect(value_input(y, 1)->data == e[1], "the exponent is no leaf");
        expect(value_input(y, 1)->grad == 0.0, "the exponent of %g^%g has "
                                               "the gradient %g",
               e[0], e[1], value_input(y, 1)->grad);
        graph_free(graph);
    }
    Graph *graph = value_graph();
    Value *x = value_new(graph, -3);
    value_backward(value_mul_const(value_pow_const(x, 2), -2));
    expect_close("the slope of -2 x^2 at -3", x->grad, 12, 1e-12);
    graph_free(graph);
}

typedef struct {
    const char *what;
    Value *y;
    double data, slope;
} Mixed;

static void plain_numbers(void)
{
    for (int i = 0; i < 30; i++) {
        double x = judge_uniform(0.5, 3), c = judge_uniform(0.5, 3);
        Graph *graph = value_graph();
        Value *a = value_new(graph, x);
        const Mixed mixed[] = {
            {"a + c", value_add_const(a, c), x + c, 1},
            {"a - c", value_sub_const(a, c), x - c, 1},
            {"c - a", value_const_sub(c, a), c - x, -1},
            {"a * c", value_mul_const(a, c), x * c, c},
            {"a / c", value_div_const(a, c), x / c, 1 / c},
            {"c / a", value_const_div(c, a), c / x, -c / x / x},
            {"a^c", value_pow_const(a, c), exp(c * log(x)),
             c * exp(c * log(x)) / x},
            {"c^a", value_const_pow(c, a), exp(x * log(c)),
             exp(x * log(c)) * log(c)}};
        expect_equal("nodes", (long long)graph_nodes(graph), 1 + 2 * 8);
        for (size_t k = 0; k < sizeof mixed / sizeof *mixed; k++) {
            value_zero_grad(mixed[k].y);
            value_backward(mixed[k].y);
            expect_close(mixed[k].what, mixed[k].y->data, mixed[k].data,
                         1e-13);
            expect_close(mixed[k].what, a->grad, mixed[k].slope, 1e-12);
            expect(mixed[k].y->node.graph == graph, "it is on no graph");
        }
        graph_free(graph);
    }
}

static void one_node_each(void)
{
    const One ones[] = {value_neg,     value_exp, value_log, value_tanh,
                        value_sigmoid, value_relu};
    const Two twos[] = {value_sub, value_div, value_pow};
    Graph *graph = value_graph();
    Value *a = value_new(graph, 2), *b = value_new(graph, 3);
    for (int i = 0; i < 6; i++) {
        Value *y = ones[i](a);
        expect(value_input(y, 0) == a && value_input(y, 1) == NULL,
               "an operation of one is not made from it");
        expect(y->op != NULL && y->op->name != NULL && y->grad == 0.0,
               "the new value is not as promised");
    }
    for (int i = 0; i < 3; i++) {
        Value *y = twos[i](a, b);
        expect(value_input(y, 0) == a && value_input(y, 1) == b,
               "an operation of two is not made from them");
    }
    expect_equal("nodes", (long long)graph_nodes(graph), 2 + 9);
    graph_free(graph);
}

/* Each function, at a, or at NULL in the place that which names. */
static Value *made(int which, Value *a, Value *b)
{
    switch (which) {
    case 0: return value_neg(a);
    case 1: return value_exp(a);
    case 2: return value_log(a);
    case 3: return value_tanh(a);
    case 4: return value_sigmoid(a);
    case 5: return value_relu(a);
    case 6: return value_sub(a, b);
    case 7: return value_div(a, b);
    case 8: return value_pow(a, b);
    case 9: return value_pow_const(a, 2);
    case 10: return value_add_const(a, 2);
    case 11: return value_sub_const(a, 2);
    case 12: return value_const_sub(2, a);
    case 13: return value_mul_const(a, 2);
    case 14: return value_div_const(a, 2);
    case 15: return value_const_div(2, a);
    case 16: return value_const_pow(2, a);
    }
    return NULL;
}
enum { OF_ONE = 6, OF_TWO = 9, FUNCTIONS = 17 };

static void nulls(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 2);
    for (int i = 0; i < FUNCTIONS; i++) {
        expect(made(i, NULL, a) == NULL, "function %d made something", i);
        expect(made(i, NULL, NULL) == NULL, "function %d made something", i);
    }
    for (int i = OF_ONE; i < OF_TWO; i++)
        expect(made(i, a, NULL) == NULL, "function %d made something", i);
    expect_equal("nodes", (long long)graph_nodes(graph), 1);
    expect_equal("status", graph_status(graph), GRAPH_OK);
    graph_free(graph);
}

static void two_graphs(void)
{
    for (int i = OF_ONE; i < OF_TWO; i++) {
        Graph *one = value_graph(), *other = value_graph();
        expect(made(i, value_new(one, 2), value_new(other, 3)) == NULL,
               "a value was made from two graphs");
        expect_equal("status", graph_status(one), GRAPH_MIXED);
        graph_free(one);
        graph_free(other);
    }
}

/* A graph that has room for so many nodes more. */
static Graph *nearly_full(size_t spare, Value **leaf)
{
    static size_t room;
    Graph *graph = value_graph();
    *leaf = value_new(graph, 2);
    graph_limit(graph, graph_bytes(graph));
    if (room == 0) {
        while (value_new(graph, 0) != NULL)
            ;
        room = graph_nodes(graph);
        graph_free(graph);
        return nearly_full(spare, leaf);
    }
    while (graph_nodes(graph) + spare < room)
        value_new(graph, 0);
    return graph;
}

static void memory_ends(void)
{
    for (int i = 0; i < FUNCTIONS; i++)
        for (size_t spare = 0; spare < 3; spare++) {
            Value *a;
            Graph *graph = nearly_full(spare, &a);
            size_t needs = i < OF_TWO ? 1 : 2;
            Value *y = made(i, a, a);
            expect((y != NULL) == (spare >= needs),
                   "function %d, with room for %zu", i, spare);
            Value *z = value_exp(value_sub_const(value_tanh(y), 1));
            expect(z == NULL, "an expression went on without memory");
            expect_equal("status", graph_status(graph), GRAPH_LIMIT);
            expect(!value_backward(z), "a walk from nowhere");
            graph_free(graph);
        }
}

static const struct {
    const char *what;
    One value;
    Dual (*dual)(Dual a);
} pairs[] = {{"neg", value_neg, dual_neg},
             {"exp", value_exp, dual_exp},
             {"log", value_log, dual_log},
             {"tanh", value_tanh, dual_tanh},
             {"sigmoid", value_sigmoid, dual_sigmoid},
             {"relu", value_relu, dual_relu}};

static void dual_curves(void)
{
    for (int i = 0; i < 50; i++) {
        double x = judge_uniform(0.2, 4), k = judge_uniform(-3, -2);
        double e = exp(x), m = exp(-x);
        Dual a = {x, k}, minus = {-x, k};
        expect_close("exp", dual_exp(a).slope, k * e, 1e-12);
        expect_close("log", dual_log(a).slope, k / x, 1e-12);
        expect_close("tanh", dual_tanh(a).slope,
                     4 * k / (e + m) / (e + m), 1e-12);
        expect_close("sigmoid", dual_sigmoid(a).slope,
                     k * m / (1 + m) / (1 + m), 1e-12);
        expect_close("sigmoid", dual_sigmoid(minus).data, m / (1 + m),
                     1e-12);
        expect_close("relu", dual_relu(a).slope, k, 0);
        expect_close("relu below 0", dual_relu(minus).slope, 0, 0);
        expect_close("neg", dual_neg(a).slope, -k, 0);
    }
}

static void dual_arithmetic(void)
{
    for (int i = 0; i < 50; i++) {
        Dual a = {judge_uniform(0.5, 3), judge_uniform(-3, 3)};
        Dual b = {judge_uniform(0.5, 3), judge_uniform(-3, 3)};
        double y = exp(b.data * log(a.data));
        expect_close("a + b", dual_add(a, b).slope, a.slope + b.slope, 1e-13);
        expect_close("a - b", dual_sub(a, b).slope, a.slope - b.slope, 1e-13);
        expect_close("a * b", dual_mul(a, b).slope,
                     a.slope * b.data + b.slope * a.data, 1e-12);
        expect_close("a / b", dual_div(a, b).slope,
                     a.slope / b.data - a.data * b.slope / b.data / b.data,
                     1e-12);
        expect_close("a^b", dual_pow(a, b).data, y, 1e-12);
        expect_close("its slope", dual_pow(a, b).slope,
                     y * (b.slope * log(a.data) + b.data * a.slope / a.data),
                     1e-11);
        expect_close("an input", dual_input(y).slope, 1, 0);
        expect_close("a constant", dual_const(y).slope, 0, 0);
    }
}

static void dual_edges(void)
{
    const double at[] = {-1000, -1, 0, 1, 1000, 30, -30, INFINITY,
                         -INFINITY, NAN, 1e-300, TINY};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
            Found found = find_one(pairs[i].value, at[k], 1);
            Dual dual = pairs[i].dual(dual_input(at[k]));
            same(pairs[i].what, at[k], dual.data, found.data);
            /* tanh and sigmoid: the engine's error is 1e-16, absolute */
            if (!(fabs(dual.slope - found.to_a) < 3e-16 && i >= 3))
                same("its slope", at[k], dual.slope, found.to_a);
            Dual still = pairs[i].dual(dual_const(at[k]));
            same("the slope of a constant", at[k], still.slope, 0);
            still = dual_mul(dual_const(at[k]), dual_const(at[k]));
            same("that of a product", at[k], still.slope, 0);
            still = dual_mul(dual_const(at[k]), dual_input(2));
            same("of c x", at[k], still.slope, at[k]);
        }
    for (size_t i = 0; i < sizeof quotients / sizeof *quotients; i++) {
        const double *q = quotients[i];
        Dual a = dual_div(dual_input(q[0]), dual_const(q[1]));
        Dual b = dual_div(dual_const(q[0]), dual_input(q[1]));
        Dual still = dual_div(dual_const(q[0]), dual_const(q[1]));
        same("a / b", q[0], a.data, q[2]);
        same("along a", q[0], a.slope, q[3]);
        same("along b", q[0], b.slope, q[4]);
        same("the slope of a constant", q[0], still.slope, 0);
    }
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        const double *e = edges[i];
        Dual a = dual_pow(dual_input(e[0]), dual_const(e[1]));
        Dual b = dual_pow(dual_const(e[0]), dual_input(e[1]));
        same("a^b", e[0], a.data, e[2]);
        same("along a", e[0], a.slope, e[3]);
        same("along b", e[0], b.slope, e[4]);
        Dual still = dual_pow(dual_const(e[0]), dual_const(e[1]));
        same("the slope of a constant", e[0], still.slope, 0);
    }
}

/* All digits of the small slopes, which the engine has not. */
static void dual_far_out(void)
{
    for (int i = 0; i < 50; i++) {
        double x = judge_uniform(5, 300), e = exp(-x), m = e * e;
        Dual to = dual_input(i % 2 == 0 ? x : -x);
        same("tanh", x, dual_tanh(to).slope, 4 * m / (1 + m) / (1 + m));
        same("sigmoid", x, dual_sigmoid(to).slope, e / (1 + e) / (1 + e));
    }
}

enum { LEAVES = 3, STEPS = 20 };

typedef struct {
    int what, a, b;
} Step;

static Step steps[STEPS];
static double leaves[LEAVES];

enum { KINDS = 13 };

static Value *step_by_value(Step s, Value **values)
{
    Value *a = values[s.a], *b = values[s.b];
    switch (s.what) {
    case 0: return value_add(a, b);
    case 1: return value_sub(a, b);
    case 2: return value_mul(a, b);
    case 3: return value_div(a, b);
    case 4: return value_pow(a, b);
    case 5: return value_neg(a);
    case 6: return value_exp(a);
    case 7: return value_log(a);
    case 8: return value_tanh(a);
    case 9: return value_sigmoid(a);
    case 10: return value_relu(a);
    case 11: return value_pow_const(a, 2);
    }
    return value_const_div(2, value_sub_const(value_const_sub(1, a), 2));
}

static Dual step_by_dual(Step s, const Dual *duals)
{
    Dual a = duals[s.a], b = duals[s.b];
    switch (s.what) {
    case 0: return dual_add(a, b);
    case 1: return dual_sub(a, b);
    case 2: return dual_mul(a, b);
    case 3: return dual_div(a, b);
    case 4: return dual_pow(a, b);
    case 5: return dual_neg(a);
    case 6: return dual_exp(a);
    case 7: return dual_log(a);
    case 8: return dual_tanh(a);
    case 9: return dual_sigmoid(a);
    case 10: return dual_relu(a);
    case 11: return dual_mul(a, a);
    }
    return dual_div(dual_const(-2), dual_add(a, dual_const(1)));
}

static bool tame(Step s, double a, double b)
{
    switch (s.what) {
    case 2: return fabs(a * b) < 50;
    case 3: return fabs(b) > 0.2 && fabs(a / b) < 50;
    case 4: return a > 0.2 && a < 10 && fabs(b) < 3 && pow(a, b) < 50;
    case 6: return a < 3.5;
    case 7: return a > 0.2;
    case 8: return fabs(a) < 3;
    case 9: return fabs(a) < 6;
    case 10: return fabs(a) > 0.02;
    case 11: return fabs(a) < 7;
    case 12: return fabs(a + 1) > 0.2;
    }
    return fabs(a) + fabs(b) < 50;
}

static int draw_below(int n)
{
    int drawn = (int)judge_uniform(0, n);
    return drawn < n ? drawn : n - 1;
}

/* Draws an expression and makes it; values[] has its leaves, then steps. */
static Graph *draw_expression(Value **values)
{
    Graph *graph = value_graph();
    for (int i = 0; i < LEAVES; i++)
        values[i] = value_new(graph, leaves[i] = judge_uniform(-2, 2));
    for (int i = 0; i < STEPS; i++) {
        int have = LEAVES + i;
        do {
            int recent = have < 6 ? have : 6;
            steps[i] = (Step){draw_below(KINDS), have - 1 - draw_below(recent),
                              draw_below(have)};
        } while (!tame(steps[i], values[steps[i].a]->data,
                       values[steps[i].b]->data));
        values[have] = step_by_value(steps[i], values);
    }
    return graph;
}

/* The slope along a leaf in forward mode, and the size of all paths. */
static double forward(int along, Value *const *values, double *size)
{
    Dual duals[LEAVES + STEPS];
    *size = 1.0;
    for (int i = 0; i < LEAVES + STEPS; i++) {
        if (i < LEAVES)
            duals[i] = (Dual){leaves[i], i == along};
        else
            duals[i] = step_by_dual(steps[i - LEAVES], duals);
        *size += fabs(duals[i].slope * values[i]->grad);
    }
    return duals[LEAVES + STEPS - 1].slope;
}

/* Draws expressions until one depends on every leaf, and walks it. */
static Graph *draw_and_walk(Value **values)
{
    for (;;) {
        Graph *graph = draw_expression(values);
        bool all = value_backward(values[LEAVES + STEPS - 1]);
        for (int i = 0; i < LEAVES; i++)
            all = all && values[i]->grad != 0.0;
        if (all)
            return graph;
        graph_free(graph);
    }
}

static void walk_and_forward(void)
{
    for (int trial = 0; trial < 3000; trial++) {
        Value *values[LEAVES + STEPS];
        Graph *graph = draw_and_walk(values);
        for (int i = 0; i < LEAVES; i++) {
            double size, slope = forward(i, values, &size);
            expect(fabs(values[i]->grad - slope) <= 1e-13 * size,
                   "expression %d, leaf %d: forward mode finds %.15g, the "
                   "walk %.15g",
                   trial, i, slope, values[i]->grad);
        }
        graph_free(graph);
    }
}

static NudgeStatus rebuilt(const double *at, void *context, double *loss)
{
    Value *values[LEAVES + STEPS];
    Graph *graph = value_graph();
    (void)context;
    for (int i = 0; i < LEAVES; i++)
        values[i] = value_new(graph, at[i]);
    for (int i = 0; i < STEPS; i++)
        values[LEAVES + i] = step_by_value(steps[i], values);
    *loss = values[LEAVES + STEPS - 1]->data;
    graph_free(graph);
    return NUDGE_OK;
}

static void walk_and_nudge(void)
{
    for (int trial = 0; trial < 1000; trial++) {
        Value *values[LEAVES + STEPS];
        double slopes[LEAVES], size, at[LEAVES];
        Graph *graph = draw_and_walk(values);
        memcpy(at, leaves, sizeof at);
        Nudge nudge = {rebuilt, NULL, at, LEAVES, 0};
        expect_equal("status", nudge_central(&nudge, 1e-6, slopes), NUDGE_OK);
        for (int i = 0; i < LEAVES; i++) {
            forward(i, values, &size);
            expect(size > 1e3 ||
                       fabs(values[i]->grad - slopes[i]) <= 1e-4 * size,
                   "expression %d, leaf %d: nudging finds %.10g, the walk "
                   "%.10g",
                   trial, i, slopes[i], values[i]->grad);
        }
        graph_free(graph);
    }
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 5");
    /* ask about single operations */
    judge_see("One line of calculus each", "05-operations.html#op-locals");
    judge_ask("are minus and division right, alone and in company?", arithmetic);
    judge_ask("are the curves?", curves);
    judge_see("Powers", "05-operations.html#op-power");
    judge_ask("are powers, along base and exponent?", powers);
    judge_ask("are they right at 0 and below?", powers_at_the_edges);
    judge_ask("does a constant exponent get no gradient?", constant_powers);
    judge_see("Divide", "05-operations.html#op-divide");
    judge_ask("is one input used twice added up?", one_input_twice);
    judge_ask("does each operation add to what is there?",
              add_to_what_is_there);
    judge_ask("are minus and negation right at the ends?", ends_of_minus);
    judge_ask("is division right by 0, and by huge numbers?", ends_of_division);
    judge_see("At the ends of the line", "05-operations.html#extremes");
    judge_ask("are exp and log right at the ends?", ends_of_exp_and_log);
    judge_ask("are tanh and the sigmoid?", ends_of_tanh_and_sigmoid);
    judge_ask("is relu, at 0 and at NaN?", ends_of_relu);
    judge_see("The digits of a small slope", "05-operations.html#op-digits");
    judge_ask("are small slopes right to 3e-16?", slopes_where_it_levels_off);
    judge_ask("do they belong to the numbers?", slopes_that_cancel);
    /* ask about plain numbers and failures */
    judge_see("Plain numbers", "05-operations.html#op-constants");
    judge_ask("are plain numbers right, on either side?", plain_numbers);
    judge_ask("is every operation one node?", one_node_each);
    judge_ask("is a NULL passed on by all?", nulls);
    judge_ask("are two graphs kept apart?", two_graphs);
    judge_ask("does an expression survive the end of memory?", memory_ends);
    /* ask about the two judges */
    judge_see("A second judge", "05-operations.html#dual");
    judge_ask("is the arithmetic of dual numbers right?", dual_arithmetic);
    judge_ask("are their curves?", dual_curves);
    judge_ask("do they agree with values at the edges?", dual_edges);
    judge_ask("have their small slopes all digits?", dual_far_out);
    judge_ask("do 3000 random graphs agree with forward mode?",
              walk_and_forward);
    judge_see("Is it right? Nudge it", "05-operations.html#op-checking");
    judge_ask("do 1000 agree with nudging?", walk_and_nudge);
    return judge_end();
}
