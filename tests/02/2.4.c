/* 2.4.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* Judges exercise 2.4: the pool that spoils numbers. */
#include "judge.h"
#include <stddef.h>

enum { IN_BLOCK = 5 };

typedef struct Number {
    double data;
    struct Number *prev[2];
} Number;

typedef struct Block {
    struct Block *next;
    Number space[IN_BLOCK];
} Block;

typedef struct {
    Block *newest;
    size_t used;
} Pool;

Number *pool_number(Pool *pool, double data, Number *a, Number *b);
void pool_free(Pool *pool);

enum { MANY = 23 };

static Pool pool;
static Number *number[MANY];
static double made_as[MANY];

/* Each number from the two before it. */
static void fill_pool(void)
{
    for (int i = 0; i < MANY; i++) {
        made_as[i] = i + 1;
        number[i] = pool_number(&pool, made_as[i], i > 0 ? number[i - 1] : 0,
                                i > 1 ? number[i - 2] : 0);
        expect(number[i] != NULL, "number %d is NULL", i + 1);
    }
}

static void data_stays(void)
{
    char text[200];
    int at = 0, wrong = 0;
    fill_pool();
    for (int i = 0; i < MANY; i++)
        wrong += number[i]->data != made_as[i];
    for (int i = 0; i < 14; i++)
        at += snprintf(text + at, sizeof text - (size_t)at, "%s%g",
                       i > 0 ? " " : "", number[i]->data);
    expect(wrong == 0,
           "the numbers 1, 2, 3 and so on were put into a pool. %d of %d "
           "are no longer what they were; the first 14 are now\n%s",
           wrong, (int)MANY, text);
    pool_free(&pool);
}

static void own_places(void)
{
    fill_pool();
    for (int i = 0; i < MANY; i++)
        for (int j = 0; j < i; j++)
            expect(number[i] != number[j],
                   "numbers %d and %d are at the same place", j + 1, i + 1);
    pool_free(&pool);
}

static void prev_stays(void)
{
    fill_pool();
    for (int i = 2; i < MANY; i++) {
        expect(number[i]->prev[0] != number[i],
               "number %d was made from itself", i + 1);
        expect(number[i]->prev[0] == number[i - 1] &&
                   number[i]->prev[1] == number[i - 2],
               "number %d has forgotten what it was made from", i + 1);
    }
    pool_free(&pool);
}

static void five_in_a_block(void)
{
    int blocks = 0, outside = 0;
    fill_pool();
    for (Block *block = pool.newest; block != NULL; block = block->next)
        blocks++;
    for (int i = 0; i < MANY; i++) {
        bool inside = false;
        for (Block *block = pool.newest; block != NULL; block = block->next)
            for (int j = 0; j < IN_BLOCK; j++)
                inside = inside || number[i] == &block->space[j];
        outside += !inside;
    }
    expect_equal("numbers outside the blocks of the pool", outside, 0);
    mistake(blocks > 5, "the places that were given out twice are now not "
                        "given out at all: 23 numbers need 5 blocks of "
                        "five, and took %d", blocks);
    expect_equal("blocks for 23 numbers", blocks, 5);
    pool_free(&pool);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 2.4");
    judge_see("Blocks", "02-values-that-remember.html#blocks");
    if (judge_ask("do numbers stay what they were?", data_stays)) {
        judge_ask("has each number a place of its own?", own_places);
        judge_ask("do they lead to what they were made from?", prev_stays);
        judge_ask("are five in a block, and no more?", five_in_a_block);
    }
    return judge_end();
}
