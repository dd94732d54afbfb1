/* sort.c: tangled from chapters 6, 8, of Gradus. */
/* sort.c - a line that tells two sorts of points apart, by three losses. */
#include "loss.h"
#include "optim.h"

#include <stdlib.h>
#include <string.h>

enum { POINTS = 6 };
static const double x[POINTS] = {-3, -2, -1, 1, 2, 21};
static const double label[POINTS] = {-1, -1, -1, 1, 1, 1};

typedef Value *(*LossOf)(Value *score, double label);

static Value *by_squares(Value *score, double wanted)
{
    return loss_mse(&score, &wanted, 1);
}

static Value *by_surprise(Value *score, double wanted)
{
    return loss_binary(score, (wanted + 1.0) / 2.0);
}

typedef struct {
    Value *line[2]; /* weight and bias */
    Optim *optim;
    LossOf loss_of;
    double price; /* the strength of loss_l2 */
    double share; /* how much the labels are smoothed */
} Sorter;

static bool make(Sorter *sorter, Graph *graph, LossOf loss_of, double price,
                 double decay)
{
    sorter->line[0] = value_new(graph, 0.0);
    sorter->line[1] = value_new(graph, 0.0);
    sorter->optim = optim_sgd(sorter->line, 2, 0.0, decay);
    sorter->loss_of = loss_of;
    sorter->price = price;
    sorter->share = 0.0;
    return sorter->optim != NULL;
}

static Value *loss_of_all(const Sorter *sorter)
{
    Value *losses[POINTS];
    for (int i = 0; i < POINTS; i++) {
        Value *score = value_add(value_mul_const(sorter->line[0], x[i]),
                                 sorter->line[1]);
        losses[i] = sorter->loss_of(score, (1 - sorter->share) * label[i]);
    }
    Value *loss = loss_mean(losses, POINTS);
    if (sorter->price == 0.0)
        return loss;
    return value_add(loss, loss_l2(sorter->line, 2, sorter->price));
}

static bool learn(Sorter *sorter, GraphMark mark, int steps)
{
    bool good = true;
    for (int step = 0; good && step < steps; step++) {
        optim_zero_grad(sorter->optim);
        good = value_backward(loss_of_all(sorter)) &&
               optim_step(sorter->optim, 0.01) == OPTIM_OK;
        graph_rewind(sorter->line[0]->node.graph, mark);
    }
    return good;
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static bool show_scores(Graph *graph, Sorter *sorters)
{
    bool good = make(&sorters[0], graph, by_squares, 0, 0) &&
                make(&sorters[1], graph, loss_hinge, 0, 0) &&
                make(&sorters[2], graph, by_surprise, 0, 0);
    if (!good)
        return false;
    GraphMark mark = graph_mark(graph);
    for (int i = 0; good && i < 3; i++)
        good = learn(&sorters[i], mark, 10000);
    printf("x\tlabel\tsquared\thinge\tcross-entropy\n");
    for (int i = 0; i < POINTS; i++) {
        printf("%g\t%g", x[i], label[i]);
        for (int j = 0; j < 3; j++)
            printf("\t%.2f", sorters[j].line[0]->data * x[i] +
                                 sorters[j].line[1]->data);
        printf("\n");
    }
    return good;
}

static bool show_growing(Graph *graph, Sorter *sorters)
{
    bool good = make(&sorters[0], graph, by_surprise, 0, 0) &&
                make(&sorters[1], graph, by_surprise, 0.01, 0) &&
                make(&sorters[2], graph, by_surprise, 0, 0.02);
    if (!good)
        return false;
    GraphMark mark = graph_mark(graph);
    printf("steps\tno price\tprice\tdecay\n");
    for (int steps = 100, done = 0; good && steps <= 100000; steps *= 10) {
        printf("%d", steps);
        for (int i = 0; i < 3; i++) {
            good = good && learn(&sorters[i], mark, steps - done);
            printf("\t%.6f", sorters[i].line[0]->data);
        }
        printf("\n");
        done = steps;
    }
    return good;
}

static bool show_smoothed(Graph *graph, Sorter *sorters)
{
    const double shares[] = {0.1, 0.2, 0.4};
    for (int i = 0; i < 3; i++)
        if (!make(&sorters[i], graph, by_surprise, 0, 0))
            return false;
    GraphMark mark = graph_mark(graph);
    printf("share\tscore\tborder\n");
    bool good = true;
    for (int i = 0; good && i < 3; i++) {
        sorters[i].share = shares[i];
        good = learn(&sorters[i], mark, 100000);
        double w = sorters[i].line[0]->data, b = sorters[i].line[1]->data;
        printf("%g\t%.2f\t%.2f\n", shares[i], 21 * w + b, -b / w);
    }
    return good;
}

static bool (*find(const char *name))(Graph *, Sorter *)
{
    return strcmp(name, "scores") == 0     ? show_scores
           : strcmp(name, "growing") == 0  ? show_growing
           : strcmp(name, "smoothed") == 0 ? show_smoothed
                                           : NULL;
}

int main(int argc, char **argv)
{
    bool (*show)(Graph *, Sorter *) = argc == 2 ? find(argv[1]) : NULL;
    if (show == NULL) {
        fprintf(stderr, "usage: sort scores | growing | smoothed\n");
        return 2;
    }
    Graph *graph = value_graph();
    Sorter sorters[3] = {{.optim = NULL}};
    bool good = show(graph, sorters);
    for (int i = 0; i < 3; i++)
        optim_free(sorters[i].optim);
    if (!good)
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
