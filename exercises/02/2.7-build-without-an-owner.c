/* Exercise 2.7: free a graph that has no owner.

   On paper: its cost in bytes a number, and what still leaks? */
#include <stdbool.h>
#include <stddef.h>

typedef struct Number {
    double data;
    struct Number *prev[2]; /* what it was made from; NULL for none */
    struct Number *next;    /* yours to use; NULL at first */
    bool met;               /* yours to use; false at first */
} Number;

/* Frees one number. It is the judge's, which counts; use it like free. */
void number_free(Number *number);

/* Frees root and every number that it was made from, each once. NULL is
   allowed. */
void free_all(Number *root)
{
    /* Your code here, in place of this line. */
    (void)root;
}
