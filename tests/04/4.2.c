/* 4.2.c: tangled from chapter 4, "Walking the graph", of Gradus. */
/* Judges exercise 4.2: paths, visits, nodes and edges, counted by hand. */
#include "judge.h"

/* What comes after m doublings, of which the last is v. */
typedef struct {
    const char *words;
    int through, direct; /* paths to x through v, and others */
    int more;            /* visits, but for those from v and those of x */
    int nodes;
    bool square;
    const char *paths, *visits; /* worked out */
} Ending;

static const Ending endings[] = {
    {"q = x * v, and y = v + q.", 2, 1, 2, 2, false,
     "those of v, and through q 1 + those of v",
     "y, q, x, twice those of v"},
    {"q = x * v, once more r = x * v, and y = q + r.", 2, 2, 3, 3, false,
     "through q 1 + those of v, through r the same",
     "y, q, r, twice x, twice those of v"},
    {"q = x * v, and y = q * q.", 2, 2, 3, 2, true,
     "twice those of q, which are 1 + those of v",
     "y, twice (q, x, those of v)"},
    {"q = x * v, r = v * q, and y = r + x.", 2, 2, 3, 3, false,
     "1, and those of r: those of v, and 1 + those of v",
     "y, r, q, twice x, twice those of v"},
    {"q = x * v, r = q * v, and y = r + q.", 3, 2, 4, 3, false,
     "those of r, 1 + twice those of v, and of q, 1 + those of v",
     "y, r, twice (q, x), three times those of v"}};

typedef struct {
    int doublings;
    Ending end;
    double paths, visits, nodes, edges;
    double p, v; /* paths and visits from the last doubling */
} Problem;

static Problem draw(unsigned seed)
{
    Problem p = {.doublings = (int)predict_pick(seed, 0, 3, 9, 1)};
    int m = p.doublings;
    Ending e = p.end = endings[(int)predict_pick(seed, 1, 0, 4, 1)];
    p.p = (double)(1 << m);
    p.v = 2 * p.p - 1;
    p.paths = e.through * p.p + e.direct;
    p.visits = e.through * p.v + e.direct + e.more;
    p.nodes = 1 + m + e.nodes;
    p.edges = 2 * (m + e.nodes);
    return p;
}

static void pose(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    fprintf(out,
            "x is doubled %d times: v = x + x, then v = v + v, and so on.\n"
            "With the last v: %s\n"
            "\n"
            "paths   how many paths lead from y back to x\n"
            "visits  how many visits \"follow\" makes, from y\n"
            "nodes   how many nodes the graph has, leaves included\n"
            "edges   how many edges it has\n",
            p.doublings, p.end.words);
}

static void ask_paths(const Problem *p, Asked *asked)
{
    Ending e = p->end;
    *asked = (Asked){
        "paths", p->paths,
        .wrong =
        {{e.through * p->p, "you count the ways through v: x is also an "
                            "operand of a product or of y itself"},
         {p->p, "those lead back from one v: how often is v used?"},
         {p->p + 1, "what is used twice is reached twice: each of its paths "
                    "counts twice"},
         {p->visits, "those are the visits: count the ones that end at x"},
         {e.through + e.direct, "v + v leads to the same v by two edges, and "
                                "so by two paths"},
         {e.through * p->p + 1, "x is an operand more than once, and each "
                                "time a path ends there"},
         {e.through * 2 * p->p + e.direct, "m doublings make 2^m paths, "
                                           "not twice as many"}}};
}

static void ask_visits(const Problem *p, Asked *asked)
{
    Ending e = p->end;
    double others = e.direct + e.more;
    *asked = (Asked){
        "visits", p->visits,
        .wrong =
        {{p->paths, "those are the paths: the values on the way are visited, "
                    "too"},
         {p->nodes, "that would be one visit a node: follow marks nothing"},
         {p->visits - 1, "one visit is missing: is y visited, too?"},
         {p->v, "those are the visits from one v: how often is it reached?"},
         {e.through * p->v, "those are the visits from v: the others come "
                            "on top"},
         {e.through * (p->doublings + 1) + others,
          "v + v visits the v before it twice, once for each edge"},
         {e.through * p->p + others,
          "from v there are 2 * 2^m - 1 visits after m doublings: the "
          "values on the way count, too"},
         {p->v + others, "what is reached more than once is visited each "
                         "time, with all that lies behind it"}}};
}

static int solve(unsigned seed, Asked *asked)
{
    Problem p = draw(seed);
    ask_paths(&p, &asked[0]);
    ask_visits(&p, &asked[1]);
    asked[2] = (Asked){
        "nodes", p.nodes,
        .wrong =
        {{p.nodes - 1, "one is missing: x is a node, and so are q and y"},
         {p.visits, "those are visits: a node counts once"},
         {p.doublings + 1, "those are x and the doublings: what comes after "
                           "them?"}}};
    asked[3] = (Asked){
        "edges", p.edges,
        .wrong =
        {{p.edges - p.doublings, "v + v has two edges, though both lead to "
                                 "the same v"},
         {p.nodes, "those are the nodes: each sum and product has two "
                   "inputs"},
         {2 * p.nodes, "the leaf has no inputs"},
         {p.edges - 1, p.end.square ? "q * q has two edges" : NULL},
         {p.edges - p.doublings - 1,
          "v + v has two edges, though both lead to the same v; so has "
          "q * q"}}};
    return 4;
}

static void work(FILE *out, unsigned seed)
{
    Problem p = draw(seed);
    int m = p.doublings, more = p.end.nodes;
    fprintf(out,
            "from the last v   paths 2^%d = %g, visits 2^%d - 1 = %g\n"
            "paths   %s = %g\n"
            "visits  %s = %g\n"
            "nodes   1 + %d + %d = %g\n"
            "edges   2 * (%d + %d) = %g\n",
            m, p.p, m + 1, p.v,
            p.end.paths, p.paths, p.end.visits, p.visits, m, more, p.nodes,
            m, more, p.edges);
}

int main(int argc, char **argv)
{
    Predict counts = {pose, solve, work};
    return judge_predict(argc, argv, "exercise 4.2", "Walks that do not wait",
                         "04-walking-the-graph.html#naive-walks", counts);
}
