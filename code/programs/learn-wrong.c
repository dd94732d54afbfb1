/* learn-wrong.c: tangled from chapters 1, 6, of Gradus. */
/* learn-wrong.c - learners with a mistake. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

enum { EXAMPLES = 3 };
static const double x[EXAMPLES] = {1, 2, 5};
static const double y[EXAMPLES] = {2, 4, 10};

static Value *loss_of(Value *w)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < EXAMPLES; i++) {
        Value *error = value_sub_const(value_mul_const(w, x[i]), y[i]);
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, EXAMPLES);
}

static size_t walk_length(Value *root)
{
    size_t length = 0;
    Node *node = graph_sort(&root->node);
    for (; node != NULL; node = node->next)
        length++;
    return length;
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    double rate = argc > 2 ? strtod(argv[2], NULL) : 0.02;
    Graph *graph = value_graph();
    if (graph == NULL)
        return stop(graph);
    GraphMark too_early = graph_mark(graph);
    Value *w = value_new(graph, 0.5);
    if (w == NULL)
        return stop(graph);
    GraphMark mark = graph_mark(graph);
    /* make the mistake that was asked for */
    if (strcmp(what, "late") == 0) {
        /* step before backward */
        for (int step = 0; step <= 12; step++) {
            printf("%2d  %g\n", step, w->data);
            Value *loss = loss_of(w);  /* forward */
            w->data -= rate * w->grad; /* step, by the last round's slope */
            w->grad = 0.0;             /* zero */
            if (!value_backward(loss)) /* backward */
                return stop(graph);
            graph_rewind(graph, mark);
        }
    } else if (strcmp(what, "regrow") == 0) {
        /* make each weight from the one before */
        printf("step\tweight\tnodes walked\tnodes on the graph\n");
        for (int step = 1, shown = 1; step <= 1000; step++) {
            Value *loss = loss_of(w);
            if (!value_backward(loss))
                return stop(graph);
            if (step == shown) {
                printf("%d\t%.6f\t%zu\t%zu\n", step, w->data,
                       walk_length(loss), graph_nodes(graph));
                shown *= 10;
            }
            w = value_sub(w, value_new(graph, rate * w->grad));
            if (w == NULL)
                return stop(graph);
        }
    } else if (strcmp(what, "kept") == 0) {
        /* keep a loss beyond the rewind */
        Value *first = loss_of(w);
        if (first == NULL)
            return stop(graph);
        printf("the first loss             %g\n", first->data);
        graph_rewind(graph, mark);
        printf("the same, after the rewind %g\n", first->data);
        w->data = 1.1;
        Value *second = loss_of(w);
        if (second == NULL)
            return stop(graph);
        printf("the second loss            %g\n", second->data);
        printf("the first loss, once more  %g\n", first->data);
    } else if (strcmp(what, "far") == 0) {
        /* rewind below the weight */
        for (int step = 0; step < 4; step++) {
            Value *loss = loss_of(w);
            if (!value_backward(loss))
                return stop(graph);
            printf("step %d: weight %g, loss %g\n", step, w->data,
                   loss->data);
            w->data -= rate * w->grad;
            w->grad = 0.0;
            graph_rewind(graph, too_early);
        }
    } else {
        /* rewind to a mark that is gone */
        graph_rewind(graph, too_early);
        if (!graph_rewind(graph, mark))
            return stop(graph);
    }
    graph_free(graph);
    return EXIT_SUCCESS;
}
