/* 9.7.c: tangled from chapter 9, "Two moons", of Gradus. */
/* Judges exercise 9.7: data of the reader's own, learned, and asked. */
#include "judge.h"
#include "model.h"
#include "optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

extern const char own_source[];
extern const NnLayer own_hidden[];
extern const size_t own_layers, own_epochs;
extern const double own_rate;
bool own_data(Data *data);

enum { LEAST = 100, LEAST_OF_ONE = 20 };

static Data all, train, test;
static double label[2];
static size_t count[2];

static void read_rows(void)
{
    mistake(!own_data(&all), "own_data returned false: it is not written "
                             "yet, or there are no rows");
}

static int by_row(const void *one, const void *other)
{
    size_t i = *(const size_t *)one, k = *(const size_t *)other;
    int order = memcmp(all.x + i * all.inputs, all.x + k * all.inputs,
                       all.inputs * sizeof *all.x);
    return order ? order : (all.y[i] > all.y[k]) - (all.y[i] < all.y[k]);
}

static void each_once(void)
{
    Data once;
    size_t n = 0, *order = malloc(all.examples * sizeof *order);
    expect(order != NULL && data_new(&once, all.examples, all.inputs),
           "no memory");
    for (size_t i = 0; i < all.examples; i++)
        order[i] = i;
    qsort(order, all.examples, sizeof *order, by_row);
    for (size_t i = 0; i < all.examples; i++) {
        if (i > 0 && by_row(&order[i - 1], &order[i]) == 0)
            continue;
        memcpy(once.x + n * all.inputs, all.x + order[i] * all.inputs,
               all.inputs * sizeof *all.x);
        once.y[n++] = all.y[order[i]];
    }
    once.examples = n;
    free(order);
    data_free(&all);
    all = once;
}

static void read_rows_once(void)
{
    read_rows();
    each_once();
}

static size_t of_label(const Data *data, double which)
{
    size_t n = 0;
    for (size_t i = 0; i < data->examples; i++)
        n += data->y[i] == which;
    return n;
}

/* How many kinds of label there are; counts the first two, the smaller
   first. */
static size_t find_labels(void)
{
    double seen[10];
    size_t kinds = 0;
    for (size_t i = 0; i < all.examples && kinds < 10; i++) {
        size_t k = 0;
        while (k < kinds && seen[k] != all.y[i])
            k++;
        if (k == kinds)
            seen[kinds++] = all.y[i];
    }
    for (size_t k = 0; k < 2 && k < kinds; k++)
        label[k] = kinds > 1 && (seen[0] > seen[1]) ? seen[1 - k] : seen[k];
    for (size_t k = 0; k < 2 && k < kinds; k++)
        count[k] = of_label(&all, label[k]);
    return kinds;
}

/* How far, on the average, the rows of a label are from a circle. */
static double far_from(double which, double x, double y, double radius)
{
    double sum = 0;
    for (size_t i = 0; i < all.examples; i++)
        if (all.y[i] == which)
            sum += fabs(hypot(all.x[2 * i] - x, all.x[2 * i + 1] - y) -
                        radius);
    return sum / (double)of_label(&all, which);
}

/* Does a label have rows left of the centre, as the book's have? */
static bool goes_left(double which)
{
    for (size_t i = 0; i < all.examples; i++)
        if (all.y[i] == which && all.x[i * all.inputs] < -0.5)
            return true;
    return false;
}

static bool on_moons_or_circles(void)
{
    return all.inputs == 2 && goes_left(label[0]) &&
           far_from(label[0], 0, 0, 1) < 0.25 &&
           (far_from(label[1], 1, 0.5, 1) < 0.25 ||
            far_from(label[1], 0, 0, 0.5) < 0.25);
}

/* A step after every ten rows, with momentum 0.9. */
static OptimStatus learn_epoch(Model *model, Optim *optim, size_t *order,
                               Rng *rng)
{
    const size_t n = train.examples;
    GraphMark mark = graph_mark(model->graph);
    rng_shuffle(rng, order, n);
    optim_zero_grad(optim);
    for (size_t i = 0; i < n; i++) {
        size_t which = order[i];
        value_backward(value_mul_const(
            model_loss(model, train.x + which * train.inputs,
                       train.y[which]),
            0.1));
        graph_rewind(model->graph, mark);
        if (i % 10 == 9 || i + 1 == n) {
            OptimStatus status = optim_step(optim, own_rate);
            if (status != OPTIM_OK)
                return status;
            optim_zero_grad(optim);
        }
    }
    return OPTIM_OK;
}

static OptimStatus learn(Model *model, Rng *rng)
{
    static size_t order[100000];
    DataError error;
    OptimStatus status = OPTIM_OK;
    double began = (double)clock();
    expect(train.examples <= 100000, "there are too many rows");
    expect(model_new(model, &train, own_hidden, own_layers, MODEL_BINARY,
                     &error),
           "%s", error.message);
    nn_init(model->nn,
            own_hidden[0].activation == NN_RELU ? NN_HE : NN_XAVIER, rng);
    Optim *optim = optim_sgd(nn_parameters(model->nn),
                             nn_parameter_count(model->nn), 0.9, 0);
    for (size_t i = 0; i < train.examples; i++)
        order[i] = i;
    for (size_t i = 0; i < own_epochs && status == OPTIM_OK; i++) {
        status = learn_epoch(model, optim, order, rng);
        mistake((double)clock() - began > 0.4 * CLOCKS_PER_SEC,
                "%zu of %zu epochs took 0.4 seconds: take fewer rows, "
                "fewer epochs or a smaller network",
                i + 1, own_epochs);
    }
    optim_free(optim);
    return status;
}

static size_t count_right(Model *model, const Data *data)
{
    double out = 0;
    size_t right = 0;
    for (size_t i = 0; i < data->examples; i++)
        right += model_outputs(model, data->x + i * data->inputs, &out) &&
                 model_answer(model, &out) == data->y[i];
    return right;
}

static bool is_the_label(size_t input)
{
    for (size_t i = 0; i < all.examples; i++)
        if ((all.x[i * all.inputs + input] == all.x[input]) !=
            (all.y[i] == all.y[0]))
            return false;
    return true;
}

static void rows_enough(void)
{
    read_rows();
    mistake(all.examples < LEAST,
            "%zu rows are too few to be judged by: at least %d, of which "
            "30 per cent are set aside",
            all.examples, LEAST);
    for (size_t i = 0; i < all.examples * all.inputs; i++)
        mistake(!isfinite(all.x[i]), "input %zu of row %zu is not finite: "
                                     "mend the row, or leave it out",
                i % all.inputs + 1, i / all.inputs + 1);
    size_t rows = all.examples;
    each_once();
    mistake(all.examples < LEAST,
            "only %zu of the %zu rows differ: a row that is in both parts of "
            "a split is no test; at least %d, each once",
            all.examples, rows, LEAST);
    mistake(strlen(own_source) < 20 || own_source[0] == '?',
            "say in own_source, in 20 characters or more, where the numbers "
            "come from and what the labels mean");
    data_free(&all);
}

static void two_labels(void)
{
    read_rows_once();
    size_t kinds = find_labels();
    mistake(kinds == 1, "all rows have the same label: there is nothing to "
                        "tell apart (is a number missing in each row? C "
                        "takes 0 for it)");
    mistake(kinds > 2, "there are more than two labels: a row ends with "
                       "its label, after the inputs");
    size_t rarer = count[0] < count[1] ? count[0] : count[1];
    mistake(rarer < LEAST_OF_ONE,
            "one label occurs %zu times: that is too rare to be judged by; "
            "at least %d",
            rarer, LEAST_OF_ONE);
    data_free(&all);
}

static void own(void)
{
    read_rows_once();
    find_labels();
    mistake(on_moons_or_circles(), "these are the book's moons or circles: "
                                   "bring data of your own");
    for (size_t k = 0; k < all.inputs; k++)
        mistake(is_the_label(k),
                "input %zu has one value for each label: it is the label; "
                "leave it out",
                k + 1);
    data_free(&all);
}

static void learnable(void)
{
    Model model;
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    read_rows_once();
    expect(data_split(&all, 0.3, &rng, &train, &test), "there is no split");
    OptimStatus status = learn(&model, &rng);
    mistake(status != OPTIM_OK, "the weights ran away: the rate %g is too "
                                "large",
            own_rate);
    size_t right = count_right(&model, &train);
    find_labels();
    size_t low = of_label(&train, label[0]);
    size_t commoner = low < train.examples - low ? train.examples - low : low;
    mistake(right <= commoner + 1,
            "of the %zu rows learned from %zu are right, where always the "
            "commoner label gets %zu: it learned nothing; is the rate too "
            "large or too small?",
            train.examples, right, commoner);
    model_free(&model);
    data_free(&all), data_free(&train), data_free(&test);
}

/* Three splits, so that luck counts for less. */
static void better_than_the_commoner(void)
{
    double right = 0, asked = 0, commoner = 0;
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    read_rows_once();
    find_labels();
    for (int i = 0; i < 3; i++) {
        Model model;
        expect(data_split(&all, 0.3, &rng, &train, &test), "no split");
        expect_equal("how the steps ended", learn(&model, &rng), OPTIM_OK);
        right += (double)count_right(&model, &test);
        asked += (double)test.examples;
        model_free(&model);
        data_free(&train), data_free(&test);
    }
    commoner = (double)(count[0] > count[1] ? count[0] : count[1]) /
               (double)all.examples;
    double error = sqrt(commoner * (1 - commoner) / (asked / 3));
    mistake(right / asked < commoner + 2 * error,
            "of rows set aside %.1f per cent are right; always the commoner "
            "label gets %.1f, and two standard errors more are %.1f: what "
            "was learned doesn't hold for new rows",
            100 * right / asked, 100 * commoner,
            100 * (commoner + 2 * error));
    data_free(&all);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 9.7");
    judge_see("Numbers from a file", "09-two-moons.html#csv");
    if (judge_ask_first("are there rows enough, and finite?", rows_enough) &&
        judge_ask_first("are there two labels, and of each enough?",
                        two_labels)) {
        judge_ask("are they yours?", own);
        judge_see("Data of your own", "09-two-moons.html#own-data");
        if (judge_ask_first("can it be learned at this rate, in time?",
                            learnable)) {
            judge_see("How sure is a percentage?",
                      "09-two-moons.html#how-sure");
            judge_ask("are rows set aside answered clearly better than by "
                      "the commoner label?",
                      better_than_the_commoner);
        }
    }
    return judge_end();
}
