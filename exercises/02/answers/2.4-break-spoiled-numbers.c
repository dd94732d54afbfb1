/* Exercise 2.4: the pool that spoils numbers.

   Symptom: numbers 1, 7, 13 and so on hold the data of those after them. */
#include <stdlib.h>

enum { IN_BLOCK = 5 };

typedef struct Number {
    double data;
    struct Number *prev[2];
} Number;

typedef struct Block {
    struct Block *next;
    Number space[IN_BLOCK];
} Block;

/* A pool; all zero when it is new. */
typedef struct {
    Block *newest; /* it leads to the older ones */
    size_t used;   /* numbers in the newest block */
} Pool;

static Number *fill(Number *number, double data, Number *a, Number *b)
{
    *number = (Number){data, {a, b}};
    return number;
}

/* A new number in the pool; NULL when there is no memory. */
Number *pool_number(Pool *pool, double data, Number *a, Number *b)
{
    if (pool->newest != NULL && pool->used < IN_BLOCK)
        return fill(&pool->newest->space[pool->used++], data, a, b);
    Block *block = malloc(sizeof *block);
    if (block == NULL)
        return NULL;
    block->next = pool->newest;
    pool->newest = block;
    pool->used = 1;
    return fill(&block->space[0], data, a, b);
}

/* Frees every number in the pool. */
void pool_free(Pool *pool)
{
    while (pool->newest != NULL) {
        Block *next = pool->newest->next;
        free(pool->newest);
        pool->newest = next;
    }
}
