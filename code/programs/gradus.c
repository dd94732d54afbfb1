/* gradus.c: tangled from chapter 9, "Two moons", of Gradus. */
/* gradus.c - the command: make data, train, predict, draw. */
#include "gradus.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char usage_text[] =
    "usage: gradus make moons|circles|spirals [--points N] [--noise S]\n"
    "                   [--arms N] [--seed N] > POINTS.csv\n"
    "       gradus train --data POINTS.csv [--layers 16,16] [--loss NAME]\n"
    "                   [--activation NAME] [--epochs N] [--batch N]\n"
    "                   [--rate R] [--momentum M] [--decay D]\n"
    "                   [--test SHARE] [--seed N] [--log LOG.tsv]\n"
    "                   [--save FILE.model]\n"
    "       gradus predict --model FILE.model --data NEW.csv\n"
    "       gradus draw --model FILE.model [--data POINTS.csv]\n"
    "                   --to FILE.svg\n"
    "       gradus draw --loss LOG.tsv --to FILE.svg\n"
    "       gradus draw --model FILE.model --graph neuron|network\n"
    "                   --to FILE.svg [--script FILE]\n"
    "       gradus --help | --version\n"
    "What --save, --log, --to and --script name is made, or replaced if\n"
    "it is of that kind already; no other file is written over.\n";

/* Exit statuses: it can't be done, and it was asked for wrongly. */
enum { FAILED = 1, MISUSED = 2 };

static int complain(int status, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fflush(stdout);
    fprintf(stderr, "gradus: ");
    vfprintf(stderr, format, values);
    fprintf(stderr, "\n");
    va_end(values);
    if (status == MISUSED)
        fprintf(stderr, "\"gradus --help\" lists what there is.\n");
    return status;
}

static int file_failed(const char *path, const DataError *error)
{
    fflush(stdout);
    data_complain(stderr, path, error);
    return FAILED;
}

/* NULL, or 0, where an option was not given and has no default. */
typedef struct {
    const char *data, *layers, *loss, *activation, *log, *save; /* train */
    const char *model, *to, *graph, *script;                    /* draw */
    double epochs, batch, rate, momentum, decay, test;
    double points, noise, arms, seed; /* make */
} Options;

static const Options defaults = {.layers = "16,16",
                                 .activation = "relu",
                                 .epochs = 100,
                                 .batch = 32,
                                 .rate = 0.05,
                                 .momentum = 0.9,
                                 .points = 100,
                                 .noise = 0.1,
                                 .arms = 2,
                                 .seed = 1};

typedef struct {
    const char *name;
    const char *commands; /* whose it is: m, t, p, d */
    size_t offset;        /* in Options */
    bool whole;           /* a whole number */
    double low, high;     /* a number in this range; text when both are 0 */
} Option;

#define TEXT(name, commands)                                               \
    {                                                                      \
        "--" #name, commands, offsetof(Options, name), false, 0, 0         \
    }
#define REAL(name, commands, high)                                         \
    {                                                                      \
        "--" #name, commands, offsetof(Options, name), false, 0, high      \
    }
#define WHOLE(name, commands, low, high)                                   \
    {                                                                      \
        "--" #name, commands, offsetof(Options, name), true, low, high     \
    }

static const Option options[] = {
    TEXT(data, "tpd"),
    TEXT(layers, "t"),
    TEXT(loss, "td"),
    TEXT(activation, "t"),
    TEXT(log, "t"),
    TEXT(save, "t"),
    TEXT(model, "pd"),
    TEXT(to, "d"),
    TEXT(graph, "d"),
    TEXT(script, "d"),
    WHOLE(epochs, "t", 1, 1e9),
    WHOLE(batch, "t", 0, 1e9),
    REAL(rate, "t", 1e9),
    REAL(momentum, "t", 1),
    REAL(decay, "t", 1e9),
    REAL(test, "t", 1),
    WHOLE(points, "m", 1, 1e8),
    REAL(noise, "m", 1e9),
    WHOLE(arms, "m", 1, 1000),
    WHOLE(seed, "tm", 0, 9007199254740991),
};
enum { OPTIONS = sizeof options / sizeof *options };

static bool read_number(const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*number);
}

static int set_option(const Option *option, const char *text, Options *to)
{
    void *place = (char *)to + option->offset;
    double number;
    if (option->low == 0 && option->high == 0) {
        *(const char **)place = text;
        return 0;
    }
    if (!read_number(text, &number) || number < option->low ||
        number > option->high || (option->whole && number != floor(number)))
        return complain(
            MISUSED, "%s needs a %s from %.16g to %.16g, not %s",
            option->name, option->whole ? "whole number" : "number",
            option->low, option->high, text);
    *(double *)place = number;
    return 0;
}

static const Option *find_option(const char *name, char command)
{
    for (int i = 0; i < OPTIONS; i++)
        if (strcmp(name, options[i].name) == 0 &&
            strchr(options[i].commands, command) != NULL)
            return &options[i];
    return NULL;
}

/* One file for two options would lose what one of them is about. */
static int check_files(const Options *with, char command)
{
    const char *file[] = {with->data,
                          with->model,
                          with->log,
                          with->save,
                          with->to,
                          with->script,
                          command == 'd' ? with->loss : NULL};
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        for (size_t k = 0; k < i; k++)
            if (file[i] != NULL && file[k] != NULL &&
                strcmp(file[i], file[k]) == 0)
                return complain(MISUSED, "%s is named twice", file[i]);
    return 0;
}

/* Reads pairs of option and value, up to the NULL behind the last. */
static int read_options(char **argv, char command, Options *to)
{
    *to = defaults;
    for (; *argv != NULL; argv += 2) {
        const Option *option = find_option(argv[0], command);
        if (option == NULL)
            return complain(MISUSED, "there is no option %s here", argv[0]);
        if (argv[1] == NULL)
            return complain(MISUSED, "%s needs a value", argv[0]);
        int status = set_option(option, argv[1], to);
        if (status != 0)
            return status;
    }
    return check_files(to, command);
}

static int check_place(const char *path, const char *begins)
{
    DataError error;
    return path == NULL || data_may_write(path, begins, &error)
               ? 0
               : file_failed(path, &error);
}

static int check_places(const Options *with)
{
    DataError error;
    if (with->save != NULL && !model_may_save(with->save, &error))
        return file_failed(with->save, &error);
    return check_place(with->log, "epoch\t");
}

static bool make_points(const char *what, const Options *with, Data *data,
                        bool *known)
{
    Rng rng = rng_seed((uint64_t)with->seed);
    size_t n = (size_t)with->points;
    *known = true;
    if (strcmp(what, "moons") == 0)
        return data_moons(data, n, with->noise, &rng);
    if (strcmp(what, "circles") == 0)
        return data_circles(data, n, with->noise, &rng);
    if (strcmp(what, "spirals") == 0)
        return data_spirals(data, n, (size_t)with->arms, with->noise, &rng);
    return *known = false;
}

static int make(char **argv)
{
    Options with;
    Data data = {0};
    bool known;
    if (argv[0] == NULL)
        return complain(MISUSED, "make what? moons, circles or spirals");
    int status = read_options(argv + 1, 'm', &with);
    if (status != 0)
        return status;
    if (!make_points(argv[0], &with, &data, &known))
        return known ? complain(FAILED, "no memory for so many points")
                     : complain(MISUSED, "make can't make %s", argv[0]);
    bool written = data_write_csv(stdout, &data);
    data_free(&data);
    return written ? 0 : complain(FAILED, "the points can't be written");
}

enum { MOST_LAYERS = 64 };

/* Reads "16,16"; "0" is no layer. Returns how many, or -1. */
static int read_layers(const char *text, NnActivation activation,
                       NnLayer *layers)
{
    int n = 0;
    if (strcmp(text, "0") == 0)
        return 0;
    for (;; text++) {
        char *end;
        if (*text < '1' || *text > '9' || n == MOST_LAYERS)
            return -1;
        errno = 0;
        unsigned long outputs = strtoul(text, &end, 10);
        if (errno != 0 || outputs > 1000000)
            return -1;
        layers[n++] = (NnLayer){outputs, activation};
        text = end;
        if (*text == '\0')
            return n;
        if (*text != ',')
            return -1;
    }
}

typedef struct {
    Options with;
    Rng rng;
    Data all, train,
        test; /* test has no examples when none was set aside */
    Model model;
    Optim *optim;
    size_t *order; /* (train.examples) */
    size_t steps;  /* that were taken */
    FILE *log;
} Trainer;

static void free_trainer(Trainer *trainer)
{
    data_free(&trainer->all);
    data_free(&trainer->train);
    data_free(&trainer->test);
    optim_free(trainer->optim);
    model_free(&trainer->model);
    free(trainer->order);
    if (trainer->log != NULL)
        fclose(trainer->log);
}

static int read_data(Trainer *trainer)
{
    DataError error;
    const Options *with = &trainer->with;
    if (with->data == NULL)
        return complain(MISUSED, "train needs --data FILE");
    if (!data_read_csv(with->data, &trainer->all, &error))
        return file_failed(with->data, &error);
    if (with->test == 0.0) {
        trainer->train = trainer->all;
        trainer->all = (Data){0};
    } else if (!data_split(&trainer->all, with->test, &trainer->rng,
                           &trainer->train, &trainer->test)) {
        return complain(FAILED, "--test %g leaves no example on one side",
                        with->test);
    }
    data_free(&trainer->all);
    return 0;
}

/* Whole numbers of at most ten kinds are taken for labels, and else for
   numbers to be learned. */
static ModelLoss suitable_loss(const Data *data)
{
    double kinds[10];
    int n = 0;
    for (size_t i = 0; i < data->examples; i++) {
        int k = 0;
        while (k < n && kinds[k] != data->y[i])
            k++;
        if (k == 10 || data->y[i] != floor(data->y[i]))
            return MODEL_MSE;
        kinds[k] = data->y[i];
        n = k == n ? n + 1 : n;
    }
    return n == 2 ? MODEL_BINARY : MODEL_CROSS_ENTROPY;
}

static int make_model(Trainer *trainer)
{
    const Options *with = &trainer->with;
    DataError error;
    NnActivation activation;
    NnLayer hidden[MOST_LAYERS];
    ModelLoss loss = suitable_loss(&trainer->train);
    if (with->loss != NULL && !model_loss_from(with->loss, &loss))
        return complain(MISUSED,
                        "--loss needs mse, hinge, binary or "
                        "cross-entropy, not %s",
                        with->loss);
    if (!nn_activation_from(with->activation, &activation))
        return complain(MISUSED,
                        "--activation needs relu, tanh, sigmoid or "
                        "linear, not %s",
                        with->activation);
    int n = read_layers(with->layers, activation, hidden);
    if (n < 0)
        return complain(MISUSED,
                        "--layers needs sizes such as 16,16, not %s",
                        with->layers);
    if (!model_new(&trainer->model, &trainer->train, hidden, (size_t)n,
                   loss, &error))
        return file_failed(with->data, &error);
    nn_init(trainer->model.nn, activation == NN_RELU ? NN_HE : NN_XAVIER,
            &trainer->rng);
    return 0;
}

static void say_what(const Trainer *trainer)
{
    const Model *model = &trainer->model;
    const Data *data = &trainer->train;
    double low = data->y[0], high = data->y[0];
    for (size_t i = 1; i < data->examples; i++) {
        low = fmin(low, data->y[i]);
        high = fmax(high, data->y[i]);
    }
    fprintf(stderr, "loss %s, the last column has ",
            model_loss_name(model->loss));
    if (model->classes > 0)
        fprintf(stderr, "%zu labels\n", model->classes);
    else
        fprintf(stderr, "numbers from %g to %g\n", low, high);
}

static int make_rest(Trainer *trainer)
{
    const Options *with = &trainer->with;
    Nn *nn = trainer->model.nn;
    size_t n = trainer->train.examples;
    trainer->optim = optim_sgd(nn_parameters(nn), nn_parameter_count(nn),
                               with->momentum, with->decay);
    trainer->order = calloc(n, sizeof *trainer->order);
    if (trainer->optim == NULL || trainer->order == NULL)
        return complain(FAILED, "there is no memory to train");
    for (size_t i = 0; i < n; i++)
        trainer->order[i] = i;
    if (with->log == NULL)
        return 0;
    trainer->log = fopen(with->log, "w");
    if (trainer->log == NULL)
        return complain(FAILED, "%s: %s", with->log, strerror(errno));
    fprintf(trainer->log, "epoch\tloss\ttest loss\ttest right\n");
    return 0;
}

/* Adds the losses to *sum. False when there is no memory. */
static bool add_gradients(Trainer *trainer, const size_t *which, size_t n,
                          double *sum)
{
    Model *model = &trainer->model;
    const Data *data = &trainer->train;
    GraphMark mark = graph_mark(model->graph);
    for (size_t i = 0; i < n; i++) {
        const double *x = data->x + which[i] * data->inputs;
        Value *loss = model_loss(model, x, data->y[which[i]]);
        if (!value_backward(value_div_const(loss, (double)n)))
            return false;
        *sum += loss->data;
        graph_rewind(model->graph, mark);
    }
    return true;
}

static int learn_batch(Trainer *trainer, const size_t *which, size_t n,
                       double rate, double *sum)
{
    optim_zero_grad(trainer->optim);
    if (!add_gradients(trainer, which, n, sum))
        return complain(FAILED, "there is no memory to learn");
    OptimStatus status = optim_step(trainer->optim, rate);
    trainer->steps++;
    if (status == OPTIM_OK)
        return 0;
    return complain(FAILED,
                    "step %zu: %s; try a smaller --rate (nothing is saved)",
                    trainer->steps, optim_message(status));
}

static int learn_epoch(Trainer *trainer, double rate, double *loss)
{
    size_t n = trainer->train.examples;
    size_t batch = (size_t)trainer->with.batch;
    int status = 0;
    batch = batch == 0 || batch > n ? n : batch;
    rng_shuffle(&trainer->rng, trainer->order, n);
    *loss = 0.0;
    for (size_t i = 0; i < n && status == 0; i += batch)
        status = learn_batch(trainer, trainer->order + i,
                             n - i < batch ? n - i : batch, rate, loss);
    *loss /= (double)n;
    return status;
}

static bool all_finite(const double *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(out[i]))
            return false;
    return true;
}

typedef struct {
    double loss;
    size_t right;
} Answers;

static bool ask(Model *model, const Data *data, double *out,
                Answers *answers)
{
    GraphMark mark = graph_mark(model->graph);
    *answers = (Answers){0};
    for (size_t i = 0; i < data->examples; i++) {
        const double *x = data->x + i * data->inputs;
        Value *loss = model_loss(model, x, data->y[i]);
        answers->loss += loss == NULL ? NAN : loss->data;
        graph_rewind(model->graph, mark);
        if (!model_outputs(model, x, out))
            return false;
        answers->right += all_finite(out, nn_outputs(model->nn)) &&
                          model_answer(model, out) == data->y[i];
    }
    answers->loss /= (double)data->examples;
    return true;
}

static bool ask_all(Model *model, const Data *data, Answers *answers)
{
    double *out = calloc(nn_outputs(model->nn), sizeof *out);
    bool asked = out != NULL && ask(model, data, out, answers);
    free(out);
    return asked;
}

static void print_report(const Trainer *trainer, size_t epoch, double loss,
                         const Answers *test)
{
    size_t n = trainer->test.examples;
    fprintf(stderr, "epoch %zu: loss %.6g", epoch, loss);
    if (n > 0)
        fprintf(stderr, ", test loss %.6g", test->loss);
    if (n > 0 && trainer->model.classes > 0)
        fprintf(stderr, ", %zu of %zu right", test->right, n);
    fprintf(stderr, "\n");
}

static void log_report(const Trainer *trainer, size_t epoch, double loss,
                       const Answers *test)
{
    size_t n = trainer->test.examples;
    fprintf(trainer->log, "%zu\t%.9g", epoch, loss);
    if (n > 0)
        fprintf(trainer->log, "\t%.9g\t%.6g\n", test->loss,
                (double)test->right / (double)n);
    else
        fprintf(trainer->log, "\tnan\tnan\n");
    fflush(trainer->log);
}

static int report(Trainer *trainer, size_t epoch, double loss)
{
    size_t epochs = (size_t)trainer->with.epochs;
    bool shown = epoch % ((epochs + 9) / 10) == 0 || epoch == epochs;
    Answers test = {0};
    if (!shown && trainer->log == NULL)
        return 0;
    if (trainer->test.examples > 0 &&
        !ask_all(&trainer->model, &trainer->test, &test))
        return complain(FAILED, "there is no memory to test");
    if (shown)
        print_report(trainer, epoch, loss, &test);
    if (trainer->log != NULL)
        log_report(trainer, epoch, loss, &test);
    return 0;
}

/* The rate goes down in a straight line, to a tenth. */
static int learn(Trainer *trainer)
{
    size_t epochs = (size_t)trainer->with.epochs;
    double rate = trainer->with.rate, loss = 0.0;
    Answers before;
    if (!ask_all(&trainer->model, &trainer->train, &before))
        return complain(FAILED, "there is no memory to begin");
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        double now = optim_linear(rate, 0.1 * rate, epoch, epochs);
        int status = learn_epoch(trainer, now, &loss);
        if (status == 0)
            status = report(trainer, epoch + 1, loss);
        if (status != 0)
            return status;
    }
    if (loss >= before.loss)
        complain(0,
                 "the loss has not fallen: it was %.6g before the first "
                 "step; try another --rate",
                 before.loss);
    return 0;
}

static int save(Trainer *trainer)
{
    const char *path = trainer->with.save;
    DataError error;
    if (trainer->log != NULL &&
        (fflush(trainer->log) != 0 || ferror(trainer->log)))
        return complain(FAILED, "%s can't be written", trainer->with.log);
    if (path == NULL || model_save(&trainer->model, path, &error))
        return 0;
    return file_failed(path, &error);
}

static int train(char **argv)
{
    Trainer trainer = {0};
    int status = read_options(argv, 't', &trainer.with);
    trainer.rng = rng_seed((uint64_t)trainer.with.seed);
    if (status == 0)
        status = read_data(&trainer);
    if (status == 0)
        status = check_places(&trainer.with);
    if (status == 0)
        status = make_model(&trainer);
    if (status == 0)
        status = make_rest(&trainer);
    if (status == 0) {
        say_what(&trainer);
        status = learn(&trainer);
    }
    if (status == 0)
        status = save(&trainer);
    free_trainer(&trainer);
    return status;
}

typedef struct {
    Model *model;
    double *out;         /* (outputs) */
    size_t asked, right; /* of the rows that had a label */
    char complaint[120]; /* about a row */
} Predictor;

static const char *wrong_width(Predictor *predictor, size_t n,
                               size_t inputs)
{
    snprintf(predictor->complaint, sizeof predictor->complaint,
             "the row has %zu numbers, and the model %zu inputs (a label "
             "may follow them)",
             n, inputs);
    return predictor->complaint;
}

static const char *answer_row(const double *row, size_t n, void *context)
{
    Predictor *predictor = context;
    Model *model = predictor->model;
    size_t inputs = nn_inputs(model->nn);
    if (n != inputs && n != inputs + 1)
        return wrong_width(predictor, n, inputs);
    if (!model_outputs(model, row, predictor->out))
        return "there is no memory to answer";
    if (!all_finite(predictor->out, nn_outputs(model->nn)))
        return "the answer is not a finite number; is an input far too "
               "large?";
    double answer = model_answer(model, predictor->out);
    printf("%.17g\n", answer);
    predictor->asked += n == inputs + 1;
    predictor->right += n == inputs + 1 && answer == row[inputs];
    return ferror(stdout) ? "the answers can't be written" : NULL;
}

static int answer_file(Predictor *predictor, const char *path)
{
    DataError error;
    bool standard = strcmp(path, "-") == 0;
    FILE *in = standard ? stdin : fopen(path, "rb");
    if (in == NULL)
        return complain(FAILED, "%s: %s", path, strerror(errno));
    bool good = data_each_row(in, answer_row, predictor, &error);
    if (!standard)
        fclose(in);
    if (!good)
        return file_failed(path, &error);
    if (predictor->asked > 0 && predictor->model->classes > 0)
        fprintf(stderr, "%zu of %zu right\n", predictor->right,
                predictor->asked);
    return fflush(stdout) == 0 ? 0 : complain(FAILED, "can't write");
}

static int load(const Options *with, Model *model)
{
    DataError error;
    if (with->model == NULL)
        return complain(MISUSED, "--model FILE is needed here");
    if (!model_load(model, with->model, &error))
        return file_failed(with->model, &error);
    return 0;
}

static int predict(char **argv)
{
    Options with;
    Model model = {0};
    int status = read_options(argv, 'p', &with);
    if (status == 0 && with.data == NULL)
        status = complain(MISUSED, "predict needs --data FILE");
    if (status == 0)
        status = load(&with, &model);
    if (status == 0) {
        double *out = calloc(nn_outputs(model.nn), sizeof *out);
        Predictor predictor = {.model = &model, .out = out};
        status = out == NULL ? complain(FAILED, "there is no memory")
                             : answer_file(&predictor, with.data);
        free(out);
    }
    model_free(&model);
    return status;
}

static bool is_safe(const char *name)
{
    if (*name == '\0' || strchr("-<|+~", *name) != NULL)
        return false;
    for (; *name != '\0'; name++)
        if ((unsigned char)*name < ' ' || strchr("'\\\"", *name) != NULL)
            return false;
    return true;
}

static const char *kind_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    const char *const kinds[] = {"svg", "png", "pdf"};
    for (int i = 0; dot != NULL && i < 3; i++)
        if (strcmp(dot + 1, kinds[i]) == 0)
            return kinds[i];
    return NULL;
}

typedef struct {
    Options with;
    const char *kind; /* of the picture */
    char *script;     /* the path of the script */
    FILE *out;        /* the script */
    bool opened;      /* the script was */
} Artist;

/* What such a picture begins with. */
static const char *picture_begins(const Artist *artist)
{
    return strcmp(artist->kind, "svg") == 0   ? "<?xml"
           : strcmp(artist->kind, "png") == 0 ? "\x89PNG"
                                              : "%PDF";
}

static const char *script_begins(const Artist *artist)
{
    return artist->with.graph != NULL ? "digraph" : "set terminal";
}

static int check_names(Artist *artist)
{
    const Options *with = &artist->with;
    if (with->to == NULL)
        return complain(MISUSED, "draw needs --to FILE.svg");
    if (!is_safe(with->to) ||
        (with->script != NULL && !is_safe(with->script)) ||
        (with->loss != NULL && !is_safe(with->loss)))
        return complain(MISUSED, "draw takes no file whose name is empty, "
                                 "begins with - < | + or ~, or has quotes, "
                                 "a backslash or a control character");
    artist->kind = kind_of(with->to);
    if (artist->kind == NULL)
        return complain(MISUSED, "draw makes .svg, .png or .pdf");
    int status = check_place(with->to, picture_begins(artist));
    return status != 0 ? status
                       : check_place(with->script, script_begins(artist));
}

static int open_script(Artist *artist)
{
    const Options *with = &artist->with;
    const char *path = with->script != NULL ? with->script : with->to;
    const char *end = with->script != NULL ? "" : ".script";
    size_t size = strlen(path) + strlen(end) + 1;
    artist->script = malloc(size);
    if (artist->script == NULL)
        return complain(FAILED, "there is no memory");
    snprintf(artist->script, size, "%s%s", path, end);
    if (with->script == NULL && check_place(artist->script, NULL) != 0)
        return FAILED;
    artist->out = fopen(artist->script, with->script != NULL ? "w" : "wx");
    artist->opened = artist->out != NULL;
    return artist->opened ? 0
                          : complain(FAILED, "%s: %s", artist->script,
                                     strerror(errno));
}

/* Nobody wants a picture, or a script, that was only begun. */
static void remove_torn(const char *path, const char *begins)
{
    DataError error;
    if (!data_may_write(path, begins, &error))
        remove(path);
}

static int run_script(Artist *artist, const char *program,
                      const char *arguments)
{
    size_t size = strlen(artist->script) + strlen(arguments) + 64;
    char *command = malloc(size);
    bool written = !ferror(artist->out);
    written = fclose(artist->out) == 0 && written;
    artist->out = NULL;
    if (command == NULL || !written) {
        free(command);
        return complain(FAILED, "%s can't be written", artist->script);
    }
    snprintf(command, size, "%s%s '%s'", program, arguments,
             artist->script);
    int status = system(command);
    free(command);
    if (status == 0)
        return 0;
    remove_torn(artist->with.to, picture_begins(artist));
    return complain(FAILED,
                    "%s failed; it says why above, or isn't installed",
                    program);
}

static int run_gnuplot(Artist *artist)
{
    return run_script(artist, "gnuplot", "");
}

static int run_dot(Artist *artist)
{
    const char *format = " -T%s -o '%s'";
    size_t size = strlen(format) + strlen(artist->with.to) + 8;
    char *arguments = malloc(size);
    if (arguments == NULL)
        return complain(FAILED, "there is no memory");
    snprintf(arguments, size, format, artist->kind, artist->with.to);
    int status = run_script(artist, "dot", arguments);
    free(arguments);
    return status;
}

static void begin_plot(Artist *artist)
{
    const char *terminal = strcmp(artist->kind, "svg") == 0   ? "svg"
                           : strcmp(artist->kind, "png") == 0 ? "pngcairo"
                                                              : "pdfcairo";
    fprintf(artist->out, "set terminal %s\nset output '%s'\n", terminal,
            artist->with.to);
}

/* Is it a log with an epoch in it, and was the model tested? */
static bool read_log(FILE *log, bool *tested)
{
    char test[32];
    bool good = fscanf(log, "epoch loss test loss test right %*s %*s %31s",
                       test) == 1;
    *tested = good && strcmp(test, "nan") != 0;
    return good;
}

static int draw_loss(Artist *artist)
{
    const char *path = artist->with.loss;
    bool tested;
    FILE *log = fopen(path, "r");
    if (log == NULL)
        return complain(FAILED, "%s: %s", path, strerror(errno));
    bool good = read_log(log, &tested);
    fclose(log);
    if (!good)
        return complain(
            FAILED, "%s is no log of gradus train, or has no epoch", path);
    begin_plot(artist);
    fprintf(artist->out,
            "set xlabel 'epoch'\nset ylabel 'loss'\nset logscale y\n"
            "set datafile separator \"\\t\"\nset datafile missing 'nan'\n"
            "set key autotitle columnheader\n"
            "plot '%s' using 1:2 with lines%s\n",
            path, tested ? ", '' using 1:3 with lines" : "");
    return run_gnuplot(artist);
}

typedef struct {
    double low[2], high[2];
} Frame;

/* All points, and a tenth more; without points, three standard deviations
   of those that the model was trained with. */
static Frame frame_of(const Model *model, const Data *data)
{
    Frame frame;
    for (int k = 0; k < 2; k++) {
        double low = model->shift[k] - 3.0 * model->scale[k];
        double high = model->shift[k] + 3.0 * model->scale[k];
        for (size_t i = 0; i < data->examples; i++) {
            double x = data->x[2 * i + (size_t)k];
            low = i == 0 || x < low ? x : low;
            high = i == 0 || x > high ? x : high;
        }
        frame.low[k] = low - 0.1 * (high - low);
        frame.high[k] = high + 0.1 * (high - low);
    }
    return frame;
}

/* The output itself, or, for more than two labels, the label's number. */
static double shade(const Model *model, const double *out)
{
    size_t best = 0;
    if (model->loss != MODEL_CROSS_ENTROPY)
        return out[0];
    for (size_t i = 1; i < model->classes; i++)
        best = out[i] > out[best] ? i : best;
    return (double)best;
}

static bool write_grid(Artist *artist, Model *model, Frame frame,
                       double *out)
{
    enum { SIDE = 100 };
    fprintf(artist->out, "$grid << END\n");
    for (int i = 0; i <= SIDE; i++) {
        for (int k = 0; k <= SIDE; k++) {
            double x[] = {
                frame.low[0] + (frame.high[0] - frame.low[0]) * k / SIDE,
                frame.low[1] + (frame.high[1] - frame.low[1]) * i / SIDE};
            if (!model_outputs(model, x, out))
                return false;
            fprintf(artist->out, "%.6g %.6g %.6g\n", x[0], x[1],
                    shade(model, out));
        }
        fprintf(artist->out, "\n");
    }
    fprintf(artist->out, "END\n");
    return true;
}

static void write_points(Artist *artist, const Model *model,
                         const Data *data)
{
    fprintf(artist->out, "$points << END\n");
    for (size_t i = 0; i < data->examples; i++) {
        size_t mark = 0;
        while (mark < model->classes && model->labels[mark] != data->y[i])
            mark++;
        fprintf(artist->out, "%.6g %.6g %zu\n", data->x[2 * i],
                data->x[2 * i + 1], mark + 1);
    }
    fprintf(artist->out, "END\n");
}

static void write_plot(Artist *artist, const Model *model, bool points)
{
    bool line = model->loss == MODEL_HINGE || model->loss == MODEL_BINARY;
    FILE *out = artist->out;
    if (line)
        fprintf(out, "set contour\nset cntrparam levels discrete 0\n"
                     "unset surface\nset table $line\nsplot $grid\n"
                     "unset table\nunset contour\nset cbrange [-3:3]\n");
    fprintf(out, "set palette defined (0 '#9ecae1', 1 '#ffffff', 2 "
                 "'#fdae6b')\nunset colorbox\nunset key\n"
                 "set autoscale fix\nset xlabel 'x1'\nset ylabel 'x2'\n"
                 "plot $grid with image");
    if (line)
        fprintf(out, ", $line with lines lc black lw 2");
    if (points)
        fprintf(out, ", $points with points pt 7 ps 0.6 lc variable");
    fprintf(out, "\n");
}

static int draw_data(Artist *artist, Model *model, const Data *data)
{
    double *out = calloc(nn_outputs(model->nn), sizeof *out);
    begin_plot(artist);
    bool good = out != NULL &&
                write_grid(artist, model, frame_of(model, data), out);
    free(out);
    if (!good)
        return complain(FAILED, "there is no memory to draw");
    if (data->examples > 0)
        write_points(artist, model, data);
    write_plot(artist, model, data->examples > 0);
    return run_gnuplot(artist);
}

static int draw_boundary(Artist *artist, Model *model)
{
    Data data = {0};
    DataError error;
    const char *path = artist->with.data;
    if (nn_inputs(model->nn) != 2)
        return complain(FAILED,
                        "a boundary is drawn for two inputs; this "
                        "model has %zu",
                        nn_inputs(model->nn));
    if (path != NULL && !data_read_csv(path, &data, &error))
        return file_failed(path, &error);
    int status =
        path != NULL && data.inputs != 2
            ? complain(FAILED, "%s: needs two inputs and a label", path)
            : draw_data(artist, model, &data);
    data_free(&data);
    return status;
}

/* The first neuron, copied to a graph of its own, over inputs of 1. */
static bool copy_neuron(Graph *graph, const Model *model)
{
    size_t inputs = nn_inputs(model->nn);
    Value **all = calloc(2 * inputs + 1, sizeof *all);
    if (all == NULL)
        return false;
    for (size_t i = 0; i < 2 * inputs + 1; i++)
        all[i] = value_new(
            graph, i <= inputs ? nn_parameters(model->nn)[i]->data : 1.0);
    Value *out = nn_neuron(all, all + inputs + 1, inputs,
                           nn_layer_at(model->nn, 0).activation);
    free(all);
    return value_backward(out);
}

static int draw_neuron(Artist *artist, const Model *model)
{
    Graph *graph = value_graph();
    bool drawn = copy_neuron(graph, model) &&
                 value_draw(artist->out, graph, NULL, 0);
    graph_free(graph);
    return drawn ? run_dot(artist)
                 : complain(FAILED, "the neuron can't be drawn");
}

static int draw_network(Artist *artist, Model *model)
{
    enum { MOST = 500 };
    double label = model->classes > 0 ? model->labels[0] : 0.0;
    Value *loss = model_loss(model, model->shift, label);
    if (!value_backward(loss))
        return complain(FAILED, "there is no memory to draw");
    if (graph_nodes(model->graph) > MOST)
        return complain(FAILED,
                        "the network has %zu values, too many to "
                        "see; --graph neuron draws one neuron",
                        graph_nodes(model->graph));
    if (!value_draw(artist->out, model->graph, NULL, 0))
        return complain(FAILED, "%s can't be written", artist->script);
    return run_dot(artist);
}

static int draw_model(Artist *artist)
{
    Model model = {0};
    const char *graph = artist->with.graph;
    int status = load(&artist->with, &model);
    if (status == 0 && graph == NULL)
        status = draw_boundary(artist, &model);
    else if (status == 0 && strcmp(graph, "neuron") == 0)
        status = draw_neuron(artist, &model);
    else if (status == 0 && strcmp(graph, "network") == 0)
        status = draw_network(artist, &model);
    else if (status == 0)
        status = complain(MISUSED, "--graph needs neuron or network");
    model_free(&model);
    return status;
}

static void put_away(Artist *artist)
{
    if (artist->out != NULL)
        fclose(artist->out);
    if (artist->opened && artist->with.script == NULL)
        remove(artist->script);
    else if (artist->opened)
        remove_torn(artist->script, script_begins(artist));
    free(artist->script);
}

static int draw(char **argv)
{
    Artist artist = {0};
    int status = read_options(argv, 'd', &artist.with);
    if (status == 0)
        status = check_names(&artist);
    if (status == 0)
        status = open_script(&artist);
    if (status == 0)
        status = artist.with.loss != NULL ? draw_loss(&artist)
                                          : draw_model(&artist);
    put_away(&artist);
    return status;
}

typedef struct {
    const char *name;
    int (*run)(char **argv); /* what follows the name; ends with NULL */
} Command;

static const Command commands[] = {
    {"make", make}, {"train", train}, {"predict", predict}, {"draw", draw}};

static int run_command(char **argv)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[0], commands[i].name) == 0)
            return commands[i].run(argv + 1);
    complain(0, "there is no command %s", argv[0]);
    fputs(usage_text, stderr);
    return MISUSED;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs(usage_text, stderr);
        return MISUSED;
    }
    if (strcmp(argv[1], "--help") == 0)
        fputs(usage_text, stdout);
    else if (strcmp(argv[1], "--version") == 0)
        printf("gradus %s\n", GRADUS_VERSION);
    else
        return run_command(argv + 1);
    return fflush(stdout) == 0 ? 0 : complain(FAILED, "can't write");
}
