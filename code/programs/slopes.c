/* slopes.c: tangled from chapters 6, 8, of Gradus. */
/* slopes.c - losses of one score, and their slopes, as curves. */
#include "loss.h"

#include <stdlib.h>

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static bool show_score(Value *score)
{
    const double target = 1.0;
    Value *squashed = value_sigmoid(score);
    Value *losses[] = {loss_mse(&score, &target, 1), loss_hinge(score, 1.0),
                       loss_binary(score, 1.0),
                       loss_mse(&squashed, &target, 1)};
    printf("%.2f", score->data);
    for (int i = 0; i < 4; i++) {
        score->grad = 0.0;
        if (!value_backward(losses[i]))
            return false;
        printf("\t%.6f\t%.6f", losses[i]->data, score->grad);
    }
    printf("\n");
    return true;
}

int main(void)
{
    Graph *graph = value_graph();
    Value *score = value_new(graph, 0.0);
    printf("score\tmse\t\thinge\t\tbinary\t\tsquashed\n");
    for (int i = -40; i <= 40; i++) {
        if (score == NULL)
            return stop(graph);
        score->data = i / 10.0;
        if (!show_score(score))
            return stop(graph);
    }
    graph_free(graph);
    return EXIT_SUCCESS;
}
