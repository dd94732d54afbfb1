/* 9.2.c: tangled from chapter 9, "Two moons", of Gradus. */
/* Judges exercise 9.2: a split that keeps the share of each label. */
#include "judge.h"
#include "data.h"

bool split_by_label(const Data *all, double share, Rng *rng, Data *train,
                    Data *test);

enum { KINDS = 3, MOST = 200 };

static size_t count[KINDS];
static double label[KINDS];
static Data all, train, test;

/* Label after label, as files are sorted. Input 0 of an example is its
   number, input 1 ten times that. */
static void set_up(void)
{
    size_t n = 0;
    for (int k = 0; k < KINDS; k++) {
        count[k] = (size_t)judge_uniform(15, 60);
        label[k] = k + judge_uniform(0.1, 0.9);
        n += count[k];
    }
    expect(data_new(&all, n, 2), "there is no memory");
    n = 0;
    for (int k = 0; k < KINDS; k++)
        for (size_t i = 0; i < count[k]; i++, n++) {
            all.x[2 * n] = (double)n;
            all.x[2 * n + 1] = 10.0 * (double)n;
            all.y[n] = label[k];
        }
}

static bool split(double share, unsigned seed)
{
    Rng rng = rng_seed(seed);
    train = test = (Data){0};
    return split_by_label(&all, share, &rng, &train, &test);
}

static void put_away(void)
{
    data_free(&train);
    data_free(&test);
    data_free(&all);
}

static size_t of_label(const Data *data, double which)
{
    size_t n = 0;
    for (size_t i = 0; i < data->examples; i++)
        n += data->y[i] == which;
    return n;
}

static void some_split(void)
{
    set_up();
    bool made = split(0.3, 1);
    mistake(!made && test.x == NULL,
            "split_by_label returned false, and made nothing: it is not "
            "written yet");
    expect(made, "split_by_label returned false, though there was memory");
    mistake(train.x == NULL || test.x == NULL,
            "a part was not made: make both with data_new");
    expect_equal("inputs of train", (long long)train.inputs, 2);
    expect_equal("inputs of test", (long long)test.inputs, 2);
    put_away();
}

static void shares(void)
{
    set_up();
    double share = judge_uniform(0.2, 0.4);
    bool overall = false;
    expect(split(share, 1), "there is no split");
    for (int k = 0; k < KINDS; k++) {
        size_t right = (size_t)(share * (double)count[k]);
        overall = overall || of_label(&test, label[k]) != right;
    }
    size_t all_right = (size_t)(share * (double)all.examples);
    mistake(overall && test.examples == all_right,
            "test has its share of all examples, but not of each label: "
            "count each label by itself");
    for (int k = 0; k < KINDS; k++) {
        size_t right = (size_t)(share * (double)count[k]);
        size_t came = of_label(&test, label[k]);
        mistake(came == right + 1,
                "test has one example too many of a label: the share is "
                "rounded down");
        mistake(came == count[k] - right,
                "the share went to train, and the others to test: it is "
                "the other way round");
        expect_equal("examples of a label in test", (long long)came,
                     (long long)right);
    }
    put_away();
}

static void each_in_one(void)
{
    bool in_train[MOST] = {false}, in_test[MOST] = {false};
    set_up();
    expect(split(0.3, 1), "there is no split");
    for (int part = 0; part < 2; part++) {
        const Data *data = part == 0 ? &train : &test;
        for (size_t i = 0; i < data->examples; i++) {
            size_t which = (size_t)data->x[2 * i];
            bool *seen = part == 0 ? in_train : in_test;
            mistake(data->x[2 * i + 1] != 10.0 * data->x[2 * i],
                    "the inputs of an example are mixed: example i begins "
                    "at x + i * inputs");
            expect(which < all.examples, "a row is none of the examples");
            mistake(data->y[i] != all.y[which],
                    "an example has another's label: copy x and y by the "
                    "same number");
            mistake(seen[which], "an example is twice in a part");
            seen[which] = true;
        }
    }
    for (size_t i = 0; i < all.examples; i++) {
        mistake(in_train[i] && in_test[i],
                "an example is in train and in test: what is tested must "
                "not be learned from");
        mistake(!in_train[i] && !in_test[i],
                "an example is in neither part");
    }
    put_away();
}

static void chance(void)
{
    bool first[MOST] = {false};
    set_up();
    size_t again = 0, n;
    expect(split(0.3, 1), "there is no split");
    for (size_t i = 0; i < test.examples; i++)
        first[(size_t)test.x[2 * i]] = true;
    data_free(&train);
    data_free(&test);
    expect(split(0.3, 2), "there is no split");
    n = test.examples;
    for (size_t i = 0; i < n; i++)
        again += first[(size_t)test.x[2 * i]];
    mistake(again == n,
            "two generators, and the same examples went to test: draw who "
            "goes, with rng_shuffle");
    put_away();
}

static void order_of_parts(void)
{
    set_up();
    expect(split(0.3, 1), "there is no split");
    for (int part = 0; part < 2; part++) {
        const Data *data = part == 0 ? &train : &test;
        size_t changes = 0;
        for (size_t i = 1; i < data->examples; i++)
            changes += data->y[i] != data->y[i - 1];
        mistake(changes < KINDS,
                "%s has one label after the other: copy it in random order",
                part == 0 ? "train" : "test");
    }
    put_away();
}

static void empty_parts(void)
{
    set_up();
    mistake(split(0.01, 1),
            "a share of 0.01 leaves nothing to test, and was not refused");
    mistake(train.x != NULL || test.x != NULL,
            "a part was made though the split was refused: free it");
    mistake(split(1.0, 1),
            "a share of 1 leaves nothing to train, and was not refused");
    mistake(train.x != NULL || test.x != NULL,
            "a share of 1 was refused, and a part is left: free both");
    data_free(&all);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 9.2");
    judge_see("Some points are set aside", "09-two-moons.html#splitting");
    if (judge_ask_first("is there a split?", some_split)) {
        judge_ask("is each example in one part, with its label?",
                  each_in_one);
        judge_ask("has test its share of each label?", shares);
        judge_ask("is it a matter of chance who goes to test?", chance);
        judge_ask("are the parts in random order?", order_of_parts);
        judge_ask("is a split with an empty part refused?", empty_parts);
    }
    return judge_end();
}
