/* test.c: tangled from chapter 6, "double(x), learned", of Gradus. */
/* Tests chapter 6: marks, rewinding, and learning by them. */
#include "judge.h"
#include "nudge.h"
#include "value.h"

#include <math.h>
#include <string.h>

enum { LEAVES = 5000 };
static Value *leaves[LEAVES];

/* Makes so many leaves, whose data are first, first + 1, ... */
static void make_leaves(Graph *graph, size_t n, double first)
{
    for (size_t i = 0; i < n; i++) {
        leaves[i] = value_new(graph, first + (double)i);
        expect(leaves[i] != NULL, "no memory for a leaf");
    }
}

/* Counts nodes whose data are 0, 1, 2, ... in this order. */
static void count_up(Node *node, void *context)
{
    double *next = context;
    expect_close("a value on the graph", ((Value *)node)->data, *next, 0);
    *next += 1.0;
}

/* Asks whether the graph's data are 0 to n - 1, and nothing else. */
static void expect_counting(const Graph *graph, size_t n)
{
    double counted = 0.0;
    expect_equal("nodes", (long long)graph_nodes(graph), (long long)n);
    graph_each(graph, count_up, &counted);
    expect_equal("nodes visited", (long long)counted, (long long)n);
}

static void forgets_what_came_after(void)
{
    Graph *graph = value_graph();
    make_leaves(graph, 5, 0);
    GraphMark mark = graph_mark(graph);
    make_leaves(graph, 7, 100);
    expect(graph_rewind(graph, mark), "the rewind was refused");
    expect_counting(graph, 5);
    make_leaves(graph, 3, 5);
    expect_counting(graph, 8);
    expect_equal("the status", graph_status(graph), GRAPH_OK);
    graph_free(graph);
}

static void uses_the_memory_again(void)
{
    Graph *graph = value_graph();
    make_leaves(graph, 3, 0);
    GraphMark mark = graph_mark(graph);
    make_leaves(graph, 4, 0);
    Value *before[4];
    memcpy(before, leaves, sizeof before);
    graph_rewind(graph, mark);
    make_leaves(graph, 4, 0);
    expect(memcmp(before, leaves, sizeof before) == 0,
           "the nodes after the rewind lie elsewhere");
    graph_free(graph);
}

static void nodes_come_new(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 2);
    GraphMark mark = graph_mark(graph);
    value_backward(value_mul(a, a));
    graph_rewind(graph, mark);
    Value *leaf = value_new(graph, 7);
    expect(leaf->data == 7 && leaf->grad == 0 && leaf->op == NULL,
           "a leaf in used memory is not like new");
    expect(value_input(leaf, 0) == NULL && value_input(leaf, 1) == NULL,
           "a leaf in used memory has inputs");
    graph_free(graph);
}

static void goes_back_to_nothing(void)
{
    Graph *graph = value_graph();
    GraphMark empty = graph_mark(graph);
    expect(graph_rewind(graph, empty), "an empty graph refused to stay so");
    for (int time = 0; time < 3; time++) {
        make_leaves(graph, 2500, 0);
        expect_counting(graph, 2500);
        expect(graph_rewind(graph, empty), "the rewind was refused");
        expect_counting(graph, 0);
    }
    make_leaves(graph, 1, 0);
    size_t bytes = graph_bytes(graph);
    make_leaves(graph, 2499, 1);
    expect_equal("bytes, of blocks kept", (long long)graph_bytes(graph),
                 (long long)bytes);
    graph_free(graph);
}

static void nested_marks(void)
{
    Graph *graph = value_graph();
    GraphMark marks[5];
    for (int i = 0; i < 5; i++) {
        marks[i] = graph_mark(graph);
        make_leaves(graph, 700, 700.0 * i);
    }
    for (int i = 4; i >= 0; i--) {
        expect(graph_rewind(graph, marks[i]), "mark %d was refused", i);
        expect_counting(graph, 700 * (size_t)i);
        expect(graph_rewind(graph, marks[i]), "mark %d, once more", i);
        expect_counting(graph, 700 * (size_t)i);
    }
    graph_free(graph);
}

/* Where everything that is made after a mark lies, and its place. */
static void rewinds_at(size_t n)
{
    static Value *before[LEAVES];
    Graph *graph = value_graph();
    make_leaves(graph, n, 0);
    GraphMark mark = graph_mark(graph);
    make_leaves(graph, 2500, -1);
    memcpy(before, leaves, sizeof before);
    size_t bytes = graph_bytes(graph);
    for (int time = 0; time < 2; time++) {
        expect(graph_rewind(graph, mark), "the mark at %zu was refused", n);
        expect_counting(graph, n);
        make_leaves(graph, 2500, (double)n);
        expect_counting(graph, n + 2500);
        expect(memcmp(before, leaves, 2500 * sizeof *leaves) == 0,
               "after a mark at %zu nodes lie elsewhere", n);
        expect_equal("the place of the last", (long long)graph_place(
                     &leaves[2499]->node), (long long)n + 2499);
    }
    expect_equal("bytes", (long long)graph_bytes(graph), (long long)bytes);
    graph_free(graph);
}

static void marks_anywhere(void)
{
    for (size_t n = 0; n < 2060; n += n < 1020 || n > 1027 ? 17 : 1)
        rewinds_at(n);
}

static void marks_at_edges(void)
{
    for (size_t n = 1020; n <= 1026; n++)
        rewinds_at(n);
    for (size_t n = 2043; n <= 2049; n++)
        rewinds_at(n);
}

static void memory_stays_flat(void)
{
    Graph *graph = value_graph();
    make_leaves(graph, 10, 0);
    GraphMark mark = graph_mark(graph);
    size_t bytes = 0;
    for (int step = 0; step < 300; step++) {
        make_leaves(graph, 2000, 10);
        bytes = step == 0 ? graph_bytes(graph) : bytes;
        expect_equal("bytes", (long long)graph_bytes(graph),
                     (long long)bytes);
        graph_rewind(graph, mark);
    }
    expect_counting(graph, 10);
    graph_free(graph);
}

static void frees_room_under_a_limit(void)
{
    Graph *graph = value_graph();
    make_leaves(graph, 10, 0);
    GraphMark mark = graph_mark(graph);
    graph_limit(graph, graph_bytes(graph));
    while (value_new(graph, 0) != NULL)
        ;
    expect_equal("the status", graph_status(graph), GRAPH_LIMIT);
    expect(graph_rewind(graph, mark), "the rewind was refused");
    make_leaves(graph, 500, 10);
    expect_counting(graph, 510);
    expect_equal("the first failure", graph_status(graph), GRAPH_LIMIT);
    size_t bytes = graph_bytes(graph);
    while (graph_nodes(graph) < 5000 && value_new(graph, 0) != NULL)
        ;
    expect_equal("bytes under the limit", (long long)graph_bytes(graph),
                 (long long)bytes);
    graph_free(graph);
}

static void forward_is_refused(void)
{
    Graph *graph = value_graph();
    make_leaves(graph, 4, 0);
    GraphMark early = graph_mark(graph);
    make_leaves(graph, 1, 4);
    GraphMark late = graph_mark(graph);
    make_leaves(graph, 2000, 5);
    GraphMark latest = graph_mark(graph);
    expect(graph_rewind(graph, early), "the early mark was refused");
    expect(!graph_rewind(graph, late), "a mark of one node too many was "
                                       "accepted");
    expect_equal("the status", graph_status(graph), GRAPH_BAD_MARK);
    expect_counting(graph, 4);
    expect(!graph_rewind(graph, latest), "the latest mark was accepted");
    expect_counting(graph, 4);
    make_leaves(graph, 3, 4);
    expect_counting(graph, 7);
    expect(graph_rewind(graph, early), "the early mark is good, and was "
                                       "refused after a bad one");
    expect_counting(graph, 4);
    expect_equal("the first failure", graph_status(graph), GRAPH_BAD_MARK);
    graph_free(graph);
}

static void of_another_graph_is_refused(void)
{
    Graph *graph = value_graph(), *other = value_graph();
    make_leaves(other, 2, 0);
    GraphMark others = graph_mark(other);
    make_leaves(graph, 4, 0);
    expect(!graph_rewind(graph, others), "another graph's mark was accepted");
    expect_equal("the status", graph_status(graph), GRAPH_MIXED);
    expect_counting(graph, 4);
    expect_equal("the other's status", graph_status(other), GRAPH_OK);
    make_leaves(graph, 2, 4);
    expect_counting(graph, 6);
    expect(graph_rewind(other, others), "the graph's own mark was refused");
    graph_free(other);
    graph_free(graph);
}

static void mark_message(void)
{
    const char *bad = graph_message(GRAPH_BAD_MARK);
    for (int other = GRAPH_OK; other < GRAPH_BAD_MARK; other++)
        expect(strcmp(bad, graph_message((GraphStatus)other)) != 0,
               "GRAPH_BAD_MARK has the message of status %d", other);
    expect(strcmp(bad, graph_message((GraphStatus)99)) != 0,
           "GRAPH_BAD_MARK has no message");
}

/* k x from three examples; m is the mean of x^2. */
static double x[3], y[3], k, m, start;

static Value *squared_errors(Value *w)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < 3; i++) {
        Value *error = value_sub_const(value_mul_const(w, x[i]), y[i]);
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, 3);
}

static Value *factor(Graph *graph)
{
    k = judge_uniform(1, 3);
    start = judge_uniform(-2, 0);
    m = 0.0;
    for (int i = 0; i < 3; i++) {
        x[i] = judge_uniform(1, 3);
        y[i] = k * x[i];
        m += x[i] * x[i] / 3.0;
    }
    return value_new(graph, start);
}

static void gradients_after_rewinds(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 0), *b = value_new(graph, 0);
    GraphMark mark = graph_mark(graph);
    for (int step = 0; step < 1000; step++) {
        a->data = judge_uniform(1, 2), b->data = judge_uniform(1, 2);
        a->grad = b->grad = 0.0;
        Value *out = value_mul(value_mul(a, b), a); /* a^2 b */
        for (int i = 0; i < step % 7; i++)
            out = value_add(out, b);
        value_backward(out);
        expect_close("d out / d a", a->grad, 2 * a->data * b->data, 1e-12);
        expect_close("d out / d b", b->grad, a->data * a->data + step % 7,
                     1e-12);
        graph_rewind(graph, mark);
    }
    graph_free(graph);
}

/* A walk stamps what lies below the mark, too, and it stays stamped. */
static void a_value_below_the_mark(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, judge_uniform(1, 2)), *h = value_mul(a, a);
    GraphMark mark = graph_mark(graph);
    for (int step = 0; step < 5; step++) {
        a->grad = 0.0;
        value_backward(value_mul(h, h)); /* a^4 */
        expect_close("d a^4 / d a", a->grad, 4 * pow(a->data, 3), 1e-12);
        graph_rewind(graph, mark);
    }
    graph_free(graph);
}

/* A NudgeLoss that builds its loss on a graph, and rewinds. */
static NudgeStatus tangle(const double *at, void *context, double *loss)
{
    Value **w = context;
    Graph *graph = w[0]->node.graph;
    GraphMark mark = graph_mark(graph);
    w[0]->data = at[0], w[1]->data = at[1];
    Value *p = value_mul(w[0], w[1]), *t = value_tanh(p);
    Value *out = value_add(value_mul(t, p), value_exp(value_sub(t, w[1])));
    bool found = value_backward(out);
    *loss = found ? out->data : 0.0;
    return graph_rewind(graph, mark) && found ? NUDGE_OK : NUDGE_FAILED;
}

static void nudging_agrees(void)
{
    Graph *graph = value_graph();
    Value *w[2] = {value_new(graph, 0), value_new(graph, 0)};
    double at[2] = {judge_uniform(0.5, 1), judge_uniform(-1, 1)};
    double slopes[2], loss;
    Nudge nudge = {tangle, w, at, 2, 0};
    expect_equal("nudging", nudge_central(&nudge, 1e-5, slopes), NUDGE_OK);
    w[0]->grad = w[1]->grad = 0.0;
    expect_equal("one run", tangle(at, w, &loss), NUDGE_OK);
    expect_close("the first slope", w[0]->grad, slopes[0], 1e-8);
    expect_close("the second slope", w[1]->grad, slopes[1], 1e-8);
    expect_equal("nodes", (long long)graph_nodes(graph), 2);
    graph_free(graph);
}

static void each_step_by_the_recurrence(void)
{
    Graph *graph = value_graph();
    Value *w = factor(graph);
    GraphMark mark = graph_mark(graph);
    double rate = judge_uniform(0.1, 0.9) / m, d = start - k;
    for (int step = 0; step < 30; step++) {
        expect(value_backward(squared_errors(w)), "no memory");
        w->data -= rate * w->grad;
        w->grad = 0.0;
        graph_rewind(graph, mark);
        d *= 1 - 2 * rate * m;
        expect_close("the weight", w->data, k + d, 1e-12);
    }
    graph_free(graph);
}

static void line_by_the_recurrence(void)
{
    Graph *graph = value_graph();
    Value *w = factor(graph), *b = value_new(graph, judge_uniform(-1, 1));
    GraphMark mark = graph_mark(graph);
    double a = start - k, c = b->data, m1 = (x[0] + x[1] + x[2]) / 3;
    double rate = judge_uniform(0.2, 0.9) / (m + 1);
    for (int step = 0; step < 30; step++) {
        Value *sum = value_new(graph, 0.0);
        for (int i = 0; i < 3; i++) {
            Value *answer = value_add(value_mul_const(w, x[i]), b);
            Value *error = value_sub_const(answer, y[i]);
            sum = value_add(sum, value_mul(error, error));
        }
        expect(value_backward(value_div_const(sum, 3)), "no memory");
        w->data -= rate * w->grad, b->data -= rate * b->grad;
        w->grad = b->grad = 0.0;
        graph_rewind(graph, mark);
        double to_w = 2 * (m * a + m1 * c), to_b = 2 * (m1 * a + c);
        a -= rate * to_w, c -= rate * to_b;
        expect_close("the weight", w->data, k + a, 1e-12);
        expect_close("the bias", b->data, c, 1e-12);
    }
    graph_free(graph);
}

static void forgetting_swings(void)
{
    Graph *graph = value_graph();
    Value *w = factor(graph);
    GraphMark mark = graph_mark(graph);
    double rate = judge_uniform(0.1, 1.5) / m, d = start - k;
    double theta = acos(1 - rate * m);
    for (int step = 1; step <= 100; step++) {
        expect(value_backward(squared_errors(w)), "no memory");
        w->data -= rate * w->grad;
        graph_rewind(graph, mark);
        expect_close("the weight that swings", w->data,
                     k + d * cos((step + 0.5) * theta) / cos(theta / 2),
                     1e-9);
    }
    graph_free(graph);
}

static void many_steps(void)
{
    Graph *graph = value_graph();
    Value *w = factor(graph);
    GraphMark mark = graph_mark(graph);
    size_t bytes = graph_bytes(graph);
    for (int step = 0; step < 100000; step++) {
        value_backward(squared_errors(w));
        w->data -= 0.1 / m * w->grad;
        w->grad = 0.0;
        graph_rewind(graph, mark);
    }
    expect_close("the weight", w->data, k, 1e-12);
    expect_equal("bytes", (long long)graph_bytes(graph), (long long)bytes);
    expect_equal("nodes", (long long)graph_nodes(graph), 1);
    graph_free(graph);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 6");
    /* ask about going back */
    judge_see("Mark and rewind", "06-double-learned.html#rewinding");
    judge_ask("does a rewind forget what came after the mark, and no more?",
              forgets_what_came_after);
    judge_ask("is the memory used again?", uses_the_memory_again);
    judge_ask("is a node in used memory like new?", nodes_come_new);
    judge_ask("can a graph go back to nothing?", goes_back_to_nothing);
    judge_ask("do marks nest?", nested_marks);
    judge_ask("may a mark be set at any number of nodes?", marks_anywhere);
    judge_ask("may it be at the edges of blocks?", marks_at_edges);
    judge_ask("does memory stay flat over blocks?", memory_stays_flat);
    judge_ask("does a rewind make room under a limit?",
              frees_room_under_a_limit);
    /* ask about marks that are refused */
    judge_ask("is a rewind forward refused, and nothing changed?",
              forward_is_refused);
    judge_ask("is the mark of another graph refused?",
              of_another_graph_is_refused);
    judge_ask("has the refusal a message of its own?", mark_message);
    /* ask about walks after a rewind */
    judge_ask("are gradients right on a graph that was rewound?",
              gradients_after_rewinds);
    judge_ask("are they through a value below the mark?",
              a_value_below_the_mark);
    judge_see("What is left of nudging", "06-double-learned.html#left");
    judge_ask("does nudging agree with the walk?", nudging_agrees);
    /* ask about learning */
    judge_see("The loop in four words", "06-double-learned.html#loop");
    judge_ask("is each weight where the recurrence says?",
              each_step_by_the_recurrence);
    judge_see("One weight, then two", "06-double-learned.html#directions");
    judge_ask("are weight and bias, too?", line_by_the_recurrence);
    judge_see("The forgotten zeroing", "06-double-learned.html#forgotten");
    judge_ask("does it swing by the closed form without zeroing?",
              forgetting_swings);
    judge_see("Mark and rewind", "06-double-learned.html#rewinding");
    judge_ask("do a hundred thousand steps need no more memory than one?",
              many_steps);
    return judge_end();
}
