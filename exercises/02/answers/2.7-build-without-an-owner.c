/* Exercise 2.7: free a graph that has no owner. */
#include <stdbool.h>
#include <stddef.h>

typedef struct Number {
    double data;
    struct Number *prev[2]; /* what it was made from; NULL for none */
    struct Number *next;    /* the one that was found after it */
    bool met;               /* it was found */
} Number;

/* Frees one number. It is the judge's, which counts; use it like free. */
void number_free(Number *number);

/* Frees root and every number that it was made from, each once. NULL is
   allowed. */
void free_all(Number *root)
{
    if (root == NULL)
        return;
    Number *last = root;
    root->met = true;
    for (Number *at = root; at != NULL; at = at->next)
        for (int i = 0; i < 2; i++) {
            Number *input = at->prev[i];
            if (input == NULL || input->met)
                continue;
            input->met = true;
            last->next = input;
            last = input;
        }
    while (root != NULL) {
        Number *next = root->next;
        number_free(root);
        root = next;
    }
}
