/* 2.7.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* Judges exercise 2.7: a graph that has no owner, freed. */
#include "judge.h"
#include <stddef.h>
#include <string.h>

typedef struct Number {
    double data;
    struct Number *prev[2], *next;
    bool met;
} Number;

void free_all(Number *root);
void number_free(Number *number);

enum { MOST = 1000000 };

/* A number comes first in what the judge keeps of it. */
typedef struct {
    Number number;
    int freed;
} Kept;

static Kept kept[MOST], trap;
static int made;
static bool met_when_freed;

static Number *make(Number *a, Number *b)
{
    expect(made < MOST, "the judge has no more numbers");
    kept[made].number.prev[0] = a;
    kept[made].number.prev[1] = b;
    return &kept[made++].number;
}

void number_free(Number *number)
{
    Kept *at = (Kept *)number;
    expect(number != NULL, "number_free was given NULL");
    mistake(at == &trap, "you looked into a number that was freed already, "
                         "where neither prev nor next nor met can be "
                         "trusted: what you still need of it, take out "
                         "before you free it");
    mistake(at->freed > 0, "a number was freed twice: one that is used by "
                           "two others is met twice, and when it is freed "
                           "by then, its met can't tell");
    at->freed++;
    number->prev[0] = number->prev[1] = number->next = &trap.number;
    number->met = met_when_freed;
}

/* It was freed, and is still as number_free left it. */
static bool left_alone(const Number *number)
{
    return number->prev[0] == &trap.number &&
           number->prev[1] == &trap.number &&
           number->next == &trap.number && number->met == met_when_freed;
}

static void check_freed(const char *what)
{
    char text[80];
    int left = 0, changed = 0;
    for (int i = 0; i < made; i++) {
        left += kept[i].freed == 0;
        changed += kept[i].freed > 0 && !left_alone(&kept[i].number);
    }
    mistake(left == made, "no number of %s was freed: free_all is not "
                          "written yet", what);
    mistake(made > 1 && left == made - 1,
            "only the root of %s was freed: go on to what it was made from",
            what);
    snprintf(text, sizeof text, "numbers of %s that were freed", what);
    expect_equal(text, made - left, made);
    mistake(changed > 0, "of %s, %d numbers were written to after they were "
                         "freed: write what you must before you free them",
            what, changed);
    memset(kept, 0, (size_t)made * sizeof *kept);
    made = 0;
    trap = (Kept){.freed = 0};
}

static Number *leaf(void) { return make(NULL, NULL); }

static void a_single_number(void)
{
    free_all(leaf());
    check_freed("a single leaf");
}

static void a_tree(void)
{
    Number *a = make(leaf(), leaf()), *b = make(leaf(), NULL);
    free_all(make(a, make(b, leaf())));
    check_freed("a tree");
}

static void the_example(void)
{
    for (int way = 0; way < 2; way++) {
        met_when_freed = way == 1;
        Number *e = make(make(leaf(), leaf()), leaf());
        free_all(make(e, e));
        check_freed("(w x + t)^2");
    }
}

static int below(int n) { return (int)judge_uniform(0, n); }

/* Every number is used by a later one. */
static void one_graph(void)
{
    int wide = 3 + below(5), rows = 3 + below(5);
    for (int i = 0; i < wide; i++)
        leaf();
    for (int i = 0; i < wide * rows; i++)
        make(&kept[made - wide].number, &kept[below(made)].number);
    Number *root = &kept[made - wide].number;
    for (int i = 1, last = made; i < wide; i++)
        root = make(root, &kept[last - wide + i].number);
    free_all(root);
    check_freed("a random graph");
}

static void any_graph(void)
{
    for (int way = 0; way < 2; way++) {
        met_when_freed = way == 1;
        one_graph();
    }
}

static void squarings(void)
{
    Number *number = leaf();
    for (int i = 0; i < 40; i++)
        number = make(number, number);
    free_all(number);
    check_freed("a number squared forty times");
}

/* On either side, lest one of two calls be no call to a compiler that sees
   it comes last, or be a loop. */
static void deep(bool second)
{
    Number *sum = leaf();
    while (made + 2 <= MOST) {
        Number *one = leaf();
        sum = second ? make(one, sum) : make(sum, one);
    }
    free_all(sum);
    check_freed("half a million sums");
}

static void deep_first(void) { deep(false); }

static void deep_second(void) { deep(true); }

static void null_root(void) { free_all(NULL); }

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 2.7");
    judge_see("A first attempt",
              "02-values-that-remember.html#first-attempt");
    judge_ask("is a single number freed?", a_single_number);
    judge_ask("is a tree freed?", a_tree);
    judge_see("A graph, and not a tree",
              "02-values-that-remember.html#dag");
    judge_ask("is a shared number freed once?", the_example);
    judge_ask("are random graphs freed?", any_graph);
    judge_ask("is it soon done with forty squarings?", squarings);
    judge_ask("are first inputs freed half a million deep?", deep_first);
    judge_ask("are second inputs freed as deep?", deep_second);
    judge_ask("is NULL allowed?", null_root);
    return judge_end();
}
