/* leak.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* leak.c - numbers that remember what they were made from, but have no
   owner: chapter 2 shows how that ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Number {
    double data, grad;
    struct Number *prev[2]; /* what it was made from */
    char op;                /* '+', '*', or 0 for a leaf */
} Number;

static Number *remember(double data, char op, Number *a, Number *b)
{
    Number *made = malloc(sizeof *made);
    if (made == NULL)
        exit(EXIT_FAILURE);
    *made = (Number){.data = data, .prev = {a, b}, .op = op};
    return made;
}

static Number *leaf(double data) { return remember(data, 0, NULL, NULL); }

static Number *add(Number *a, Number *b)
{
    return remember(a->data + b->data, '+', a, b);
}

static Number *mul(Number *a, Number *b)
{
    return remember(a->data * b->data, '*', a, b);
}

static Number *squared_error(Number *w, Number *x, Number *t)
{
    Number *e = add(mul(w, x), t);
    return mul(e, e);
}

static void print_made(const char *name, const Number *number)
{
    printf("%s = %g %c %g\n", name, number->prev[0]->data, number->op,
           number->prev[1]->data);
}

static void go_back(void)
{
    Number *w = leaf(0.5), *x = leaf(5), *t = leaf(-10);
    Number *L = squared_error(w, x, t), *e = L->prev[0], *p = e->prev[0];
    print_made("L", L);
    print_made("e", e);
    print_made("p", p);
    /* free all six by name */
    free(L), free(e), free(p), free(t), free(x), free(w);
}

static void free_with_inputs(Number *number)
{
    if (number == NULL)
        return;
    free_with_inputs(number->prev[0]);
    free_with_inputs(number->prev[1]);
    free(number);
}

int main(int argc, char **argv)
{
    if (argc == 1) {
        go_back();
    } else if (strcmp(argv[1], "--free") == 0) {
        free_with_inputs(squared_error(leaf(0.5), leaf(5), leaf(-10)));
    } else {
        for (int step = atoi(argv[1]); step > 0; step--)
            squared_error(leaf(0.5), leaf(5), leaf(-10));
    }
    return 0;
}
