/* moons-wrong.c: tangled from chapter 9, "Two moons", of Gradus. */
/* moons-wrong.c - moons learned, and judged, with a mistake. */
#include "gradus.h"

#include <stdlib.h>
#include <string.h>

enum { FRESH = 1000 };

static bool take_step(Model *model, const Data *data, Optim *optim)
{
    GraphMark mark = graph_mark(model->graph);
    optim_zero_grad(optim);
    for (size_t i = 0; i < data->examples; i++) {
        Value *loss =
            model_loss(model, data->x + i * data->inputs, data->y[i]);
        if (!value_backward(value_div_const(loss, (double)data->examples)))
            return false;
        graph_rewind(model->graph, mark);
    }
    return optim_step(optim, 0.1) == OPTIM_OK;
}

static bool learn(Model *model, const Data *data, size_t wide, int steps)
{
    const NnLayer hidden[] = {{wide, NN_RELU}, {wide, NN_RELU}};
    Rng rng = rng_seed(2);
    DataError error;
    if (!model_new(model, data, hidden, 2, MODEL_BINARY, &error))
        return false;
    nn_init(model->nn, NN_HE, &rng);
    Optim *optim = optim_sgd(nn_parameters(model->nn),
                             nn_parameter_count(model->nn), 0.9, 0.0);
    bool good = optim != NULL;
    for (int i = 0; good && i < steps; i++)
        good = take_step(model, data, optim);
    optim_free(optim);
    return good;
}

static double right(Model *model, const Data *data)
{
    double out, count = 0.0;
    for (size_t i = 0; i < data->examples; i++)
        if (model_outputs(model, data->x + i * data->inputs, &out))
            count += model_answer(model, &out) == data->y[i];
    return 100.0 * count / (double)data->examples;
}

static bool make_by_lot(Data *data, size_t n, Rng *rng)
{
    bool made = data_moons(data, n, 0.1, rng);
    for (size_t i = 0; i < data->examples; i++)
        data->y[i] = rng_below(rng, 2) == 0 ? -1.0 : 1.0;
    return made;
}

static bool learn_by_lot(Rng *rng)
{
    Data train, fresh = {0};
    Model model = {0};
    bool good = make_by_lot(&train, 40, rng) &&
                make_by_lot(&fresh, FRESH, rng) &&
                learn(&model, &train, 64, 300);
    if (good)
        printf("right, of those learned from: %5.1f%%\n"
               "right, of %d fresh ones:    %5.1f%%\n",
               right(&model, &train), FRESH, right(&model, &fresh));
    model_free(&model);
    data_free(&train);
    data_free(&fresh);
    return good;
}

static size_t count_upper(const Data *data)
{
    size_t n = 0;
    for (size_t i = 0; i < data->examples; i++)
        n += data->y[i] < 0.0;
    return n;
}

static bool show_split(const char *name, const Data *train,
                       const Data *test)
{
    Model model = {0};
    const Data *parts[] = {train, test};
    bool good = learn(&model, train, 16, 100);
    for (int i = 0; good && i < 2; i++)
        printf("%s\t%s\t%zu of %zu\t%.1f%%\n", name,
               i == 0 ? "train" : "test", count_upper(parts[i]),
               parts[i]->examples, right(&model, parts[i]));
    model_free(&model);
    return good;
}

enum { ALL = 200, LAST = 70 };

/* The upper moon first, as many a file has it. */
static void sort_by_label(const Data *from, Data *to)
{
    for (size_t i = 0; i < ALL; i++) {
        size_t place = i % 2 * (ALL / 2) + i / 2;
        memcpy(to->x + 2 * place, from->x + 2 * i, 2 * sizeof *to->x);
        to->y[place] = from->y[i];
    }
}

static bool split_sorted(Rng *rng)
{
    Data made = {0}, all = {0}, train = {0}, test = {0};
    bool good = data_moons(&made, ALL, 0.1, rng) && data_new(&all, ALL, 2);
    if (good) {
        const size_t n = ALL - LAST;
        sort_by_label(&made, &all);
        Data first = {n, 2, all.x, all.y};
        Data last = {LAST, 2, all.x + 2 * n, all.y + n};
        printf("split\tpart\tupper\tright\n");
        good = show_split("the last 70", &first, &last) &&
               data_split(&all, (double)LAST / ALL, rng, &train, &test) &&
               show_split("drawn", &train, &test);
    }
    data_free(&made);
    data_free(&all);
    data_free(&train);
    data_free(&test);
    return good;
}

static bool make_in_units(Data *data, size_t n, Rng *rng)
{
    bool made = data_moons(data, n, 0.1, rng);
    for (size_t i = 0; i < data->examples; i++)
        data->x[2 * i] = 170.0 + 10.0 * data->x[2 * i];
    return made;
}

/* Asks in groups of so many, each scaled by its own mean and deviation. */
static bool ask_by_own(Model *model, const Data *all, size_t group)
{
    double sum = 0.0;
    for (size_t i = 0; i < all->examples; i += group) {
        Data part = {group, 2, all->x + 2 * i, all->y + i};
        Model own;
        DataError error;
        if (!model_new(&own, &part, NULL, 0, MODEL_MSE, &error))
            return false;
        memcpy(model->shift, own.shift, 2 * sizeof *own.shift);
        memcpy(model->scale, own.scale, 2 * sizeof *own.scale);
        sum += right(model, &part) * (double)group;
        model_free(&own);
    }
    printf("own, %zu at a time\t%.1f%%\n", group,
           sum / (double)all->examples);
    return true;
}

static bool ask_all(Model *model, const Data *test)
{
    printf("scaled by\tright\n");
    printf("those learned from\t%.1f%%\n", right(model, test));
    for (int k = 0; k < 2; k++)
        model->shift[k] = 0.0, model->scale[k] = 1.0;
    printf("nothing\t%.1f%%\n", right(model, test));
    return ask_by_own(model, test, FRESH) && ask_by_own(model, test, 10) &&
           ask_by_own(model, test, 1);
}

static bool ask_unscaled(Rng *rng)
{
    Data train, test = {0};
    Model model = {0};
    bool good = make_in_units(&train, 200, rng) &&
                make_in_units(&test, FRESH, rng) &&
                learn(&model, &train, 16, 100) && ask_all(&model, &test);
    model_free(&model);
    data_free(&train);
    data_free(&test);
    return good;
}

int main(int argc, char **argv)
{
    Rng rng = rng_seed(1);
    const char *what = argc == 2 ? argv[1] : "";
    bool good = strcmp(what, "lot") == 0          ? learn_by_lot(&rng)
                : strcmp(what, "unshuffled") == 0 ? split_sorted(&rng)
                                                  : ask_unscaled(&rng);
    if (!good)
        fprintf(stderr, "it could not be learned\n");
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
