/* model.c: tangled from chapter 9, "Two moons", of Gradus. */
/* model.c - models, and their files. */
#include "model.h"

#include "loss.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"mse", "hinge", "binary",
                                    "cross-entropy"};
enum { LOSSES = sizeof names / sizeof *names };

const char *model_loss_name(ModelLoss loss)
{
    return (unsigned)loss < LOSSES ? names[loss] : "unknown";
}

bool model_loss_from(const char *name, ModelLoss *loss)
{
    for (int i = 0; i < LOSSES; i++) {
        if (strcmp(name, names[i]) == 0) {
            *loss = (ModelLoss)i;
            return true;
        }
    }
    return false;
}

/* Returns false. */
static bool wrong(DataError *error, size_t line, const char *message)
{
    *error = (DataError){.line = line};
    snprintf(error->message, sizeof error->message, "%s", message);
    return false;
}

void model_free(Model *model)
{
    nn_free(model->nn);
    graph_free(model->graph);
    free(model->shift);
    free(model->scale);
    free(model->labels);
    *model = (Model){0};
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts the n labels, and keeps one of each; returns how many. */
static size_t unique(double *labels, size_t n)
{
    size_t kept = 0;
    qsort(labels, n, sizeof *labels, by_size);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || labels[i] != labels[kept - 1])
            labels[kept++] = labels[i];
    return kept;
}

static bool find_labels(Model *model, const Data *data)
{
    model->labels = calloc(data->examples, sizeof *model->labels);
    if (model->labels == NULL)
        return false;
    memcpy(model->labels, data->y, data->examples * sizeof *data->y);
    model->classes = unique(model->labels, data->examples);
    return true;
}

static void standardise(Model *model, const Data *data)
{
    for (size_t k = 0; k < data->inputs; k++) {
        double n = (double)data->examples, spread = 0.0;
        double first = data->x[k], mean = first;
        for (size_t i = 0; i < data->examples; i++)
            mean += (data->x[i * data->inputs + k] - first) / n;
        for (size_t i = 0; i < data->examples; i++) {
            double d = data->x[i * data->inputs + k] - mean;
            spread += d * d / n;
        }
        model->shift[k] = mean;
        model->scale[k] = spread > 0.0 ? sqrt(spread) : 1.0;
    }
}

static bool allocate_scale(Model *model, size_t inputs)
{
    model->shift = calloc(inputs, sizeof *model->shift);
    model->scale = calloc(inputs, sizeof *model->scale);
    return model->shift != NULL && model->scale != NULL;
}

/* NULL, or what is wrong. */
static const char *misfit(ModelLoss loss, size_t classes)
{
    const char *two = "needs labels of two kinds; for more, use the loss "
                      "cross-entropy";
    switch (loss) {
    case MODEL_MSE:
        return classes == 0 ? NULL : "the loss mse has no labels";
    case MODEL_HINGE:
    case MODEL_BINARY:
        return classes == 2 ? NULL : two;
    case MODEL_CROSS_ENTROPY:
        return classes > 1 ? NULL : "needs labels of at least two kinds";
    }
    return "unknown loss";
}

static size_t outputs_for(ModelLoss loss, size_t classes)
{
    return loss == MODEL_CROSS_ENTROPY ? classes : 1;
}

static bool make_network(Model *model, size_t inputs, const NnLayer *layers,
                         size_t n, DataError *error)
{
    if (nn_count(inputs, layers, n) == 0)
        return wrong(error, 0,
                     "a layer is empty, or the network too large");
    model->graph = value_graph();
    model->nn = nn_new(model->graph, inputs, layers, n);
    return model->nn != NULL ||
           wrong(error, 0, "there is no memory for such a network");
}

/* The same, with the output layer put behind the hidden ones. */
static bool add_output(Model *model, size_t inputs, const NnLayer *hidden,
                       size_t n, DataError *error)
{
    NnLayer last = {outputs_for(model->loss, model->classes), NN_LINEAR};
    NnLayer *layers =
        n < SIZE_MAX / sizeof last ? malloc((n + 1) * sizeof last) : NULL;
    if (layers == NULL)
        return wrong(error, 0, "there is no memory for so many layers");
    for (size_t i = 0; i < n; i++)
        layers[i] = hidden[i];
    layers[n] = last;
    bool made = make_network(model, inputs, layers, n + 1, error);
    free(layers);
    return made;
}

static bool are_finite(const double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(numbers[i]))
            return false;
    return true;
}

static bool is_sound(const Data *data)
{
    return are_finite(data->x, data->examples * data->inputs) &&
           are_finite(data->y, data->examples);
}

static bool fit(Model *model, const Data *data, const NnLayer *hidden,
                size_t n, DataError *error)
{
    if (!is_sound(data))
        return wrong(error, 0, "the data holds a number that isn't finite");
    if (!allocate_scale(model, data->inputs) ||
        (model->loss != MODEL_MSE && !find_labels(model, data)))
        return wrong(error, 0, "there is no memory for the model");
    const char *complaint = misfit(model->loss, model->classes);
    if (complaint != NULL)
        return wrong(error, 0, complaint);
    standardise(model, data);
    if (!are_finite(model->scale, data->inputs))
        return wrong(error, 0, "an input spreads too far; scale it down");
    return add_output(model, data->inputs, hidden, n, error);
}

bool model_new(Model *model, const Data *data, const NnLayer *hidden,
               size_t n, ModelLoss loss, DataError *error)
{
    *model = (Model){.loss = loss};
    *error = (DataError){0};
    bool made = fit(model, data, hidden, n, error);
    if (!made)
        model_free(model);
    return made;
}

/* Writes the outputs to out, (outputs). */
static bool forward(Model *model, const double *x, Value **out)
{
    size_t inputs = nn_inputs(model->nn);
    Value **in = calloc(inputs, sizeof *in);
    if (in == NULL)
        return false;
    for (size_t k = 0; k < inputs; k++)
        in[k] = value_new(model->graph,
                          (x[k] - model->shift[k]) / model->scale[k]);
    bool found = nn_forward(model->nn, in, out);
    free(in);
    return found;
}

/* Which of the model's labels it is; classes when it is none. */
static size_t class_of(const Model *model, double label)
{
    size_t i = 0;
    while (i < model->classes && model->labels[i] != label)
        i++;
    return i;
}

static Value *loss_of(const Model *model, Value **out, double label)
{
    size_t class = class_of(model, label);
    switch (model->loss) {
    case MODEL_MSE:
        return loss_mse(out, &label, 1);
    case MODEL_HINGE:
        return loss_hinge(out[0], 2.0 * (double)class - 1.0);
    case MODEL_BINARY:
        return loss_binary(out[0], (double)class);
    case MODEL_CROSS_ENTROPY:
        return loss_cross_entropy(out, model->classes, class);
    }
    return NULL;
}

Value *model_loss(Model *model, const double *x, double label)
{
    size_t outputs = nn_outputs(model->nn);
    Value **out = calloc(outputs, sizeof *out);
    Value *loss = NULL;
    if (out != NULL && forward(model, x, out))
        loss = loss_of(model, out, label);
    free(out);
    return loss;
}

bool model_outputs(Model *model, const double *x, double *out)
{
    GraphMark mark = graph_mark(model->graph);
    size_t outputs = nn_outputs(model->nn);
    Value **values = calloc(outputs, sizeof *values);
    bool found = values != NULL && forward(model, x, values);
    for (size_t i = 0; found && i < outputs; i++)
        out[i] = values[i]->data;
    free(values);
    return graph_rewind(model->graph, mark) && found;
}

double model_answer(const Model *model, const double *out)
{
    if (model->loss == MODEL_MSE)
        return out[0];
    size_t best = 0;
    if (model->loss != MODEL_CROSS_ENTROPY)
        best = out[0] > 0.0;
    else
        for (size_t i = 1; i < model->classes; i++)
            best = out[i] > out[best] ? i : best;
    return model->labels[best];
}

static const uint64_t fnv_start = 0xcbf29ce484222325;

static uint64_t fnv(uint64_t sum, const char *text)
{
    for (; *text != '\0'; text++)
        sum = (sum ^ (unsigned char)*text) * 0x100000001b3;
    return sum;
}

typedef struct {
    FILE *out;
    uint64_t sum;
} Writer;

static void write_text(Writer *writer, const char *text)
{
    fputs(text, writer->out);
    writer->sum = fnv(writer->sum, text);
}

static void write_count(Writer *writer, const char *what, size_t n)
{
    char line[64];
    snprintf(line, sizeof line, "%s %zu\n", what, n);
    write_text(writer, line);
}

static void write_number(Writer *writer, double number)
{
    char line[64];
    snprintf(line, sizeof line, "%.17g\n", number);
    write_text(writer, line);
}

static void write_numbers(Writer *writer, const char *what, size_t n,
                          const double *numbers)
{
    write_count(writer, what, n);
    for (size_t i = 0; i < n; i++)
        write_number(writer, numbers[i]);
}

static void write_layers(Writer *writer, const Nn *nn)
{
    write_count(writer, "layers", nn_layers(nn));
    for (size_t i = 0; i < nn_layers(nn); i++) {
        NnLayer layer = nn_layer_at(nn, i);
        char line[64];
        snprintf(line, sizeof line, "%zu %s\n", layer.outputs,
                 nn_activation_name(layer.activation));
        write_text(writer, line);
    }
}

static void write_parameters(Writer *writer, const Nn *nn)
{
    Value *const *parameters = nn_parameters(nn);
    write_count(writer, "parameters", nn_parameter_count(nn));
    for (size_t i = 0; i < nn_parameter_count(nn); i++)
        write_number(writer, parameters[i]->data);
}

static const char first_line[] = "gradus model 1";

static void write_model(Writer *writer, const Model *model)
{
    size_t inputs = nn_inputs(model->nn);
    write_text(writer, first_line);
    write_text(writer, "\nloss ");
    write_text(writer, model_loss_name(model->loss));
    write_text(writer, "\n");
    write_numbers(writer, "labels", model->classes, model->labels);
    write_numbers(writer, "shift", inputs, model->shift);
    write_numbers(writer, "scale", inputs, model->scale);
    write_layers(writer, model->nn);
    write_parameters(writer, model->nn);
    fprintf(writer->out, "checksum %016" PRIx64 "\n", writer->sum);
}

static bool can_be_saved(const Model *model)
{
    Value *const *parameters = nn_parameters(model->nn);
    for (size_t i = 0; i < nn_parameter_count(model->nn); i++)
        if (!isfinite(parameters[i]->data))
            return false;
    return true;
}

/* The words of the system, if it has any. */
static const char *reason(const char *otherwise)
{
    return errno == 0 ? otherwise : strerror(errno);
}

static bool write_file(const Model *model, FILE *out, DataError *error)
{
    Writer writer = {out, fnv_start};
    write_model(&writer, model);
    bool whole = fflush(out) == 0 && !ferror(out);
    return (fclose(out) == 0 && whole) ||
           wrong(error, 0, reason("cannot be written"));
}

static bool write_and_rename(const Model *model, const char *new_path,
                             const char *path, DataError *error)
{
    errno = 0;
    FILE *out = fopen(new_path, "wbx"); /* x: only if none is there */
    if (out == NULL)
        return wrong(error, 0, reason("cannot be made"));
    bool saved = write_file(model, out, error);
    if (saved && rename(new_path, path) != 0)
        saved = wrong(error, 0, reason("cannot be replaced"));
    if (!saved)
        remove(new_path);
    return saved;
}

static char *beside(const char *path)
{
    size_t size = strlen(path) + sizeof ".new";
    char *new_path = malloc(size);
    if (new_path != NULL)
        snprintf(new_path, size, "%s.new", path);
    return new_path;
}

static bool may_replace(const char *path, const char *new_path,
                        DataError *error)
{
    if (new_path == NULL)
        return wrong(error, 0, "there is no memory to save it");
    if (!data_may_write(path, "gradus model ", error))
        return false;
    if (data_may_write(new_path, NULL, error))
        return true;
    char why[sizeof error->message];
    snprintf(why, sizeof why, "this name with .new behind it: %.150s",
             error->message);
    return wrong(error, 0, why);
}

bool model_may_save(const char *path, DataError *error)
{
    char *new_path = beside(path);
    bool may = may_replace(path, new_path, error);
    free(new_path);
    return may;
}

bool model_save(const Model *model, const char *path, DataError *error)
{
    *error = (DataError){0};
    if (!can_be_saved(model))
        return wrong(error, 0, "not saved: a weight is not finite");
    char *new_path = beside(path);
    bool saved = may_replace(path, new_path, error) &&
                 write_and_rename(model, new_path, path, error);
    free(new_path);
    return saved;
}

typedef struct {
    FILE *in;
    DataError *error;
    size_t line;
    uint64_t sum;  /* of the lines before this one */
    char text[80]; /* the line, without its end */
} Reader;

static bool bad(Reader *reader, const char *message)
{
    return wrong(reader->error, reader->line, message);
}

static bool end_line(Reader *reader, int c)
{
    if (c == '\n')
        return true;
    if (c == EOF)
        return bad(reader, ferror(reader->in)
                               ? "the file cannot be read any further"
                               : "the file ends too early; it is torn");
    return bad(reader, c == '\0' ? "a NUL byte: this is not a model"
                                 : "the line is too long for a model");
}

static bool next_line(Reader *reader)
{
    size_t n = 0;
    int c;
    if (reader->line++ > 0)
        reader->sum = fnv(fnv(reader->sum, reader->text), "\n");
    while ((c = getc(reader->in)) != EOF && c != '\n' && c != '\0' &&
           n + 1 < sizeof reader->text)
        reader->text[n++] = (char)c;
    reader->text[n] = '\0';
    return end_line(reader, c);
}

/* Reads all of the text as a whole number: digits, no 0 in front. */
static bool is_count(const char *text, size_t *count)
{
    size_t n = 0;
    if (*text == '\0' || (*text == '0' && text[1] != '\0'))
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        size_t digit = (size_t)(*text - '0');
        if (n > (SIZE_MAX - digit) / 10)
            return false;
        n = 10 * n + digit;
    }
    *count = n;
    return *text == '\0';
}

/* Reads a line of a word and a count. */
static bool read_count(Reader *reader, const char *word, size_t *count)
{
    size_t length = strlen(word);
    if (!next_line(reader))
        return false;
    if (strncmp(reader->text, word, length) == 0 &&
        reader->text[length] == ' ' &&
        is_count(reader->text + length + 1, count))
        return true;
    char message[80];
    snprintf(message, sizeof message, "here should be \"%s\" and a count",
             word);
    return bad(reader, message);
}

static bool read_number(Reader *reader, double *number)
{
    char *end;
    if (!next_line(reader))
        return false;
    *number = strtod(reader->text, &end);
    if (end == reader->text || *end != '\0')
        return bad(reader, "here should be a number");
    return isfinite(*number) || bad(reader, "a number is not finite");
}

/* Makes room for one more item after n; *items may move. */
static bool grow(void **items, size_t *room, size_t n, size_t size)
{
    if (n < *room)
        return true;
    size_t more = *room == 0 ? 16 : 2 * *room;
    void *moved =
        more < SIZE_MAX / size ? realloc(*items, more * size) : NULL;
    if (moved == NULL)
        return false;
    *items = moved;
    *room = more;
    return true;
}

/* Reads "word n", and then n numbers, one a line. */
static bool read_numbers(Reader *reader, const char *word, size_t *n,
                         double **numbers)
{
    void *items = NULL;
    size_t room = 0, i = 0;
    bool good = read_count(reader, word, n);
    for (; good && i < *n; i++) {
        good = grow(&items, &room, i, sizeof **numbers) ||
               bad(reader, "there is no memory for so many numbers");
        good = good && read_number(reader, (double *)items + i);
    }
    *numbers = items;
    return good;
}

static bool read_layer(Reader *reader, NnLayer *layer)
{
    if (!next_line(reader))
        return false;
    char *blank = strchr(reader->text, ' ');
    if (blank != NULL) {
        char count[sizeof reader->text] = "";
        memcpy(count, reader->text, (size_t)(blank - reader->text));
        if (is_count(count, &layer->outputs) &&
            nn_activation_from(blank + 1, &layer->activation))
            return true;
    }
    return bad(reader, "here should be a layer, such as \"16 relu\"");
}

static bool read_layers(Reader *reader, size_t *n, NnLayer **layers)
{
    void *items = NULL;
    size_t room = 0, i = 0;
    bool good = read_count(reader, "layers", n);
    for (; good && i < *n; i++) {
        good = grow(&items, &room, i, sizeof **layers) ||
               bad(reader, "there is no memory for so many layers");
        good = good && read_layer(reader, (NnLayer *)items + i);
    }
    *layers = items;
    return good;
}

static bool read_head(Reader *reader, ModelLoss *loss)
{
    size_t word = strlen("gradus model ");
    if (!next_line(reader))
        return false;
    if (strncmp(reader->text, first_line, word) != 0)
        return bad(reader, "this is not a model that gradus has saved");
    if (strchr(reader->text, '\r') != NULL)
        return bad(reader, "the ends of lines were changed; they must be "
                           "\\n alone");
    if (strcmp(reader->text, first_line) != 0)
        return bad(reader, "a model of another version; this gradus reads "
                           "version 1");
    if (!next_line(reader))
        return false;
    return (strncmp(reader->text, "loss ", 5) == 0 &&
            model_loss_from(reader->text + 5, loss)) ||
           bad(reader, "here should be \"loss\" and its name");
}

static bool are_labels(const Model *model)
{
    for (size_t i = 1; i < model->classes; i++)
        if (!(model->labels[i - 1] < model->labels[i]))
            return false;
    return true;
}

static bool are_scales(const double *scale, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(scale[i] > 0.0))
            return false;
    return true;
}

static bool read_meaning(Reader *reader, Model *model, size_t *inputs)
{
    size_t scales;
    if (!read_numbers(reader, "labels", &model->classes, &model->labels))
        return false;
    const char *complaint = misfit(model->loss, model->classes);
    if (complaint != NULL || !are_labels(model))
        return bad(reader, complaint != NULL
                               ? complaint
                               : "the labels are not ascending");
    if (!read_numbers(reader, "shift", inputs, &model->shift) ||
        !read_numbers(reader, "scale", &scales, &model->scale))
        return false;
    return (scales == *inputs && are_scales(model->scale, scales)) ||
           bad(reader, "the scales are not one above 0 for each input");
}

static bool read_end(Reader *reader)
{
    char expected[40];
    if (!next_line(reader))
        return false;
    snprintf(expected, sizeof expected, "checksum %016" PRIx64,
             reader->sum);
    if (strncmp(reader->text, "checksum ", strlen("checksum ")) != 0)
        return bad(reader, "here should be the checksum");
    if (strcmp(reader->text, expected) != 0)
        return bad(reader, "the checksum differs; the file is damaged");
    if (getc(reader->in) == EOF && !ferror(reader->in))
        return true;
    reader->line++;
    return bad(reader, "something follows the end of the model");
}

static bool build(Reader *reader, Model *model, size_t inputs,
                  const NnLayer *layers, size_t n)
{
    size_t parameters;
    double *numbers = NULL;
    bool good = read_numbers(reader, "parameters", &parameters, &numbers);
    if (good &&
        (parameters == 0 || nn_count(inputs, layers, n) != parameters ||
         layers[n - 1].outputs != outputs_for(model->loss, model->classes)))
        good = bad(reader, "the layers don't fit the inputs, the labels or "
                           "the number of parameters");
    good = good && read_end(reader) &&
           make_network(model, inputs, layers, n, reader->error);
    for (size_t i = 0; good && i < parameters; i++)
        nn_parameters(model->nn)[i]->data = numbers[i];
    free(numbers);
    return good;
}

static bool read_model(Reader *reader, Model *model)
{
    size_t inputs, n;
    NnLayer *layers = NULL;
    bool good = read_head(reader, &model->loss) &&
                read_meaning(reader, model, &inputs) &&
                read_layers(reader, &n, &layers) &&
                build(reader, model, inputs, layers, n);
    free(layers);
    return good;
}

bool model_load(Model *model, const char *path, DataError *error)
{
    *model = (Model){0};
    *error = (DataError){0};
    errno = 0;
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        return wrong(error, 0, reason("cannot be opened"));
    Reader reader = {.in = in, .error = error, .sum = fnv_start};
    bool good = read_model(&reader, model);
    fclose(in);
    if (!good)
        model_free(model);
    return good;
}
