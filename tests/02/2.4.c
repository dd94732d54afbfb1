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

enum { MANY = 23, MOST = 40 };

static Pool pool;
static Number *number[MOST];
static double made_as[MOST];
static int made;

/* Each number from the two before it. */
static void put(double data)
{
    Number *a = made > 0 ? number[made - 1] : NULL;
    Number *b = made > 1 ? number[made - 2] : NULL;
    made_as[made] = data;
    number[made] = pool_number(&pool, data, a, b);
    expect(number[made] != NULL, "number %d is NULL", made + 1);
    made++;
}

static void fill_pool(void)
{
    for (int many = (int)judge_uniform(MANY, MOST); made < many;)
        put(judge_uniform(-9, 9));
}

static void data_stays(void)
{
    char text[200];
    int at = 0, wrong = 0;
    for (int i = 1; i <= MANY; i++)
        put(i);
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

static void any_data_stays(void)
{
    fill_pool();
    for (int i = 0; i < made; i++)
        expect_close("the data of a number", number[i]->data, made_as[i],
                     0);
    pool_free(&pool);
}

static void own_places(void)
{
    fill_pool();
    for (int i = 0; i < made; i++)
        for (int j = 0; j < i; j++)
            expect(number[i] != number[j],
                   "numbers %d and %d are at the same place", j + 1, i + 1);
    pool_free(&pool);
}

static void prev_stays(void)
{
    fill_pool();
    for (int i = 2; i < made; i++) {
        expect(number[i]->prev[0] != number[i],
               "number %d was made from itself", i + 1);
        expect(number[i]->prev[0] == number[i - 1] &&
                   number[i]->prev[1] == number[i - 2],
               "number %d has forgotten what it was made from", i + 1);
    }
    pool_free(&pool);
}

/* How many numbers are at place j of a block. */
static int numbers_at(int j)
{
    int count = 0;
    for (Block *block = pool.newest; block != NULL; block = block->next)
        for (int i = 0; i < made; i++)
            count += number[i] == &block->space[j];
    return count;
}

static void five_in_a_block(void)
{
    int blocks = 0, inside = 0, first_unused = IN_BLOCK;
    fill_pool();
    for (Block *block = pool.newest; block != NULL; block = block->next)
        blocks++;
    for (int j = IN_BLOCK - 1; j >= 0; j--) {
        int at_place = numbers_at(j);
        inside += at_place;
        first_unused = at_place == 0 ? j : first_unused;
    }
    mistake(inside < made, "%d numbers are outside the blocks of the pool, "
                           "where pool_free can't find them: give them "
                           "places in a block", made - inside);
    mistake(blocks == made, "each number has a block to itself: give out "
                            "what the newest block has left before you "
                            "make another");
    mistake(first_unused < 2, "space[%d] is now not given out at all: the "
                              "first number of a block has space[0], and "
                              "counts as one", first_unused);
    mistake(first_unused == IN_BLOCK - 1,
            "the last place of a block is not given out: it is full when "
            "five are used, and not before");
    expect_equal("blocks for so many numbers", blocks,
                 (made + IN_BLOCK - 1) / IN_BLOCK);
    pool_free(&pool);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 2.4");
    judge_see("Blocks", "02-values-that-remember.html#blocks");
    if (judge_ask_first("do numbers stay what they were?", data_stays)) {
        judge_ask("do they stay, whatever they are?", any_data_stays);
        judge_ask("has each number a place of its own?", own_places);
        judge_ask("do numbers lead to what they were made from?",
                  prev_stays);
        judge_ask("are five in a block, and no more?", five_in_a_block);
    }
    return judge_end();
}
