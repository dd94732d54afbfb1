/* down-wrong.c: tangled from chapters 1, 6, 8, of Gradus. */
/* down-wrong.c - losses and optimisers, used wrongly. */
#include "loss.h"
#include "optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES = 3 };
static const double x[EXAMPLES] = {1, 2, 5};
static const double y[EXAMPLES] = {2, 4, 10};

static Value *loss_of(Value *w, Value *b)
{
    Value *sum = value_new(w->node.graph, 0.0);
    for (int i = 0; i < EXAMPLES; i++) {
        Value *answer = value_add(value_mul_const(w, x[i]), b);
        Value *error = value_sub_const(answer, y[i] + 3.0); /* 2x + 3 */
        sum = value_add(sum, value_mul(error, error));
    }
    return value_div_const(sum, EXAMPLES);
}

static int stop(Graph *graph)
{
    fflush(stdout);
    fprintf(stderr, "%s\n", graph_message(graph_status(graph)));
    graph_free(graph);
    return EXIT_FAILURE;
}

enum { CLASSES = 3 };

static void softmax_of(Value **z, Value **p)
{
    Value *sum = NULL;
    for (int i = 0; i < CLASSES; i++) {
        p[i] = value_exp(z[i]);
        sum = i == 0 ? p[i] : value_add(sum, p[i]);
    }
    for (int i = 0; i < CLASSES; i++)
        p[i] = value_div(p[i], sum);
}

/* Takes a step, and returns the loss before it; NAN without memory. */
static double step_classes(Value **z, bool twice)
{
    Graph *graph = z[0]->node.graph;
    GraphMark mark = graph_mark(graph);
    Value *p[CLASSES];
    if (twice)
        softmax_of(z, p);
    Value *loss = loss_cross_entropy(twice ? p : z, CLASSES, 0);
    bool good = value_backward(loss);
    double was = good ? loss->data : NAN;
    for (int i = 0; good && i < CLASSES; i++) {
        z[i]->data -= z[i]->grad;
        z[i]->grad = 0.0;
    }
    graph_rewind(graph, mark);
    return was;
}

static bool show_twice(Graph *graph)
{
    Value *once[CLASSES], *twice[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
        once[i] = value_new(graph, 0.0);
        twice[i] = value_new(graph, 0.0);
    }
    if (twice[CLASSES - 1] == NULL)
        return false;
    printf(" step  of logits  of probabilities\n");
    for (int step = 0, next = 1; step <= 10000; step++) {
        double right = step_classes(once, false);
        double wrong = step_classes(twice, true);
        if (isnan(right) || isnan(wrong))
            return false;
        if (step == 0 || step == next) {
            printf("%5d  %9.4f  %16.4f\n", step, right, wrong);
            next = step == 0 ? 1 : 10 * next;
        }
    }
    return true;
}

static bool show_labels(Graph *graph)
{
    Value *score = value_new(graph, 0.5);
    if (score == NULL)
        return false;
    Value *loss = loss_hinge(score, 0.0);
    printf("the loss is %s\n", loss == NULL ? "NULL" : "a value");
    printf("backward says %s\n", value_backward(loss) ? "true" : "false");
    printf("the graph says: %s\n", graph_message(graph_status(graph)));
    return true;
}

static bool show_sum(Graph *graph)
{
    Value *w[2] = {value_new(graph, 0.0), value_new(graph, 0.0)};
    Optim *optim = optim_sgd(w, 2, 0.0, 0.0);
    if (optim == NULL)
        return false;
    GraphMark mark = graph_mark(graph);
    OptimStatus status = OPTIM_OK;
    int step = 0;
    for (; status == OPTIM_OK; step++) {
        optim_zero_grad(optim);
        Value *sum = value_mul_const(loss_of(w[0], w[1]), EXAMPLES);
        if (!value_backward(sum))
            break;
        if (step < 5)
            printf("step %d  weight %.4g\n", step, w[0]->data);
        status = optim_step(optim, 0.05);
        graph_rewind(graph, mark);
    }
    printf("step %d  %s\n", step - 1, optim_message(status));
    optim_free(optim);
    return status != OPTIM_OK;
}

static bool swing(Graph *graph, Value **w, double momentum,
                  double *farthest)
{
    Optim *optim = optim_sgd(w, 2, momentum, 0.0);
    GraphMark mark = graph_mark(graph);
    bool good = optim != NULL;
    for (int step = 0; good && step < 200; step++) {
        good = value_backward(loss_of(w[0], w[1])) &&
               optim_step(optim, 0.005) == OPTIM_OK;
        double d = fabs(w[0]->data - 2.0);
        farthest[step / 40] = fmax(farthest[step / 40], d);
        graph_rewind(graph, mark);
    }
    optim_free(optim);
    return good;
}

static bool show_forgotten(Graph *graph)
{
    Value *w[4];
    double without[5] = {0}, with[5] = {0};
    for (int i = 0; i < 4; i++)
        w[i] = value_new(graph, 0.0);
    if (w[3] == NULL || !swing(graph, w, 0.0, without) ||
        !swing(graph, w + 2, 0.5, with))
        return false;
    printf("how far the weight swings from 2, by steps\n");
    printf("steps    no momentum  momentum 0.5\n");
    for (int i = 0; i < 5; i++)
        printf("%3d-%3d  %11.2f  %12.4g\n", 40 * i, 40 * i + 39, without[i],
               with[i]);
    return true;
}

static bool coast(Value *w, double rate, double momentum)
{
    Graph *graph = w->node.graph;
    Optim *optim = optim_sgd(&w, 1, momentum, 0.0);
    GraphMark mark = graph_mark(graph);
    bool good = optim != NULL;
    w->data = -3.0;
    for (int step = 0; good && step < 1000; step++) {
        optim_zero_grad(optim);
        good = value_backward(loss_hinge(w, 1.0)) &&
               optim_step(optim, rate) == OPTIM_OK;
        graph_rewind(graph, mark);
    }
    printf("rate %-5g momentum %-4g rests at %.3f\n", rate, momentum,
           w->data);
    optim_free(optim);
    return good;
}

static bool show_fast(Graph *graph)
{
    Value *w = value_new(graph, 0.0);
    return w != NULL && coast(w, 0.1, 0.0) && coast(w, 0.1, 0.9) &&
           coast(w, 0.01, 0.9);
}

static Value *naive_loss(Value *const *w)
{
    Value *z = value_add(value_mul_const(w[0], 20.0), w[1]);
    Value *p = value_sigmoid(z);
    return value_neg(value_log(value_const_sub(1.0, p)));
}

static bool show_poison(Graph *graph)
{
    Value *w[2] = {value_new(graph, 2.0), value_new(graph, 0.5)};
    Optim *optim = optim_sgd(w, 2, 0.0, 0.0);
    Value *loss = optim == NULL ? NULL : naive_loss(w);
    bool good = value_backward(loss);
    if (good) {
        OptimStatus status = optim_step(optim, 0.1);
        printf("optim_step  w1 %g, w2 %g: %s\n", w[0]->data, w[1]->data,
               optim_message(status));
        for (int i = 0; i < 2; i++)
            w[i]->data -= 0.1 * w[i]->grad;
        printf("plain step  w1 %s, w2 %s\n",
               isnan(w[0]->data) ? "nan" : "finite",
               isnan(w[1]->data) ? "nan" : "finite");
    }
    optim_free(optim);
    return good;
}

static bool (*find(const char *name))(Graph *)
{
    static const struct {
        const char *name;
        bool (*show)(Graph *);
    } all[] = {{"twice", show_twice}, {"labels", show_labels},
               {"sum", show_sum},     {"forgotten", show_forgotten},
               {"fast", show_fast},   {"poison", show_poison}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(name, all[i].name) == 0)
            return all[i].show;
    return NULL;
}

int main(int argc, char **argv)
{
    bool (*show)(Graph *) = argc == 2 ? find(argv[1]) : NULL;
    if (show == NULL) {
        fprintf(stderr, "usage: down-wrong twice | labels | sum | "
                        "forgotten | fast | poison\n");
        return 2;
    }
    Graph *graph = value_graph();
    if (graph == NULL || !show(graph))
        return stop(graph);
    graph_free(graph);
    return EXIT_SUCCESS;
}
