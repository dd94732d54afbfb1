/* 6.5.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* Judges exercise 6.5: the learner that does not look where it is. */
#include "judge.h"
#include "value.h"
#include <math.h>

bool learn_to_multiply(Value *w, const double *x, const double *y, int n,
                       double rate, double *losses, int steps);

enum { PAIRS = 3, STEPS = 8, MANY = 5000 };

static double x[PAIRS], y[PAIRS], losses[MANY], k, m, start, rate;
static Graph *graph;
static Value *w;

static void set_up(void)
{
    k = judge_uniform(2, 3);
    start = judge_uniform(-1, 0);
    m = 0;
    for (int i = 0; i < PAIRS; i++) {
        x[i] = judge_uniform(1, 3);
        y[i] = k * x[i];
        m += x[i] * x[i] / PAIRS;
    }
    rate = judge_uniform(0.1, 0.2) / m;
    graph = value_graph();
    w = value_new(graph, start);
}

/* Fills the graph until there is room for so many nodes, and no more. */
static void leave_room(size_t wanted)
{
    size_t room = 0;
    GraphMark mark = graph_mark(graph);
    graph_limit(graph, graph_bytes(graph));
    while (value_new(graph, 0) != NULL)
        room++;
    graph_rewind(graph, mark);
    while (room-- > wanted)
        value_new(graph, 0);
}

static bool is(double a, double c) { return fabs(a - c) < 1e-9; }

static void weight_goes(void)
{
    set_up();
    learn_to_multiply(w, x, y, PAIRS, rate, losses, STEPS);
    double d = start - k, each = -2 * m * d * rate, theta, swing;
    theta = acos(1 - rate * m);
    swing = d * cos((STEPS + 0.5) * theta) / cos(theta / 2);
    mistake(is(w->data, start + STEPS * each) && is(losses[0], losses[7]),
            "after %d steps the weight has gone from %.4f to %.4f; it "
            "should be nearly at %.4f.\n"
            "it moves by %.4f in every step, and the losses are %.4f, "
            "%.4f, %.4f and so on",
            STEPS, start, w->data, k, each, losses[0], losses[1],
            losses[2]);
    mistake(is(w->data, start + STEPS * each),
            "the losses change now, but the weight still moves by the same "
            "%.4f in every step: the walk back is of an old loss",
            each);
    mistake(is(w->data, k + swing),
            "each step uses the sum of all slopes so far: the grad must "
            "still be set to zero in every step");
    mistake(is(w->data, start), "the weight no longer moves: zero before "
                                "the walk back, not between it and the step");
    expect_close("the weight after 8 steps", w->data,
                 k + d * pow(1 - 2 * rate * m, STEPS), 1e-9);
    graph_free(graph);
}

static void losses_right(void)
{
    set_up();
    learn_to_multiply(w, x, y, PAIRS, rate, losses, STEPS);
    for (int i = 0; i < STEPS; i++) {
        double f = pow(1 - 2 * rate * m, i), d = (start - k) * f;
        mistake(i == 0 && is(losses[0], m * pow(d * (1 - 2 * rate * m), 2)),
                "the losses are those after each step: write the loss down "
                "before the weight moves");
        expect_close("the loss before a step", losses[i], m * d * d, 1e-9);
    }
    graph_free(graph);
}

static void same_size(void)
{
    set_up();
    size_t before = graph_bytes(graph);
    bool done = learn_to_multiply(w, x, y, PAIRS, rate, losses, MANY);
    mistake(graph_bytes(graph) > before,
            "in %d steps the graph grew from %zu to %zu bytes: rewind in "
            "every step",
            MANY, before, graph_bytes(graph));
    mistake(graph_nodes(graph) > 1,
            "a loss was left on the graph: rewind after each step, to a mark "
            "set before the loss is built");
    expect(done, "learn_to_multiply returned false though there was memory");
    expect_equal("nodes", (long long)graph_nodes(graph), 1);
    graph_free(graph);
}

static size_t nodes_before;

/* Learns where memory ends in the first loss. */
static bool learn_to_the_end(void)
{
    set_up();
    leave_room(3);
    nodes_before = graph_nodes(graph);
    w->grad = 1.0;
    return learn_to_multiply(w, x, y, PAIRS, rate, losses, STEPS);
}

static void end_reported(void)
{
    mistake(learn_to_the_end(),
            "memory ended while a loss was built, and learn_to_multiply "
            "returned true: return what value_backward says");
    mistake(w->data != start,
            "memory ended while the first loss was built, and all the same "
            "there was a step: step only when value_backward says true");
    graph_free(graph);
}

static void end_leaves_nothing(void)
{
    learn_to_the_end();
    mistake(graph_nodes(graph) != nodes_before,
            "a half-built loss was left on the graph: rewind also when the "
            "step failed");
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 6.5");
    judge_see("The loop in four words", "06-double-learned.html#loop");
    if (judge_ask_first("does the weight go where it should?",
                        weight_goes)) {
        judge_ask("are the losses those of each step?", losses_right);
        judge_see("Mark and rewind", "06-double-learned.html#rewinding");
        judge_ask("is the graph as large as before?", same_size);
        judge_ask("is it when memory ends, too?", end_leaves_nothing);
        judge_see("One call", "04-walking-the-graph.html#one-call");
        judge_ask("is the end of memory reported?", end_reported);
    }
    return judge_end();
}
