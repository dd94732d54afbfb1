/* example.c: tangled from chapter 9, "Two moons", of Gradus. */
/* example.c - learns that y is 2x, with the library. */
#include <gradus.h>

int main(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5);
    GraphMark mark = graph_mark(graph);
    Optim *optim = w == NULL ? NULL : optim_sgd(&w, 1, 0.0, 0.0);
    if (optim == NULL)
        return 1;
    for (int step = 0; step < 40; step++) {
        Value *out = value_mul_const(w, 3.0);
        optim_zero_grad(optim);
        if (!value_backward(loss_mse(&out, &(double){6.0}, 1)) ||
            optim_step(optim, 0.02) != OPTIM_OK)
            return 1;
        graph_rewind(graph, mark);
    }
    printf("w is %.4f\n", w->data);
    optim_free(optim);
    graph_free(graph);
    return 0;
}
