/* test.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* Tests chapter 3: gradients passed back, one operation at a time. */
#include "judge.h"
#include "nudge.h"
#include "value.h"

#include <math.h>

static double draw(void) { return judge_uniform(-3, 3); }

/* Makes a value from two leaves, passes back, and expects these shares, to
   the last digit: each is rounded once at most. */
static void expect_shares(Value *(*make)(Value *, Value *), double a,
                          double b, double grad, double to_a, double to_b)
{
    Graph *graph = value_graph();
    Value *left = value_new(graph, a), *right = value_new(graph, b);
    Value *out = make(left, right);
    expect(out != NULL, "nothing was made");
    out->grad = grad;
    value_pass_back(out);
    expect(left->grad == to_a && right->grad == to_b,
           "the shares should be %g and %g; %g and %g came", to_a, to_b,
           left->grad, right->grad);
    graph_free(graph);
}

static void a_sum(void)
{
    double grad = draw();
    expect_shares(value_add, 2, 7, 1, 1, 1);
    expect_shares(value_add, draw(), draw(), grad, grad, grad);
}

static void a_product(void)
{
    double a = draw(), b = draw(), grad = draw();
    expect_shares(value_mul, 2, 7, 1, 7, 2);
    expect_shares(value_mul, a, b, grad, b * grad, a * grad);
}

static void zeros_and_signs(void)
{
    expect_shares(value_mul, 0, 5, 1, 5, 0);
    expect_shares(value_mul, 5, 0, 1, 0, 5);
    expect_shares(value_mul, 0, 0, 1, 0, 0);
    expect_shares(value_mul, -2, 3, -1, -3, 2);
    expect_shares(value_mul, -2, -3, 4, -12, -8);
    expect_shares(value_mul, 1e150, 1e-150, 1e100, 1e-150 * 1e100,
                  1e150 * 1e100);
    expect_shares(value_add, 0, -1, -2, -2, -2);
    expect_shares(value_add, 4, 5, 0, 0, 0);
    expect_shares(value_mul, 4, 5, 0, 0, 0);
}

/* Seeds the last of n values, and passes back from it to the first. */
static void pass_all(Value **made, int n)
{
    expect(made[n - 1] != NULL, "nothing was made");
    made[n - 1]->grad = 1.0;
    while (n > 0)
        value_pass_back(made[--n]);
}

static void used_twice_at_once(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, draw()), *z = value_new(graph, draw());
    Value *made[] = {value_add(x, x), value_mul(z, z)};
    pass_all(made, 1);
    expect_close("x + x", x->grad, 2, 1e-14);
    pass_all(made + 1, 1);
    expect_close("z * z", z->grad, 2 * z->data, 1e-14);
    graph_free(graph);
}

static void diamond(double at, bool turned)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, at), *made[3];
    made[0] = value_add(x, x);
    made[1] = value_mul(x, made[0]);
    int left = turned ? 1 : 0;
    made[2] = value_add(made[left], made[1 - left]);
    pass_all(made, 3);
    expect_close("y", made[2]->data, 2 * at + 2 * at * at, 1e-12);
    expect_close("the slope along x", x->grad, 2 + 4 * at, 1e-12);
    expect_close("the slope along b", made[0]->grad, 1 + at, 1e-12);
    graph_free(graph);
}

static void both_diamonds(void)
{
    double at = draw();
    for (int turned = 0; turned < 2; turned++) {
        diamond(3, turned);
        diamond(at, turned);
    }
}

static void doubled_sixty_times(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 1), *made[60];
    for (int i = 0; i < 60; i++) {
        Value *last = i == 0 ? x : made[i - 1];
        made[i] = value_add(last, last);
    }
    pass_all(made, 60);
    expect(x->grad == ldexp(1, 60), "2^60 was expected, %g came", x->grad);
    graph_free(graph);
}

static void leaves(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 3);
    x->grad = 5;
    value_pass_back(x);
    expect(x->grad == 5 && x->data == 3, "a leaf has changed");
    graph_free(graph);
}

static void shares_add_up(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, draw()), *b = value_new(graph, draw());
    Value *sum = value_add(a, b), *product = value_mul(a, b);
    double old_a = a->grad = draw(), old_b = b->grad = draw();
    double g = sum->grad = draw(), h = product->grad = draw();
    for (int pass = 1; pass <= 3; pass++) {
        value_pass_back(sum);
        value_pass_back(product);
        expect_close("the first", a->grad, old_a + pass * (g + h * b->data),
                     1e-13);
        expect_close("the second", b->grad,
                     old_b + pass * (g + h * a->data), 1e-13);
    }
    graph_free(graph);
}

static void nothing_else(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 2), *b = value_new(graph, 3);
    Value *p = value_mul(a, b), *s = value_add(p, a);
    p->grad = 7, s->grad = 11;
    value_pass_back(p);
    expect(p->grad == 7 && p->data == 6, "the value itself has changed");
    expect(s->grad == 11 && s->data == 8, "what was made of it changed");
    expect(a->data == 2 && b->data == 3, "the data of an input changed");
    value_pass_back(s);
    expect(b->grad == 14, "a gradient went further than one operation");
    expect_equal("nodes", (long long)graph_nodes(graph), 4);
    graph_free(graph);
}

static Value *passed;
static void remember(Value *out) { passed = out; }

static void operations_of_ones_own(void)
{
    static const ValueOp own = {.name = "own", .backward = remember};
    Graph *graph = value_graph();
    Value *a = value_new(graph, 2), *u = value_record(&own, 3, a, NULL);
    value_pass_back(u);
    expect(passed == u, "its backward was not called with the value");
    expect(a->grad == 0, "something was passed on besides");
    graph_free(graph);
}

/* inputs: w, x and t. Writes their slopes, unless it is given NULL. */
static double neuron(const double *inputs, double seed, double *slopes)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, inputs[0]);
    Value *x = value_new(graph, inputs[1]);
    Value *t = value_new(graph, inputs[2]), *p = value_mul(w, x);
    Value *e = value_add(p, t), *L = value_mul(e, e);
    expect(L != NULL, "nothing was made");
    if (slopes != NULL) {
        L->grad = seed;
        value_pass_back(L);
        value_pass_back(e);
        value_pass_back(p);
        slopes[0] = w->grad, slopes[1] = x->grad, slopes[2] = t->grad;
    }
    double loss = L->data;
    graph_free(graph);
    return loss;
}

static void by_hand(void)
{
    const double inputs[] = {0.5, 5, -10};
    double slopes[3];
    expect(neuron(inputs, 1, slopes) == 56.25, "the loss should be 56.25");
    expect_close("along w", slopes[0], -75, 1e-14);
    expect_close("along x", slopes[1], -7.5, 1e-14);
    expect_close("along t", slopes[2], -15, 1e-14);
    neuron(inputs, 3, slopes);
    expect_close("along w, with a seed of 3", slopes[0], -225, 1e-14);
    neuron(inputs, 0, slopes);
    expect_close("along w, with no seed", slopes[0], 0, 1e-14);
}

static NudgeStatus loss_of(const double *inputs, void *context,
                           double *loss)
{
    (void)context;
    *loss = neuron(inputs, 0, NULL);
    return NUDGE_OK;
}

static void as_nudging_says(void)
{
    double inputs[] = {draw(), draw(), draw()}, nudged[3], slopes[3];
    Nudge at = {loss_of, NULL, inputs, 3, 0};
    NudgeStatus status = nudge_central(&at, 1e-4, nudged);
    expect_equal("the status of nudging", status, NUDGE_OK);
    neuron(inputs, 1, slopes);
    for (int i = 0; i < 3; i++)
        expect_close("a slope", slopes[i], nudged[i], 1e-7);
}
enum { LEAVES = 3, ALL = 8 };

static int below(int n) { return (int)judge_uniform(0, n); }

/* Makes value i from two before it; slope[i][k] is its slope along k. */
static Value *make_one(Value **made, int i, double slope[ALL][ALL])
{
    int a = below(i), b = below(i);
    bool add = below(2) == 0;
    double along_a = add ? 1 : made[b]->data;
    double along_b = add ? 1 : made[a]->data;
    for (int k = 0; k < i; k++)
        slope[i][k] = along_a * slope[a][k] + along_b * slope[b][k];
    return add ? value_add(made[a], made[b]) : value_mul(made[a], made[b]);
}

static void small_random_graphs(void)
{
    for (int trial = 0; trial < 300; trial++) {
        Graph *graph = value_graph();
        Value *made[ALL];
        double slope[ALL][ALL] = {{0}};
        for (int i = 0; i < ALL; i++) {
            slope[i][i] = 1;
            made[i] = i < LEAVES ? value_new(graph, below(5) - 2)
                                 : make_one(made, i, slope);
            expect(made[i] != NULL, "nothing was made");
        }
        pass_all(made, ALL);
        for (int k = 0; k < ALL; k++)
            expect(made[k]->grad == slope[ALL - 1][k],
                   "value %d of %d has the gradient %g; pushed forward, "
                   "the slope along it is %g",
                   k, ALL, made[k]->grad, slope[ALL - 1][k]);
        graph_free(graph);
    }
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 3");
    /* ask about a sum and a product */
    judge_see("Local derivatives", "03-chain-rule.html#local-derivatives");
    judge_ask("does a sum pass on its gradient to both?", a_sum);
    judge_ask("does a product pass on the other factor?", a_product);
    judge_ask("is it right with zeros and negative numbers, too?",
              zeros_and_signs);
    /* ask about values used more than once */
    judge_see("Two paths", "03-chain-rule.html#two-paths");
    judge_ask("has x + x the slope 2, and x * x the slope 2x?",
              used_twice_at_once);
    judge_ask("has the diamond 14 at 3, either way round?", both_diamonds);
    judge_see("Over all paths", "03-chain-rule.html#over-paths");
    judge_ask("has a number doubled sixty times the slope 2^60?",
              doubled_sixty_times);
    /* ask about what passing back touches */
    judge_see("Passing back", "03-chain-rule.html#passing-back");
    judge_ask("does a leaf pass on nothing?", leaves);
    judge_ask("do shares add up, over several passes?", shares_add_up);
    judge_ask("is nothing else touched?", nothing_else);
    judge_ask("is the backward of an operation of one's own called?",
              operations_of_ones_own);
    /* ask about whole graphs passed back */
    judge_ask("are the slopes of the example those worked out by hand?",
              by_hand);
    judge_ask("are they what nudging says, anywhere?", as_nudging_says);
    judge_see("From which end?", "03-chain-rule.html#two-ends");
    judge_ask("is it the same from both ends of random graphs?",
              small_random_graphs);
    return judge_end();
}
