/* 4.3.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* Judges exercise 4.3: the order of a search, and the gradient. */
#include "judge.h"
#include <string.h>

enum { A, B, C, D, E, F, NODES };

typedef struct {
    int prev[NODES][2]; /* of C to F */
    bool product[NODES];
    double data[NODES];
} Problem;

/* Numbers from 1: when each node is met, and when it is finished. */
typedef struct {
    int met[NODES], finished[NODES], meetings, finishes;
} Search;

static void search_from(const Problem *p, int node, Search *search)
{
    search->met[node] = ++search->meetings;
    for (int i = 0; i < 2; i++) {
        int input = p->prev[node][i];
        if (input >= 0 && search->met[input] == 0)
            search_from(p, input, search);
    }
    search->finished[node] = ++search->finishes;
}

static Search searched(const Problem *p)
{
    Search search = {{0}, {0}, 0, 0};
    search_from(p, F, &search);
    return search;
}

static void choose(Problem *p, int node, unsigned seed, int from,
                   const int (*pairs)[2], int n)
{
    int pair = (int)predict_pick(seed, from, 0, n - 1, 1);
    memcpy(p->prev[node], pairs[pair], sizeof p->prev[node]);
    p->product[node] = predict_pick(seed, from + 1, 0, 1, 1) == 1;
    double l = p->data[pairs[pair][0]], r = p->data[pairs[pair][1]];
    p->data[node] = p->product[node] ? l * r : l + r;
}

static Problem drawn(unsigned seed, int from)
{
    static const int for_c[][2] = {{A, B}, {B, A}, {A, A}};
    static const int for_d[][2] = {{A, B}, {B, A}, {B, C}, {C, B}};
    static const int for_e[][2] = {{C, D}, {D, C}};
    static const int for_f[][2] = {{E, C}, {C, E}, {E, D}, {D, E}, {A, E}};
    Problem p = {.prev = {{-1, -1}, {-1, -1}}};
    p.data[A] = predict_pick(seed, from, 2, 3, 1);
    p.data[B] = predict_pick(seed, from + 1, 2, 4, 1);
    choose(&p, C, seed, from + 2, for_c, 3);
    choose(&p, D, seed, from + 4, for_d, 4);
    choose(&p, E, seed, from + 6, for_e, 2);
    choose(&p, F, seed, from + 8, for_f, 5);
    return p;
}

/* One whose nodes are not finished in the order of their names. */
static Problem draw(unsigned seed)
{
    for (int from = 0;; from += 10) {
        Problem p = drawn(seed, from);
        Search search = searched(&p);
        for (int node = A; node < NODES; node++)
            if (search.finished[node] != node + 1)
                return p;
    }
}

/* The grad of a, when node i passes back in the turn place[i]. */
static double passed(const Problem *p, const int place[NODES], bool assign)
{
    double grad[NODES] = {[F] = 1};
    for (int turn = 1; turn <= NODES; turn++)
        for (int node = C; node < NODES; node++)
            for (int i = 0; i < 2 && place[node] == turn; i++) {
                int input = p->prev[node][i], other = p->prev[node][1 - i];
                double slope = p->product[node] ? p->data[other] : 1;
                grad[input] = slope * grad[node] +
                              (assign ? 0 : grad[input]);
            }
    return grad[A];
}

/* d f / d a, forwards. */
static double slope_along_a(const Problem *p)
{
    double slope[NODES] = {[A] = 1};
    for (int node = C; node < NODES; node++) {
        int l = p->prev[node][0], r = p->prev[node][1];
        slope[node] = p->product[node] ? slope[l] * p->data[r] +
                                             p->data[l] * slope[r]
                                       : slope[l] + slope[r];
    }
    return slope[F];
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out, "a = %g and b = %g are leaves.\n\n", p.data[A], p.data[B]);
    for (int node = C; node < NODES; node++)
        fprintf(out, "    %c = %c %c %c\n", 'a' + node,
                'a' + p.prev[node][0], p.product[node] ? '*' : '+',
                'a' + p.prev[node][1]);
    fprintf(out,
            "\n"
            "Depth-first search from f, the first operand first, makes a\n"
            "list of six. f has place 1 in it.\n"
            "\n"
            "place_a to place_d  the places of a, b, c and d\n"
            "grad_a              the gradient of a, after the walk\n");
}

static int solve(unsigned seed, Asked *asked)
{
    static const char *names[] = {"place_a", "place_b", "place_c", "place_d"};
    Problem p = draw(seed);
    Search search = searched(&p);
    int place[NODES];
    for (int node = A; node < NODES; node++)
        place[node] = NODES + 1 - search.finished[node];
    for (int node = A; node <= D; node++)
        asked[node] = (Asked){
            names[node], place[node],
            .wrong =
            {{search.met[node], "that is when it is met: its place is "
                                "decided when it is finished"},
             {search.finished[node], "the list grows at its front: the one "
                                     "that is finished first comes last"},
             {place[node] - 1, "you count from 0: f has place 1"},
             {NODES - node,
              node > B ? NULL
                       : "that is the order of making, backwards: it is "
                         "topological, too, but the search finds "
                         "another"}}};
    asked[4] = (Asked){
        "grad_a", slope_along_a(&p),
        .wrong =
        {{passed(&p, search.met, false), "somebody has passed back before "
                                         "its gradient was complete: go "
                                         "through the list from its front"},
         {passed(&p, place, true), "a gradient is a sum: what arrives is "
                                   "added to what is there"},
         {p.data[F], "that is the value of f: asked for is the gradient "
                     "of a"}}};
    return 5;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    Search search = searched(&p);
    fprintf(out, "finished, in turn:   ");
    for (int turn = 1; turn <= NODES; turn++)
        for (int node = A; node < NODES; node++)
            if (search.finished[node] == turn)
                fprintf(out, " %c", 'a' + node);
    fprintf(out, "\nthe list, turned round:");
    for (int turn = NODES; turn >= 1; turn--)
        for (int node = A; node < NODES; node++)
            if (search.finished[node] == turn)
                fprintf(out, " %c", 'a' + node);
    fprintf(out, "\nc = %g, d = %g, e = %g, f = %g\ngrad_a = %g\n",
            p.data[C], p.data[D], p.data[E], p.data[F], slope_along_a(&p));
}

int main(int argc, char **argv)
{
    Predict search = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 4.3", "A topological order",
                         "04-walking-the-graph.html#topological-order",
                         search);
}
