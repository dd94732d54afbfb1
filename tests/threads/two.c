/* two.c - two graphs in two threads, each built, walked, drawn and rewound
   again and again: are the slopes right? The sanitizer watches for races. */
#define _XOPEN_SOURCE 700
#include "dual.h"
#include "value.h"

#include <math.h>
#include <pthread.h>

enum { ROUNDS = 200, TERMS = 300 };

typedef struct {
    double x;
    long wrong;
} Job;

static pthread_barrier_t start;

/* Each operation once, at x between 0 and 1. */
static Value *term(Value *x)
{
    Value *power = value_pow(x, value_sigmoid(value_neg(x)));
    Value *curve = value_tanh(value_sub(value_exp(x), value_log(x)));
    Value *line = value_relu(value_add_const(value_mul(power, curve), 1.0));
    return value_div(value_pow_const(line, 2.0), value_const_sub(3.0, x));
}

/* The same, forward: another road to the slope. */
static double slope_of_term(double at)
{
    Dual x = dual_input(at);
    Dual power = dual_pow(x, dual_sigmoid(dual_neg(x)));
    Dual curve = dual_tanh(dual_sub(dual_exp(x), dual_log(x)));
    Dual line =
        dual_relu(dual_add(dual_mul(power, curve), dual_const(1.0)));
    return dual_div(dual_pow(line, dual_const(2.0)),
                    dual_sub(dual_const(3.0), x))
        .slope;
}

static bool drawn(const Graph *graph)
{
    char text[4096];
    FILE *out = fmemopen(text, sizeof text, "w");
    if (out == NULL)
        return false;
    bool all = value_draw(out, graph, NULL, 0);
    return fclose(out) == 0 && all;
}

/* A graph of several blocks, walked twice. */
static bool round_is_right(Graph *graph, double at)
{
    GraphMark mark = graph_mark(graph);
    Value *x = value_new(graph, at), *sum = term(x);
    bool right = drawn(graph);
    for (int i = 1; i < TERMS; i++)
        sum = value_add(sum, term(x));
    value_backward(sum);
    value_zero_grad(sum);
    right = value_backward(sum) && right;
    double expected = TERMS * slope_of_term(at);
    right = right && fabs(x->grad - expected) < 1e-9 * fabs(expected);
    return graph_rewind(graph, mark) && right;
}

static void *work(void *context)
{
    Job *job = context;
    Graph *graph = value_graph();
    pthread_barrier_wait(&start);
    for (int i = 0; i < ROUNDS; i++)
        if (!round_is_right(graph, job->x + 0.5 * i / ROUNDS))
            job->wrong++;
    graph_free(graph);
    return NULL;
}

int main(void)
{
    Job jobs[2] = {{.x = 0.1}, {.x = 0.3}};
    pthread_t threads[2];
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, work, &jobs[i]) != 0)
            return 2;
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("wrong: %ld and %ld of %d\n", jobs[0].wrong, jobs[1].wrong,
           ROUNDS);
    return 0;
}
