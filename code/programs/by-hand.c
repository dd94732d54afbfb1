/* by-hand.c: tangled from chapter 3, "The chain rule", of Gradus. */
/* by-hand.c - passes gradients back through small graphs, by hand. */
#include "nudge.h"
#include "value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Graph *graph;
    Value *w, *x, *t, *p, *e, *L; /* L is NULL when memory ended */
} Example;

static Example build(double w, double x, double t)
{
    Example at = {.graph = value_graph()};
    at.w = value_new(at.graph, w);
    at.x = value_new(at.graph, x);
    at.t = value_new(at.graph, t);
    at.p = value_mul(at.w, at.x);
    at.e = value_add(at.p, at.t);
    at.L = value_mul(at.e, at.e);
    return at;
}

static const char *const made[] = {
    "$w$", "$x$", "$t$", "$p = w\\,x$", "$e = p + t$", "$L = e\\,e$"};

static void list(const Example *at, const Value **values)
{
    const Value *all[] = {at->w, at->x, at->t, at->p, at->e, at->L};
    memcpy(values, all, sizeof all);
}

static void walk_back(Example *at)
{
    at->L->grad = 1.0;
    value_pass_back(at->L);
    value_pass_back(at->e);
    value_pass_back(at->p);
}

static NudgeStatus loss(const double *inputs, void *context, double *loss)
{
    (void)context;
    Example at = build(inputs[0], inputs[1], inputs[2]);
    if (at.L != NULL)
        *loss = at.L->data;
    graph_free(at.graph);
    return at.L != NULL ? NUDGE_OK : NUDGE_FAILED;
}

static bool compare(Example *at)
{
    double inputs[] = {at->w->data, at->x->data, at->t->data}, slopes[3];
    Nudge nudge = {loss, NULL, inputs, 3, 0};
    NudgeStatus status = nudge_central(&nudge, 1e-6, slopes);
    if (status != NUDGE_OK) {
        fprintf(stderr, "%s\n", nudge_message(status));
        return false;
    }
    walk_back(at);
    printf("   passed back      nudged\n");
    printf("w %12g  %10.6f\n", at->w->grad, slopes[0]);
    printf("x %12g  %10.6f\n", at->x->grad, slopes[1]);
    printf("t %12g  %10.6f\n", at->t->grad, slopes[2]);
    printf("by nudging: %llu runs of the loss\n", nudge.runs);
    return true;
}

static bool follow_nudge(Example *at)
{
    Example to = build(at->w->data + 0.001, at->x->data, at->t->data);
    const Value *before[6], *after[6];
    double last = 0.0;
    list(at, before);
    list(&to, after);
    printf("value\tbefore\tafter\tmoved by\tfactor\n");
    for (int i = 0; i < 6 && to.L != NULL; i++) {
        double moved = after[i]->data - before[i]->data;
        if (moved == 0.0)
            continue; /* x and t stand still */
        printf("%s\t%.8g\t%.8g\t%.5g\t", made[i], before[i]->data,
               after[i]->data, moved);
        if (last != 0.0)
            printf("%.5g", moved / last);
        printf("\n");
        last = moved;
    }
    graph_free(to.graph);
    return to.L != NULL;
}

/* Writes the slopes of w, x, t, p, e and L along one of the first three. */
static void push_forward(const Example *at, int input, double *slopes)
{
    for (int i = 0; i < 3; i++)
        slopes[i] = i == input ? 1.0 : 0.0;
    slopes[3] = at->x->data * slopes[0] + at->w->data * slopes[1];
    slopes[4] = slopes[3] + slopes[2];
    slopes[5] = at->e->data * slopes[4] + at->e->data * slopes[4];
}

static bool both_ends(Example *at)
{
    const Value *values[6];
    double along[3][6];
    list(at, values);
    for (int input = 0; input < 3; input++)
        push_forward(at, input, along[input]);
    walk_back(at);
    printf("value\talong $w$\talong $x$\talong $t$\tof $L$\n");
    for (int i = 0; i < 6; i++)
        printf("%s\t%g\t%g\t%g\t%g\n", made[i], along[0][i], along[1][i],
               along[2][i], values[i]->grad);
    return true;
}

static bool trace(Example *at)
{
    const char *back[] = {"$\\bar w = x\\,\\bar p$",
                          "$\\bar x = w\\,\\bar p$",
                          "$\\bar t = \\bar e$",
                          "$\\bar p = \\bar e$",
                          "$\\bar e = e\\,\\bar L + e\\,\\bar L$",
                          "$\\bar L = 1$"};
    const Value *values[6];
    list(at, values);
    walk_back(at);
    printf("made\tdata\tpassed back\tgrad\n");
    for (int i = 0; i < 6; i++)
        printf("%s\t%g\t%s\t%g\n", made[i], values[i]->data, back[i],
               values[i]->grad);
    return true;
}

static bool draw_example(Example *at)
{
    ValueName names[] = {{at->w, "w"}, {at->x, "x"}, {at->t, "t"},
                         {at->p, "p"}, {at->e, "e"}, {at->L, "L"}};
    walk_back(at);
    return value_draw(stdout, at->graph, names, 6);
}

typedef struct {
    Graph *graph;
    Value *x, *b, *p, *y; /* y is NULL when memory ended */
} Diamond;

static Diamond build_diamond(double x)
{
    Diamond at = {.graph = value_graph()};
    at.x = value_new(at.graph, x);
    at.b = value_add(at.x, at.x);
    at.p = value_mul(at.x, at.b);
    at.y = value_add(at.b, at.p);
    return at;
}

static bool draw_diamond(Example *unused)
{
    (void)unused;
    Diamond at = build_diamond(3);
    bool drawn = false;
    if (at.y != NULL) {
        ValueName names[] = {
            {at.x, "x"}, {at.b, "b"}, {at.p, "p"}, {at.y, "y"}};
        at.y->grad = 1.0;
        value_pass_back(at.y);
        value_pass_back(at.p);
        value_pass_back(at.b);
        drawn = value_draw(stdout, at.graph, names, 4);
    }
    graph_free(at.graph);
    return drawn;
}

static bool count_paths(Example *at)
{
    static const int sizes[] = {1, 2, 3, 10, 30, 60};
    printf("doublings\tedges\tpaths\tslope\n");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Value *chain[61] = {value_new(at->graph, 1.0)};
        int n = sizes[i];
        for (int k = 0; k < n; k++)
            chain[k + 1] = value_add(chain[k], chain[k]);
        if (chain[n] == NULL)
            return false;
        chain[n]->grad = 1.0;
        for (int k = n; k > 0; k--)
            value_pass_back(chain[k]);
        printf("%d\t%d\t%.0f\t%.0f\n", n, 2 * n, ldexp(1.0, n),
               chain[0]->grad);
    }
    return true;
}

static void print_grads(const Example *at)
{
    printf("w %g  x %g  t %g  p %g  e %g  L %g\n", at->w->grad, at->x->grad,
           at->t->grad, at->p->grad, at->e->grad, at->L->grad);
}

static bool forget_the_seed(Example *at)
{
    value_pass_back(at->L);
    value_pass_back(at->e);
    value_pass_back(at->p);
    print_grads(at);
    return true;
}

static bool walk_diamond(const char *order, bool b_too_early)
{
    Diamond at = build_diamond(3);
    if (at.y != NULL) {
        at.y->grad = 1.0;
        value_pass_back(at.y);
        value_pass_back(b_too_early ? at.b : at.p);
        value_pass_back(b_too_early ? at.p : at.b);
        printf("%s\t%g\t%g\t%g\n", order, at.p->grad, at.b->grad,
               at.x->grad);
    }
    graph_free(at.graph);
    return at.y != NULL;
}

static bool walk_too_early(Example *unused)
{
    (void)unused;
    printf("order\t$\\bar p$\t$\\bar b$\t$\\bar x$\n");
    return walk_diamond("$y$, $p$, $b$", false) &&
           walk_diamond("$y$, $b$, $p$", true);
}

static bool walk_twice(Example *at)
{
    const Value *values[6];
    double once[6];
    list(at, values);
    walk_back(at);
    for (int i = 0; i < 6; i++)
        once[i] = values[i]->grad;
    walk_back(at);
    printf("value\tonce\ttwice\ttimes\n");
    for (int i = 5; i >= 0; i--)
        printf("%s\t%g\t%g\t%g\n", made[i], once[i], values[i]->grad,
               values[i]->grad / once[i]);
    return true;
}

static bool change_a_factor(Example *at)
{
    at->w->data = 0.6;
    walk_back(at);
    print_grads(at);
    return true;
}

static const struct {
    const char *name;
    bool (*show)(Example *at); /* false when it could not be shown */
} shows[] = {{"--nudge", follow_nudge},
             {"--ends", both_ends},
             {"--trace", trace},
             {"--check", compare},
             {"--draw", draw_example},
             {"--diamond", draw_diamond},
             {"--paths", count_paths},
             {"--unseeded", forget_the_seed},
             {"--order", walk_too_early},
             {"--twice", walk_twice},
             {"--changed", change_a_factor}};

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "--trace";
    Example at = build(0.5, 5, -10);
    size_t i = 0, n = sizeof shows / sizeof *shows;
    while (i < n && strcmp(name, shows[i].name) != 0)
        i++;
    bool shown = i < n && at.L != NULL && shows[i].show(&at);
    if (!shown)
        fprintf(stderr, "by-hand: no memory, or no such show: %s\n", name);
    graph_free(at.graph);
    return shown ? EXIT_SUCCESS : EXIT_FAILURE;
}
