/* overflow.c: tangled from chapters 6, 8, of Gradus. */
/* overflow.c - cross-entropy as it is written, and as it is computed. */
#include "loss.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

static Value *naive_binary(Value *z, double label)
{
    Value *p = value_sigmoid(z);
    return value_neg(value_log(label == 1.0 ? p : value_const_sub(1.0, p)));
}

static Value *naive_cross_entropy(Value **z, size_t n, size_t label)
{
    Value *sum = value_exp(z[0]);
    for (size_t i = 1; i < n; i++)
        sum = value_add(sum, value_exp(z[i]));
    return value_neg(value_log(value_div(value_exp(z[label]), sum)));
}

static void print_number(double number)
{
    if (isnan(number))
        printf("\tnan");
    else
        printf("\t%.5g", number + 0.0);
}

static bool print_both(Value *loss, Value *z)
{
    z->grad = 0.0;
    if (!value_backward(loss))
        return false;
    print_number(loss->data);
    print_number(z->grad);
    return true;
}

static bool show_classes(Graph *graph, double size)
{
    Value *z[2] = {value_new(graph, size), value_new(graph, 0.0)};
    printf("%g", size);
    bool good = z[1] != NULL &&
                print_both(naive_cross_entropy(z, 2, 1), z[0]) &&
                print_both(loss_cross_entropy(z, 2, 1), z[0]);
    printf("\n");
    return good;
}

static bool show_logit(Graph *graph, double size)
{
    Value *z = value_new(graph, size);
    printf("%g", size);
    bool good = z != NULL && print_both(naive_binary(z, 0.0), z) &&
                print_both(loss_binary(z, 0.0), z);
    printf("\n");
    return good;
}

static void show_nodes(Graph *graph)
{
    Value *z[10];
    const double wanted = 1.0;
    for (int i = 0; i < 10; i++)
        z[i] = value_new(graph, i);
    size_t at = graph_nodes(graph);
    printf("loss\tnodes\n");
    loss_mse(z, &wanted, 1);
    printf("squared error\t%zu\n", graph_nodes(graph) - at);
    at = graph_nodes(graph);
    loss_hinge(z[0], 1.0);
    printf("hinge\t%zu\n", graph_nodes(graph) - at);
    at = graph_nodes(graph);
    loss_binary(z[0], 1.0);
    printf("binary cross-entropy\t%zu\n", graph_nodes(graph) - at);
    at = graph_nodes(graph);
    loss_cross_entropy(z, 10, 3);
    printf("cross-entropy of 10 classes\t%zu\n", graph_nodes(graph) - at);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    bool (*show)(Graph *, double) =
        strcmp(what, "classes") == 0 ? show_classes : show_logit;
    const double sizes[] = {10, 30, 40, 700, 1000};
    Graph *graph = value_graph();
    bool good = graph != NULL;
    if (good && strcmp(what, "nodes") == 0)
        show_nodes(graph);
    else
        printf("logit\tnaive\tslope\tstable\tslope\n");
    for (int i = 0; good && strcmp(what, "nodes") != 0 && i < 5; i++)
        good = show(graph, sizes[i]);
    if (!good)
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
