/* bench.c - what a value costs, in nanoseconds and bytes, beside the same
   arithmetic in plain C: of the piece that is named, or of its growth; with
   "by-hand" the seconds of two moons in plain C, with "data" what PyTorch
   is to compute; with "check" only whether both ways agree. Prints columns with tabs, of which
   tests/bench/run makes a table. */
#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LEAST = 11, MOST = 501 };
static const double SECONDS = 1.0;

typedef struct {
    double forward[MOST], backward[MOST], both[MOST];
    size_t n;
} Times;

double bench_random(void)
{
    static unsigned long long state = 42;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / 9007199254740992.0;
}

static double seconds(void)
{
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void note(Times *times, double start, double middle, double end)
{
    times->forward[times->n] = middle - start;
    times->backward[times->n] = end - middle;
    times->both[times->n] = end - start;
    times->n++;
}

static bool again(const Times *times, double since)
{
    return times->n < LEAST ||
           (times->n < MOST && seconds() < since + SECONDS);
}

static void on_graph(const Piece *piece, Graph *graph, Times *times)
{
    GraphMark before = graph_mark(graph);
    double start = seconds();
    Value *root = piece->build(graph);
    double middle = seconds();
    value_backward(root);
    if (piece->step != NULL)
        piece->step();
    note(times, start, middle, seconds());
    graph_rewind(graph, before);
}

static void without(const Piece *piece, Times *times)
{
    double start = seconds();
    piece->forward();
    double middle = seconds();
    piece->backward();
    if (piece->plain_step != NULL)
        piece->plain_step();
    note(times, start, middle, seconds());
}

static void time_plain(const Piece *piece, Times *times)
{
    times->n = 0;
    for (double since = seconds(); again(times, since);)
        without(piece, times);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The best and the median, in nanoseconds for each of so many values. */
static void print_column(double *column, size_t n, double values)
{
    qsort(column, n, sizeof *column, by_size);
    printf("\t%.3f\t%.3f", column[0] * 1e9 / values,
           column[n / 2] * 1e9 / values);
}

static void print_line(const char *piece, const char *how, size_t values,
                       double bytes, Times *times)
{
    double n = (double)values;
    printf("%s\t%s\t%zu\t%.1f\t%zu", piece, how, values, bytes / n,
           times->n);
    print_column(times->forward, times->n, n);
    print_column(times->backward, times->n, n);
    print_column(times->both, times->n, n);
    printf("\n");
    fflush(stdout);
}

static bool close_to(double a, double b)
{
    return fabs(a - b) <= 1e-11 * fmax(fabs(a), fabs(b));
}

/* No time is told before both ways are known to give the same. */
static bool same(const Piece *piece, const Value *root)
{
    double data = piece->forward();
    piece->backward();
    bool all = close_to(root->data, data);
    for (size_t i = 0; all && i < piece->inputs; i++)
        all = isfinite(piece->gradient(i)) &&
              close_to(piece->gradient(i), piece->plain_gradient(i));
    if (!all)
        fprintf(stderr, "%s: the graph and plain C differ\n", piece->name);
    return all;
}

/* piece: which is to begin on it, or NULL. */
static Graph *new_graph(const Piece *piece)
{
    Graph *graph = value_graph();
    bool begun =
        piece == NULL || piece->begin == NULL || piece->begin(graph);
    if (graph == NULL || !begun) {
        fprintf(stderr, "%s\n", graph_message(GRAPH_NO_MEMORY));
        exit(1);
    }
    return graph;
}

static void check(const Piece *piece)
{
    Graph *graph = new_graph(piece);
    Value *root = piece->build(graph);
    if (!value_backward(root)) {
        fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
        exit(1);
    }
    if (!same(piece, root))
        exit(1);
    graph_free(graph);
}

static void time_piece(const Piece *piece)
{
    static Times first, steady, plain;
    first.n = steady.n = 0;
    check(piece);
    for (double since = seconds(); again(&first, since);) {
        Graph *graph = new_graph(piece);
        on_graph(piece, graph, &first);
        graph_free(graph);
    }
    Graph *graph = new_graph(piece);
    GraphMark before = graph_mark(graph);
    piece->build(graph);
    size_t values = graph_nodes(graph);
    double bytes = (double)graph_bytes(graph);
    graph_rewind(graph, before);
    for (double since = seconds(); again(&steady, since);)
        on_graph(piece, graph, &steady);
    graph_free(graph);
    time_plain(piece, &plain);
    print_line(piece->name, "plain C", values, (double)piece->bytes,
               &plain);
    print_line(piece->name, "graph", values, bytes, &steady);
    print_line(piece->name, "first time", values, bytes, &first);
}

/* Does a value cost the same on a long chain as on a short one? */
static void time_growth(size_t values)
{
    static Times times;
    times.n = 0;
    Graph *graph = new_graph(NULL);
    GraphMark empty = graph_mark(graph);
    for (double since = seconds(); again(&times, since);) {
        double start = seconds();
        Value *root = chain_of(graph, values);
        double middle = seconds();
        value_backward(root);
        note(&times, start, middle, seconds());
        graph_rewind(graph, empty);
    }
    print_line("chain", "graph", values, (double)graph_bytes(graph),
               &times);
    graph_free(graph);
}

static void time_by_hand(void)
{
    static Times times;
    time_plain(&moons, &times);
    qsort(times.both, times.n, sizeof *times.both, by_size);
    printf("%.9f\n", times.both[0]);
}

int main(int argc, char **argv)
{
    const char *what = argc == 2 ? argv[1] : "";
    const Piece *pieces[] = {&chain, &tree, &moons};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        if (strcmp(what, pieces[i]->name) == 0)
            time_piece(pieces[i]);
    if (strcmp(what, "growth") == 0)
        for (size_t values = 10000; values <= 10000000; values *= 10)
            time_growth(values);
    if (strcmp(what, "check") == 0)
        for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
            check(pieces[i]);
    if (strcmp(what, "by-hand") == 0)
        time_by_hand();
    if (strcmp(what, "data") == 0)
        moons_print();
    return 0;
}
