/* dispatch.c: tangled from chapter 5, "A handful of operations", of Gradus. */
/* dispatch.c - a function, a switch, or stored slopes: three backwards. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct Shared Shared;
typedef struct {
    const char *name;
    void (*backward)(Shared *out);
} SharedOp;
struct Shared {
    Shared *prev[2];
    double data, grad;
    const SharedOp *op; /* 1: a function through the operation */
};

typedef struct Tagged {
    struct Tagged *prev[2];
    double data, grad;
    int what; /* 2: a switch */
} Tagged;

typedef struct Stored {
    struct Stored *prev[2];
    double data, grad;
    double local[2]; /* 3: stored slopes */
} Stored;

/* Chains from a leaf: 15 operations with other leaves, then the chain's
   end is added to the root. */
enum { LEAVES = 256, CHAINS = 4096, LENGTH = 16 };
enum { NODES = LEAVES + CHAINS * LENGTH };

typedef enum { ADD, MUL, TANH } What;

typedef struct {
    What what;
    int a, b; /* the places of its inputs */
} Step;

static Step steps[NODES]; /* those of the leaves are not used */
static double leaf_data[LEAVES];

/* A congruential generator, of which the top bits are good enough. */
static unsigned draw(unsigned below)
{
    static unsigned long long state = 1;
    state = state * 2862933555777941757ULL + 3037000493ULL;
    return (unsigned)(state >> 40) % below;
}

/* In turn, as in a network: products and sums, and then a curve. */
static What in_turn(int place)
{
    return place == LENGTH - 2 ? TANH : place % 2 == 0 ? MUL : ADD;
}

static void draw_graph(bool repeats)
{
    for (int i = 0; i < LEAVES; i++)
        leaf_data[i] = (double)draw(2001) / 1000.0 - 1.0;
    int last = 0, root = 0;
    for (int i = LEAVES; i < NODES; i++) {
        int place = (i - LEAVES) % LENGTH, leaf = (int)draw(LEAVES);
        if (place == 0)
            last = (int)draw(LEAVES);
        What what = repeats ? in_turn(place) : (What)draw(3);
        steps[i] = (Step){what, last, leaf};
        if (place == LENGTH - 1)
            steps[i] = (Step){ADD, last, root}, root = i;
        last = i;
    }
}

static Shared shared[NODES];

static void shared_add_back(Shared *out)
{
    out->prev[0]->grad += out->grad;
    out->prev[1]->grad += out->grad;
}

static void shared_mul_back(Shared *out)
{
    Shared *a = out->prev[0], *b = out->prev[1];
    a->grad += b->data * out->grad;
    b->grad += a->data * out->grad;
}

static void shared_tanh_back(Shared *out)
{
    double t = out->data;
    out->prev[0]->grad += (1.0 - t) * (1.0 + t) * out->grad;
}

static const SharedOp shared_ops[] = {{"+", shared_add_back},
                                      {"*", shared_mul_back},
                                      {"tanh", shared_tanh_back}};

static double compute(What what, double a, double b)
{
    return what == ADD ? a + b : what == MUL ? a * b : tanh(a);
}

static void shared_make(void)
{
    for (int i = 0; i < LEAVES; i++)
        shared[i] = (Shared){{NULL, NULL}, leaf_data[i], 0.0, NULL};
    for (int i = LEAVES; i < NODES; i++) {
        Shared *a = &shared[steps[i].a], *b = &shared[steps[i].b];
        double data = compute(steps[i].what, a->data, b->data);
        shared[i] = (Shared){{a, steps[i].what == TANH ? NULL : b},
                             data,
                             0.0,
                             &shared_ops[steps[i].what]};
    }
}

static void shared_back(void)
{
    shared[NODES - 1].grad = 1.0;
    for (int i = NODES - 1; i >= LEAVES; i--)
        shared[i].op->backward(&shared[i]);
}

static Tagged tagged[NODES];

static void tagged_make(void)
{
    for (int i = 0; i < LEAVES; i++)
        tagged[i] = (Tagged){{NULL, NULL}, leaf_data[i], 0.0, 0};
    for (int i = LEAVES; i < NODES; i++) {
        Tagged *a = &tagged[steps[i].a], *b = &tagged[steps[i].b];
        double data = compute(steps[i].what, a->data, b->data);
        tagged[i] = (Tagged){{a, steps[i].what == TANH ? NULL : b},
                             data,
                             0.0,
                             steps[i].what};
    }
}

static void tagged_pass_back(Tagged *out)
{
    Tagged *a = out->prev[0], *b = out->prev[1];
    double t = out->data;
    switch (out->what) {
    case ADD:
        a->grad += out->grad;
        b->grad += out->grad;
        break;
    case MUL:
        a->grad += b->data * out->grad;
        b->grad += a->data * out->grad;
        break;
    case TANH:
        a->grad += (1.0 - t) * (1.0 + t) * out->grad;
        break;
    }
}

static void tagged_back(void)
{
    tagged[NODES - 1].grad = 1.0;
    for (int i = NODES - 1; i >= LEAVES; i--)
        tagged_pass_back(&tagged[i]);
}

static Stored stored[NODES];

static void stored_make(void)
{
    for (int i = 0; i < LEAVES; i++)
        stored[i] = (Stored){{NULL, NULL}, leaf_data[i], 0.0, {0.0, 0.0}};
    for (int i = LEAVES; i < NODES; i++) {
        Stored *a = &stored[steps[i].a], *b = &stored[steps[i].b];
        double x = a->data, y = b->data, t;
        switch (steps[i].what) {
        case ADD:
            stored[i] = (Stored){{a, b}, x + y, 0.0, {1.0, 1.0}};
            break;
        case MUL:
            stored[i] = (Stored){{a, b}, x * y, 0.0, {y, x}};
            break;
        case TANH:
            t = tanh(x);
            stored[i] =
                (Stored){{a, NULL}, t, 0.0, {(1.0 - t) * (1.0 + t), 0.0}};
            break;
        }
    }
}

static void stored_pass_back(Stored *out)
{
    out->prev[0]->grad += out->local[0] * out->grad;
    if (out->prev[1] != NULL)
        out->prev[1]->grad += out->local[1] * out->grad;
}

static void stored_back(void)
{
    stored[NODES - 1].grad = 1.0;
    for (int i = NODES - 1; i >= LEAVES; i--)
        stored_pass_back(&stored[i]);
}

typedef struct {
    const char *name;
    size_t bytes;
    void (*make)(void), (*back)(void);
} Design;

static const Design designs[] = {
    {"a function", sizeof(Shared), shared_make, shared_back},
    {"a switch", sizeof(Tagged), tagged_make, tagged_back},
    {"stored slopes", sizeof(Stored), stored_make, stored_back}};

static bool same(double x, double y)
{
    return memcmp(&x, &y, sizeof x) == 0;
}

static int show_gradients(void)
{
    int differ = 0;
    for (int repeats = 0; repeats < 2; repeats++) {
        draw_graph(repeats);
        for (int d = 0; d < 3; d++) {
            designs[d].make();
            designs[d].back();
        }
        for (int i = 0; i < LEAVES; i++)
            differ += !same(shared[i].grad, tagged[i].grad) ||
                      !same(shared[i].grad, stored[i].grad);
    }
    printf("%d nodes, %d leaves\n", NODES, LEAVES);
    for (int d = 0; d < 3; d++)
        printf("%-13s  %zu bytes a node\n", designs[d].name,
               designs[d].bytes);
    printf("leaves whose gradients differ, in any bit: %d\n", differ);
    return differ == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static double now(void)
{
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The clock may be set back meanwhile: such a time is none. */
static double best(void (*run)(void), void (*before)(void), double least)
{
    before();
    double start = now();
    run();
    double spent = now() - start;
    return spent > 0.0 ? fmin(least, spent) : least;
}

static void nothing(void) {}

static int show_times(void)
{
    static const char *const orders[] = {"by lot", "repeats"};
    printf("order\tdesign\tbytes\tforward, ns\tbackward, ns\n");
    for (int order = 0; order < 2; order++) {
        double make[3] = {1, 1, 1}, back[3] = {1, 1, 1};
        draw_graph(order == 1);
        for (int round = 0; round < 300; round++)
            for (int d = 0; d < 3; d++) {
                make[d] = best(designs[d].make, nothing, make[d]);
                back[d] = best(designs[d].back, designs[d].make, back[d]);
            }
        for (int d = 0; d < 3; d++)
            printf("%s\t%s\t%zu\t%.1f\t%.1f\n", orders[order],
                   designs[d].name, designs[d].bytes, make[d] * 1e9 / NODES,
                   back[d] * 1e9 / NODES);
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    bool timing = argc == 2 && strcmp(argv[1], "--time") == 0;
    if (argc > 1 && !timing) {
        fputs("usage: dispatch [--time]\n", stderr);
        return 2;
    }
    return timing ? show_times() : show_gradients();
}
