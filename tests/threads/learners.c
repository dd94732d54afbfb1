/* learners.c - two networks learn in two threads: data made, split and read,
   models trained, saved and loaded. Are the digits those that each finds
   alone? The sanitizer watches for races. */
#define _XOPEN_SOURCE 700
#include "loss.h"
#include "model.h"
#include "optim.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 60, STEPS = 15, ROUNDS = 3, MOST = 1000 };

typedef struct {
    uint64_t seed;
    ModelLoss loss;
    NnActivation activation;
    char path[200]; /* and with .csv behind it */
    bool done;
    double found[MOST]; /* the parameters, and then an answer */
    size_t n;
} Job;

static pthread_barrier_t start;

static bool write_data(const Data *data, const char *path)
{
    FILE *out = fopen(path, "wb");
    bool written = out != NULL && data_write_csv(out, data);
    return out != NULL && fclose(out) == 0 && written;
}

/* Spirals of two arms, split, written and read: the share to learn. */
static bool make_data(const Job *job, Rng *rng, Data *train)
{
    char path[220];
    DataError error;
    Data all, part, test;
    snprintf(path, sizeof path, "%s.csv", job->path);
    if (!data_spirals(&all, POINTS, 2, 0.02, rng))
        return false;
    bool made = data_split(&all, 0.2, rng, &part, &test) &&
                write_data(&part, path) &&
                data_read_csv(path, train, &error);
    data_free(&all);
    data_free(&part);
    data_free(&test);
    return made;
}

static bool step(Model *model, const Data *data, Optim *optim)
{
    Value *losses[POINTS];
    GraphMark mark = graph_mark(model->graph);
    for (size_t i = 0; i < data->examples; i++)
        losses[i] = model_loss(model, data->x + 2 * i, data->y[i]);
    optim_zero_grad(optim);
    return value_backward(loss_mean(losses, data->examples)) &&
           graph_rewind(model->graph, mark) &&
           optim_step(optim, 0.1) == OPTIM_OK;
}

static bool learn(Model *model, const Data *data)
{
    Optim *optim = optim_sgd(nn_parameters(model->nn),
                             nn_parameter_count(model->nn), 0.9, 0.001);
    bool good = optim != NULL;
    for (int i = 0; good && i < STEPS; i++)
        good = step(model, data, optim);
    optim_free(optim);
    return good;
}

static bool save_and_load(Job *job, const Model *model)
{
    Model again;
    DataError error;
    double out[2], x[] = {0.5, -0.25};
    if (!model_save(model, job->path, &error) ||
        !model_load(&again, job->path, &error))
        return false;
    job->n = nn_parameter_count(again.nn);
    for (size_t i = 0; i < job->n; i++)
        job->found[i] = nn_parameters(again.nn)[i]->data;
    bool answered = model_outputs(&again, x, out);
    job->found[job->n++] = answered ? out[0] : 0.0;
    model_free(&again);
    return answered;
}

static bool round_of(Job *job, uint64_t seed)
{
    const NnLayer hidden[] = {{8, job->activation}, {8, job->activation}};
    Rng rng = rng_seed(seed);
    Data data;
    Model model;
    DataError error;
    if (!make_data(job, &rng, &data))
        return false;
    bool good = model_new(&model, &data, hidden, 2, job->loss, &error);
    if (good) {
        nn_init(model.nn, NN_XAVIER, &rng);
        good = learn(&model, &data) && save_and_load(job, &model);
        model_free(&model);
    }
    data_free(&data);
    return good;
}

/* What the last round found stays in the job. */
static void work(Job *job)
{
    job->done = true;
    for (uint64_t i = 0; job->done && i < ROUNDS; i++)
        job->done = round_of(job, job->seed + i);
}

static void *work_beside(void *context)
{
    pthread_barrier_wait(&start);
    work(context);
    return NULL;
}

static bool are_same(const Job *a, const Job *b)
{
    return a->done && b->done && a->n == b->n &&
           memcmp(a->found, b->found, a->n * sizeof *a->found) == 0;
}

int main(int argc, char **argv)
{
    static Job alone[] = {{.seed = 1, .loss = MODEL_CROSS_ENTROPY},
                          {.seed = 9, .loss = MODEL_BINARY}};
    static Job beside[2];
    pthread_t threads[2];
    if (argc != 2)
        return 2;
    alone[0].activation = NN_TANH;
    alone[1].activation = NN_SIGMOID;
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++) {
        snprintf(alone[i].path, sizeof alone[i].path, "%s.%d", argv[1], i);
        beside[i] = alone[i];
        work(&alone[i]);
    }
    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, work_beside, &beside[i]) != 0)
            return 2;
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("same: %d and %d\n", are_same(&alone[0], &beside[0]),
           are_same(&alone[1], &beside[1]));
    return 0;
}
