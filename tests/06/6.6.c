/* 6.6.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* Judges exercise 6.6: momentum. */
#include "judge.h"
#include "value.h"
#include <math.h>

typedef Value *(*LossOf)(Value **weights, int n);
bool descend_with_momentum(Value **weights, int n, LossOf loss_of,
                           double rate, double decay, int steps);

enum { N = 3 };

static double m[N], k[N], start[N], rate, decay;
static Graph *graph;
static Value *weights[N];
static int losses_built;

static Value *bowl(Value **at, int n)
{
    Value *sum = value_new(graph, 0.0);
    losses_built++;
    for (int i = 0; i < n; i++) {
        Value *d = value_sub_const(at[i], k[i]);
        sum = value_add(sum, value_mul_const(value_mul(d, d), m[i]));
    }
    return sum;
}

static void set_up(void)
{
    graph = value_graph();
    rate = judge_uniform(0.1, 0.2);
    decay = judge_uniform(0.3, 0.7);
    for (int i = 0; i < N; i++) {
        m[i] = judge_uniform(0.5, 1) + i;
        k[i] = judge_uniform(2, 3) - i;
        start[i] = judge_uniform(-2, -1) + 2 * i;
        weights[i] = value_new(graph, start[i]);
    }
}

/* The recurrence, from the distance of weight i. */
static double follow(int i, double kept, double f, int steps)
{
    double d = start[i] - k[i], before = d, next;
    for (int step = 0; step < steps; step++) {
        next = (1 + kept - f * rate * m[i]) * d - kept * before;
        before = d, d = next;
    }
    return k[i] + d;
}

/* As follow, but the new slope fades with the old ones. */
static double follow_faded(int i, int steps)
{
    double d = start[i] - k[i], speed = 0;
    for (int step = 0; step < steps; step++) {
        speed = decay * (speed + 2 * m[i] * d);
        d -= rate * speed;
    }
    return k[i] + d;
}

static bool is(double a, double c) { return fabs(a - c) < 1e-9; }

static void expect_followed(double kept, int steps)
{
    for (int i = 0; i < N; i++)
        expect_close("a weight", weights[i]->data,
                     follow(i, kept, 2, steps), 1e-10);
}

static void none(void)
{
    set_up();
    bool done = descend_with_momentum(weights, N, bowl, rate, 0.0, 5);
    mistake(done && losses_built == 0,
            "no loss was built: descend_with_momentum is not written yet");
    mistake(is(weights[0]->data, follow(0, 1, 2, 5)),
            "with decay 0 old slopes still count: multiply the grads by "
            "decay after each step");
    mistake(is(weights[0]->data, start[0]),
            "the first weight has not moved: with decay 0 the new slope "
            "must still count in full");
    expect(done, "it returned false though there was memory");
    expect_followed(0, 5);
    expect_equal("losses built in 5 steps", losses_built, 5);
    graph_free(graph);
}

static void fades(void)
{
    set_up();
    descend_with_momentum(weights, N, bowl, rate, decay, 6);
    mistake(is(weights[0]->data, follow(0, 0, 2, 6)),
            "old slopes don't count at all: multiply the grads by decay "
            "where the chapter sets them to 0");
    mistake(is(weights[0]->data, follow(0, decay, 2 * (1 - decay), 6)),
            "the new slope counts 1 - decay of itself: it is to be added "
            "in full");
    mistake(is(weights[0]->data, follow_faded(0, 6)),
            "the new slope fades before it is used: step first, and then "
            "multiply by decay");
    mistake(is(weights[0]->data, follow(0, decay, 2, 6)) &&
                is(weights[N - 1]->data, follow(N - 1, 1, 2, 6)),
            "only the first weight's slopes fade: multiply the grad of "
            "each");
    expect_followed(decay, 6);
    graph_free(graph);
}

static void all(void)
{
    set_up();
    descend_with_momentum(weights, N, bowl, rate, 1.0, 12);
    for (int i = 0; i < N; i++) {
        double theta = acos(1 - rate * m[i]), d = start[i] - k[i];
        expect_close("a weight that swings", weights[i]->data,
                     k[i] + d * cos(12.5 * theta) / cos(theta / 2), 1e-9);
    }
    graph_free(graph);
}

static void old_grads(void)
{
    set_up();
    for (int i = 0; i < N; i++)
        weights[i]->grad = judge_uniform(2, 3);
    double d = start[0] - k[0], speed = weights[0]->grad;
    speed += 2 * m[0] * d, d -= rate * speed;
    speed = decay * speed + 2 * m[0] * d, d -= rate * speed;
    descend_with_momentum(weights, N, bowl, rate, decay, 2);
    mistake(is(weights[0]->data, k[0] + d),
            "what the grads held before is taken for old slopes: set them "
            "to 0 at first");
    expect_followed(decay, 2);
    graph_free(graph);
}

static void same_size(void)
{
    set_up();
    size_t before = graph_bytes(graph);
    descend_with_momentum(weights, N, bowl, rate / 2, decay, 5000);
    mistake(graph_nodes(graph) > N,
            "the graph had %d nodes, and has %zu: rewind after each step", N,
            graph_nodes(graph));
    mistake(graph_bytes(graph) > before,
            "the graph grew from %zu to %zu bytes: rewind after each step, "
            "not when all are done",
            before, graph_bytes(graph));
    graph_free(graph);
}

static Value *endless(Value **at, int n)
{
    Value *sum = bowl(at, n);
    while (sum != NULL)
        sum = value_add(sum, at[0]);
    return sum;
}

/* Learns where memory ends in the first loss. */
static bool learn_to_the_end(void)
{
    set_up();
    weights[0]->grad = 1.0;
    graph_limit(graph, graph_bytes(graph));
    return descend_with_momentum(weights, N, endless, rate, decay, 2);
}

static void end_reported(void)
{
    mistake(learn_to_the_end(),
            "memory ended while a loss was built, and it returned true: "
            "return what value_backward says");
    mistake(weights[0]->data != start[0],
            "memory ended while the first loss was built, and all the same "
            "there was a step: step only when value_backward says true");
    graph_free(graph);
}

static void end_leaves_nothing(void)
{
    learn_to_the_end();
    mistake(graph_nodes(graph) != N,
            "a half-built loss was left on the graph: rewind also when the "
            "step failed");
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 6.6");
    judge_see("The forgotten zeroing", "06-double-learned.html#forgotten");
    if (judge_ask_first("with decay 0, is it the learner that zeroes?",
                        none)) {
        judge_ask("do old slopes fade by the decay?", fades);
        judge_ask("with decay 1, is it the learner that forgets?", all);
        judge_ask("do the grads begin at 0?", old_grads);
        judge_see("Mark and rewind", "06-double-learned.html#rewinding");
        judge_ask("is the graph as large as before?", same_size);
        judge_ask("is it when memory ends, too?", end_leaves_nothing);
        judge_see("One call", "04-walking-the-graph.html#one-call");
        judge_ask("is the end of memory reported?", end_reported);
    }
    return judge_end();
}
