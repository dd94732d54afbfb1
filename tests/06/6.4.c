/* 6.4.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* Judges exercise 6.4: a step after each example. */
#include "judge.h"
#include "value.h"
#include <math.h>

bool learn_one_by_one(Value *w, const double *x, const double *y, int n,
                      double rate, int rounds);

enum { PAIRS = 3 };

static double x[PAIRS], y[PAIRS], k, start, rate;
static Graph *graph;
static Value *w;

static void set_up(double noise)
{
    k = judge_uniform(2, 3);
    start = judge_uniform(-1, 0);
    rate = judge_uniform(0.03, 0.06);
    for (int i = 0; i < PAIRS; i++) {
        x[i] = judge_uniform(0.5, 1) + i;
        y[i] = k * x[i] + judge_uniform(noise, 2 * noise) * (i % 2 ? -1 : 1);
    }
    graph = value_graph();
    w = value_new(graph, start);
}

static double slope(double at, int i)
{
    return 2 * x[i] * (x[i] * at - y[i]);
}

/* Where single steps lead, in order from `first` by `by`; kept is what is
   left of an old slope. */
static double single(double at, int rounds, int first, int by, double kept)
{
    double speed = 0;
    for (int n = 0; n < rounds * PAIRS; n++) {
        speed = kept * speed + slope(at, first + by * (n % PAIRS));
        at -= rate * speed;
    }
    return at;
}

static double together(double at, double divisor)
{
    return at - rate * (slope(at, 0) + slope(at, 1) + slope(at, 2)) / divisor;
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

static void one_round(void)
{
    set_up(0);
    bool done = learn_one_by_one(w, x, y, PAIRS, rate, 1);
    double came = w->data;
    mistake(done && came == start,
            "the weight has not moved: learn_one_by_one is not written yet");
    mistake(is(came, together(start, PAIRS)),
            "that is one step by the mean of all examples: take a step "
            "after each of them");
    mistake(is(came, together(start, 1)),
            "all slopes were taken at the same weight: step before you "
            "look at the next example");
    mistake(is(came, single(start, 1, 0, 1, 1)),
            "the slopes of the examples add up: zero after each step");
    mistake(is(came, start - rate * slope(start, 0)),
            "only the first example was used: go on to the others");
    expect(done, "learn_one_by_one returned false though there was memory");
    double right = single(start, 1, 0, 1, 0);
    rate /= PAIRS;
    mistake(is(came, single(start, 1, 0, 1, 0)),
            "each step is n times too short: the loss of one example is "
            "not divided by n");
    expect_close("the weight after one round", came, right, 1e-12);
    graph_free(graph);
}

static void three_rounds(void)
{
    set_up(0);
    double factor = 1;
    for (int i = 0; i < PAIRS; i++)
        factor *= 1 - 2 * rate * x[i] * x[i];
    learn_one_by_one(w, x, y, PAIRS, rate, 3);
    mistake(is(w->data, k + (start - k) * factor),
            "there was one round, and three were asked for: go through the "
            "examples again");
    expect_close("the weight after three rounds", w->data,
                 k + (start - k) * factor * factor * factor, 1e-12);
    graph_free(graph);
}

static void disagreeing(void)
{
    set_up(1);
    learn_one_by_one(w, x, y, PAIRS, rate, 2);
    mistake(is(w->data, single(start, 2, PAIRS - 1, -1, 0)),
            "the examples were taken from the last to the first: take them "
            "in their order");
    mistake(is(w->data, single(start, 2, 0, 1, 1)),
            "the slopes of the examples add up: zero after each step");
    expect_close("the weight after two rounds", w->data,
                 single(start, 2, 0, 1, 0), 1e-12);
    graph_free(graph);
}

static void same_nodes(void)
{
    set_up(0);
    value_new(graph, 1.0);
    learn_one_by_one(w, x, y, PAIRS, rate, 2);
    mistake(graph_nodes(graph) > 2,
            "the graph had 2 nodes, and has %zu: rewind to a mark that was "
            "set when the function began",
            graph_nodes(graph));
    expect_equal("nodes", (long long)graph_nodes(graph), 2);
    graph_free(graph);
}

static void stays_small(void)
{
    set_up(0);
    graph_limit(graph, 2 * graph_bytes(graph));
    mistake(!learn_one_by_one(w, x, y, PAIRS, rate, 5000),
            "15000 steps did not fit into twice the memory of one: rewind "
            "after each step");
    graph_free(graph);
}

static size_t nodes_before;

/* Learns where memory ends in the first loss. */
static bool learn_to_the_end(void)
{
    set_up(0);
    leave_room(3);
    nodes_before = graph_nodes(graph);
    return learn_one_by_one(w, x, y, PAIRS, rate, 1);
}

static void end_reported(void)
{
    mistake(learn_to_the_end(),
            "memory ended while a loss was built, and learn_one_by_one "
            "returned true: return what value_backward says");
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
    judge_begin(argc, argv, "exercise 6.4");
    judge_see("The loop in four words", "06-double-learned.html#loop");
    if (judge_ask_first("is a step taken after each example?", one_round)) {
        judge_ask("are the examples gone through again?", three_rounds);
        judge_ask("are they taken in order, also when they disagree?",
                  disagreeing);
        judge_see("Mark and rewind", "06-double-learned.html#rewinding");
        judge_ask("has the graph as many nodes as before?", same_nodes);
        judge_ask("does it stay small for 15000 steps?", stays_small);
        judge_ask("is no loss left when memory ends?", end_leaves_nothing);
        judge_see("One call", "04-walking-the-graph.html#one-call");
        judge_ask("is the end of memory reported?", end_reported);
    }
    return judge_end();
}
