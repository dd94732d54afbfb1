/* learner.c - data are made, split, written and read, a model is made,
   trained, saved and loaded, again and again: the first time the first
   allocation fails, then the second, and so on, until none does; alone, or
   with all that come after it. */
#define COUNTED_C
#include "counted.h"
#include "loss.h"
#include "model.h"
#include "optim.h"

#include <math.h>
#include <string.h>

/* More examples than rows are given room for at first. */
enum { EXAMPLES = 70, LEARNED = 3 };

static const char *what; /* is going on */
static long trouble;

static void expect(bool right, const char *that)
{
    if (right)
        return;
    trouble++;
    printf("%s, allocation %ld of %ld fails: not so: %s\n", what,
           counted_failed(), counted_asked(), that);
}

/* Begins with something; returns how often memory had ended before. */
static long begin(const char *now)
{
    what = now;
    return counted_failed();
}

/* A thing is done if and only if nothing failed in it. */
static void expect_done(bool done, long failed_before)
{
    expect(done == (counted_failed() == failed_before),
           "it is done if and only if there was memory");
}

static bool is_empty(const Data *data)
{
    return data->x == NULL && data->y == NULL && data->examples == 0;
}

static bool is_gone(const Model *model)
{
    static const Model none;
    return memcmp(model, &none, sizeof none) == 0;
}

/* An error says that it was for lack of memory. */
static void expect_reason(const DataError *error)
{
    expect(strstr(error->message, "memory") != NULL,
           "the error names memory");
}

/* ---- data */

static bool make_data(Data *data, Rng *rng)
{
    long failed = begin("two moons");
    bool made = data_moons(data, EXAMPLES, 0.1, rng);
    expect_done(made, failed);
    expect(made || is_empty(data), "of no data nothing is left");
    return made;
}

static void make_others(Rng *rng)
{
    Data data;
    long failed = begin("two circles");
    expect_done(data_circles(&data, 5, 0.1, rng), failed);
    data_free(&data);
    failed = begin("three spirals");
    expect_done(data_spirals(&data, 7, 3, 0.1, rng), failed);
    data_free(&data);
}

static void split_data(const Data *all, Rng *rng)
{
    Data train, test;
    long failed = begin("a split");
    bool done = data_split(all, 0.2, rng, &train, &test);
    expect_done(done, failed);
    expect(done || (is_empty(&train) && is_empty(&test)),
           "of no split nothing is left");
    data_free(&train);
    data_free(&test);
}

static bool write_data(const Data *data, const char *path)
{
    FILE *out = fopen(path, "wb");
    bool written = out != NULL && data_write_csv(out, data);
    return out != NULL && fclose(out) == 0 && written;
}

static void read_data(const Data *data, const char *path)
{
    Data again;
    DataError error;
    begin("a file is written");
    expect(write_data(data, path), "that takes no memory");
    long failed = begin("a file is read");
    bool read = data_read_csv(path, &again, &error);
    expect_done(read, failed);
    if (read)
        expect(again.examples == data->examples, "all is read");
    else
        expect_reason(&error);
    expect(read || is_empty(&again), "of no file nothing is left");
    data_free(&again);
}

/* ---- a model */

static bool make_model(Model *model, const Data *data)
{
    const NnLayer hidden[] = {{32, NN_RELU}, {32, NN_TANH}};
    DataError error;
    long failed = begin("a model");
    bool made = model_new(model, data, hidden, 2, MODEL_HINGE, &error);
    expect_done(made, failed);
    if (made)
        return true;
    expect_reason(&error);
    expect(is_gone(model), "of no model nothing is left");
    return false;
}

/* The mean loss over some of the data. */
static Value *loss_of(Model *model, const Data *data)
{
    Value *losses[LEARNED];
    for (size_t i = 0; i < LEARNED; i++) {
        losses[i] = model_loss(model, data->x + 2 * i, data->y[i]);
        if (losses[i] == NULL)
            return NULL;
    }
    Value *const *parameters = nn_parameters(model->nn);
    size_t n = nn_parameter_count(model->nn);
    return value_add(loss_mean(losses, LEARNED),
                     loss_l2(parameters, n, 1e-4));
}

static void train(Model *model, const Data *data)
{
    long failed = begin("an optimiser");
    Optim *optim = optim_sgd(nn_parameters(model->nn),
                             nn_parameter_count(model->nn), 0.9, 0.01);
    expect_done(optim != NULL, failed);
    if (optim == NULL)
        return;
    GraphMark mark = graph_mark(model->graph);
    for (int step = 0; step < 2; step++) {
        failed = begin("a loss");
        Value *loss = loss_of(model, data);
        expect_done(loss != NULL, failed);
        expect(value_backward(loss) == (loss != NULL),
               "there is a walk where there is a loss");
        failed = begin("a step");
        expect(graph_rewind(model->graph, mark), "the graph is rewound");
        if (loss != NULL)
            expect(optim_step(optim, 0.1) == OPTIM_OK, "a step is taken");
        optim_zero_grad(optim);
        expect(counted_failed() == failed, "a step asks for no memory");
    }
    optim_free(optim);
}

static void ask(Model *model, const Data *data)
{
    double out[1];
    size_t nodes = graph_nodes(model->graph);
    for (int i = 0; i < 2; i++) {
        long failed = begin("an answer");
        expect_done(model_outputs(model, data->x, out), failed);
        expect(graph_nodes(model->graph) == nodes,
               "an answer leaves nothing on the graph");
    }
}

static bool is_there(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in != NULL)
        fclose(in);
    return in != NULL;
}

static void load(const char *path)
{
    Model again;
    DataError error;
    long failed = begin("a model is read");
    bool loaded = model_load(&again, path, &error);
    expect_done(loaded, failed);
    if (!loaded) {
        expect_reason(&error);
        expect(is_gone(&again), "of no model nothing is left");
    }
    model_free(&again);
}

static void save(const Model *model, const char *path)
{
    DataError error;
    remove(path);
    long failed = begin("a model is saved");
    bool saved = model_save(model, path, &error);
    expect_done(saved, failed);
    expect(is_there(path) == saved, "the file is there if it was saved");
    if (saved)
        load(path);
    else
        expect_reason(&error);
}

/* True when an allocation failed: so there may be more to try. */
static bool life(long k, bool all_after, const char *path)
{
    Rng rng = rng_seed(1);
    Data data;
    Model model;
    counted_fail(k, all_after);
    if (make_data(&data, &rng)) {
        make_others(&rng);
        split_data(&data, &rng);
        read_data(&data, path);
        if (make_model(&model, &data)) {
            nn_init(model.nn, NN_HE, &rng);
            ask(&model, &data);
            train(&model, &data);
            ask(&model, &data);
            save(&model, path);
            model_free(&model);
        }
    }
    data_free(&data);
    what = "the end";
    expect(counted_alive() == 0, "everything is freed");
    expect(counted_wrong() == 0, "and only once");
    return counted_failed() > 0;
}

int main(int argc, char **argv)
{
    const char *path = argc == 2 ? argv[1] : "file";
    for (int all_after = 0; all_after < 2; all_after++)
        for (long k = 1; life(k, all_after, path) && trouble < 10; k++)
            ;
    life(0, false, path);
    printf("allocations: %ld, trouble: %ld\n", counted_asked(), trouble);
    return trouble == 0 ? 0 : 1;
}
