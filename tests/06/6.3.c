/* 6.3.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* Judges exercise 6.3: a line, learned on a graph that does not grow. */
#include "judge.h"
#include "value.h"
#include <math.h>

bool learn_line(Value *w, Value *b, const double *x, const double *y, int n,
                double rate, int steps);

enum { PAIRS = 4, MANY = 400 };

static const double rate = 0.05;
static double x[MANY], y[MANY], start[2], m1, m2, mean_y, mean_xy;
static Graph *graph;
static Value *w, *b, *other;

static void set_up(int n)
{
    m1 = m2 = mean_y = mean_xy = 0;
    for (int i = 0; i < n; i++) {
        x[i] = judge_uniform(-1, 2);
        y[i] = judge_uniform(-3, 3);
        m1 += x[i] / n, m2 += x[i] * x[i] / n;
        mean_y += y[i] / n, mean_xy += x[i] * y[i] / n;
    }
    start[0] = judge_uniform(1, 2), start[1] = judge_uniform(-2, -1);
    graph = value_graph();
    b = value_new(graph, start[1]);
    w = value_new(graph, start[0]);
    other = value_new(graph, 17.0);
}

/* One step from at[], by plain numbers. Of the slopes of before, in
   old[], a weight that does not forget them still uses all. */
static void step(double at[2], double old[2], bool keep_w, bool keep_b)
{
    double to_w = 2 * (m2 * at[0] + m1 * at[1] - mean_xy);
    double to_b = 2 * (m1 * at[0] + at[1] - mean_y);
    old[0] = to_w + (keep_w ? old[0] : 0);
    old[1] = to_b + (keep_b ? old[1] : 0);
    at[0] -= rate * old[0], at[1] -= rate * old[1];
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

static void first_step(void)
{
    set_up(PAIRS);
    double at[2] = {start[0], start[1]}, old[2] = {0, 0};
    step(at, old, false, false);
    bool done = learn_line(w, b, x, y, PAIRS, rate, 1);
    double dw = w->data - start[0], db = b->data - start[1];
    double right_dw = at[0] - start[0], right_db = at[1] - start[1];
    mistake(done && dw == 0 && db == 0, "neither weight nor bias has moved: "
                                        "learn_line is not written yet");
    expect(done, "learn_line returned false though there was memory");
    /* know the likely mistakes of a first step */
    mistake(is(dw, right_dw) && db == 0,
            "the bias has not moved: it has a slope of its own to step down");
    mistake(is(db, right_db) && dw == 0,
            "the weight has not moved: it has a slope of its own to step down");
    mistake(is(dw, -right_dw), "the step goes uphill: subtract it");
    mistake(is(dw, PAIRS * right_dw),
            "the step is n times too long: the loss is the mean, so divide "
            "the sum by n");
    mistake(is(dw, right_dw / rate),
            "the step is the whole slope: multiply it by the rate");
    expect_close("the weight after one step", w->data, at[0], 1e-12);
    expect_close("the bias after one step", b->data, at[1], 1e-12);
    graph_free(graph);
}

static void five_steps(void)
{
    set_up(PAIRS);
    double came[2], ends[4][2]; /* which of w and b keep their slopes */
    learn_line(w, b, x, y, PAIRS, rate, 5);
    came[0] = w->data, came[1] = b->data;
    for (int keeps = 0; keeps < 4; keeps++) {
        double *at = ends[keeps], old[2] = {0, 0};
        at[0] = start[0], at[1] = start[1];
        for (int i = 0; i < 5; i++)
            step(at, old, keeps & 1, keeps & 2);
        mistake(keeps != 0 && is(came[0], at[0]) && is(came[1], at[1]),
                "each step uses the sum of all slopes so far: set the grads "
                "of both, w and b, back to zero");
    }
    double *at = ends[0];
    expect_close("the weight after five steps", w->data, at[0], 1e-12);
    expect_close("the bias after five steps", b->data, at[1], 1e-12);
    graph_free(graph);
}

static void old_grads(void)
{
    set_up(PAIRS);
    double at[2] = {start[0], start[1]}, old[2] = {0, 0};
    step(at, old, false, false);
    w->grad = judge_uniform(3, 4), b->grad = judge_uniform(5, 6);
    double left_w = w->grad, left_b = b->grad;
    learn_line(w, b, x, y, PAIRS, rate, 1);
    mistake(is(w->data, at[0] - rate * left_w) ||
                is(b->data, at[1] - rate * left_b),
            "what the grads held before is added to the first slope: zero "
            "before the walk, not only after the step");
    expect_close("the weight after one step", w->data, at[0], 1e-12);
    expect_close("the bias after one step", b->data, at[1], 1e-12);
    graph_free(graph);
}

static void same_nodes(void)
{
    set_up(PAIRS);
    size_t before = graph_nodes(graph);
    learn_line(w, b, x, y, PAIRS, 0.05, 3);
    mistake(graph_nodes(graph) > before,
            "the graph had %zu nodes, and has %zu after 3 steps: set a "
            "mark before the loop, and rewind to it after each step",
            before, graph_nodes(graph));
    expect_equal("nodes", (long long)graph_nodes(graph), (long long)before);
    expect(other->data == 17.0, "a value that was on the graph before has "
                                "been written over: set the mark when the "
                                "function begins");
    graph_free(graph);
}

/* The least room in which so many steps can be taken. */
static size_t room_for(int steps)
{
    for (size_t room = 1; room < 800; room++) {
        set_up(PAIRS);
        leave_room(room);
        bool done = learn_line(w, b, x, y, PAIRS, rate, steps);
        graph_free(graph);
        if (done)
            return room;
    }
    return 800;
}

static void one_loss_at_a_time(void)
{
    size_t one = room_for(1), ten = room_for(10);
    mistake(one > 2 * (7 * PAIRS + 3) - 2,
            "one step takes %zu nodes, which is room for two losses: build "
            "one",
            one);
    mistake(ten > one,
            "there was room for one loss, of %zu nodes, and it did not do "
            "for ten steps: rewind after each",
            one);
}

static void stays_small(void)
{
    set_up(PAIRS);
    size_t before = graph_bytes(graph);
    learn_line(w, b, x, y, PAIRS, 0.01, 20000);
    mistake(graph_bytes(graph) > 4 * before,
            "the graph grew from %zu to %zu bytes: rewind after each step, "
            "not when all are done",
            before, graph_bytes(graph));
    expect(isfinite(w->data), "the weight is not finite");
    graph_free(graph);
}

static size_t nodes_before;

/* Learns where memory ends in the first loss. */
static bool learn_to_the_end(void)
{
    set_up(MANY);
    nodes_before = graph_nodes(graph);
    graph_limit(graph, graph_bytes(graph));
    w->grad = b->grad = 1.0;
    return learn_line(w, b, x, y, MANY, 0.05, 2);
}

static void end_reported(void)
{
    mistake(learn_to_the_end(),
            "memory ended while the loss was built, and learn_line "
            "returned true: return what value_backward says");
    mistake(w->data != start[0] || b->data != start[1],
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
    judge_begin(argc, argv, "exercise 6.3");
    judge_see("The loop in four words", "06-double-learned.html#loop");
    if (judge_ask_first("is the first step right?", first_step)) {
        judge_see("The forgotten zeroing",
                  "06-double-learned.html#forgotten");
        judge_ask("are five steps right?", five_steps);
        judge_ask("do the grads of before count for nothing?", old_grads);
        judge_see("Mark and rewind", "06-double-learned.html#rewinding");
        judge_ask("has the graph as many nodes as before?", same_nodes);
        judge_ask("does it stay small for 20000 steps?", stays_small);
        judge_ask("is there never more than one loss?", one_loss_at_a_time);
        judge_ask("is none left when memory ends?", end_leaves_nothing);
        judge_see("One call", "04-walking-the-graph.html#one-call");
        judge_ask("is the end of memory reported?", end_reported);
    }
    return judge_end();
}
