/* test.c: tangled from chapter 9, "Two moons", of Gradus. */
/* Tests chapter 9: data, files of numbers, models and their files. */
#include "data.h"
#include "judge.h"
#include "loss.h"
#include "model.h"
#include "optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void expect_turns(const Data *data, size_t n, size_t classes,
                         double first)
{
    expect_equal("examples", (long long)data->examples, (long long)n);
    expect_equal("inputs", (long long)data->inputs, 2);
    for (size_t i = 0; i < n; i++)
        expect_close("a label", data->y[i],
                     first < 0 ? (i % 2 == 0 ? -1.0 : 1.0)
                               : (double)(i % classes),
                     0);
}

static void moons(void)
{
    Rng rng = rng_seed(3);
    Data data;
    for (size_t n = 1; n < 8; n++) {
        expect(data_moons(&data, n, 0, &rng), "no moons");
        expect_turns(&data, n, 2, -1);
        for (size_t i = 0; i < n; i++) {
            double x = data.x[2 * i], y = data.x[2 * i + 1];
            bool upper = i % 2 == 0;
            expect_close("the radius",
                         upper ? hypot(x, y) : hypot(x - 1, y - 0.5), 1,
                         1e-12);
            expect(upper ? y > -1e-9 : y < 0.5 + 1e-9, "the wrong half");
        }
        data_free(&data);
    }
    expect(data_moons(&data, 100, 0, &rng), "no moons");
    expect_close("the upper's end", data.x[2 * 98], -1, 1e-12);
    expect_close("the lower's end", data.x[2 * 99], 2, 1e-12);
    data_free(&data);
    expect(!data_moons(&data, 0, 0, &rng), "no points");
}

static void circles_and_spirals(void)
{
    Rng rng = rng_seed(3);
    Data data;
    expect(data_circles(&data, 7, 0, &rng), "no circles");
    expect_turns(&data, 7, 2, -1);
    double sum = 0;
    for (size_t i = 0; i < 7; i++) {
        expect_close("the radius", hypot(data.x[2 * i], data.x[2 * i + 1]),
                     i % 2 == 0 ? 1 : 0.5, 1e-12);
        sum += i % 2 == 0 ? data.x[2 * i] : 0;
    }
    expect_close("the sum round the circle", sum, 0, 1e-12);
    data_free(&data);
    expect(data_spirals(&data, 12, 3, 0, &rng), "no spirals");
    expect_turns(&data, 12, 3, 0);
    expect_close("the end of the first", data.x[18], 1, 1e-12);
    expect_close("the end of the second", data.x[20], -0.5, 1e-12);
    data_free(&data);
    expect(!data_spirals(&data, 12, 0, 0, &rng), "no arms");
    expect(data.x == NULL, "something was made");
}

static void noise(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    Data clean, data;
    expect(data_moons(&clean, 5000, 0, &rng), "clean");
    expect(data_moons(&data, 5000, 0.5, &rng), "with noise");
    double squares[2] = {0};
    for (size_t i = 0; i < 10000; i++)
        squares[i % 2] += pow(data.x[i] - clean.x[i], 2) / 5000;
    expect_close("the variance of x", squares[0], 0.25, 0.03);
    expect_close("the variance of y", squares[1], 0.25, 0.03);
    data_free(&clean);
    data_free(&data);
}

static void splits(void)
{
    Rng rng = rng_seed(5);
    Data all, train, test;
    bool seen[10] = {false}, moved = false;
    expect(data_new(&all, 10, 2), "no data");
    for (size_t i = 0; i < 10; i++)
        all.x[2 * i] = all.x[2 * i + 1] = all.y[i] = (double)i;
    expect(data_split(&all, 0.39, &rng, &train, &test), "no split");
    expect_equal("test", (long long)test.examples, 3);
    expect_equal("train", (long long)train.examples, 7);
    for (size_t i = 0; i < 10; i++) {
        const Data *from = i < 3 ? &test : &train;
        size_t k = i < 3 ? i : i - 3, which = (size_t)from->y[k];
        expect(which < 10 && !seen[which], "%zu is there twice", which);
        expect(from->x[2 * k + 1] == from->y[k], "a label went astray");
        seen[which] = true;
        moved = moved || which != i;
    }
    expect(moved, "nothing was shuffled");
    data_free(&train);
    data_free(&test);
    const double bad[] = {0, 1, -1, NAN, 0.01};
    for (int i = 0; i < 5; i++)
        expect(!data_split(&all, bad[i], &rng, &train, &test) &&
                   train.x == NULL && test.x == NULL,
               "a share of %g", bad[i]);
    data_free(&all);
}

static void too_large(void)
{
    Data data;
    expect(!data_new(&data, SIZE_MAX / 8, 9), "too large");
    expect(!data_new(&data, 0, 1) && !data_new(&data, 1, 0), "empty");
    data_free(&data);
}

/* What was read: the rows, one after another, ";" between them. */
static char rows[400];

static const char *write_row(const double *row, size_t n, void *context)
{
    (void)context;
    for (size_t i = 0; i < n && strlen(rows) < 300; i++)
        sprintf(rows + strlen(rows), "%s%g", i == 0 ? "" : " ", row[i]);
    strcat(rows, ";");
    return row[0] == 13 ? "thirteen" : NULL;
}

static bool read_bytes(const char *text, size_t n, DataError *error)
{
    FILE *in = tmpfile();
    expect(in != NULL && fwrite(text, 1, n, in) == n, "no file");
    rewind(in);
    rows[0] = '\0';
    bool good = data_each_row(in, write_row, NULL, error);
    fclose(in);
    return good;
}

static void expect_rows(const char *text, const char *expected)
{
    DataError error;
    expect(read_bytes(text, strlen(text), &error), "%s: %s", text,
           error.message);
    expect(strcmp(rows, expected) == 0, "\"%s\" was read as \"%s\"", text,
           rows);
    expect(error.line == 0 && error.message[0] == '\0', "an error is left");
}

static void rows_of_numbers(void)
{
    expect_rows("1,2\n3,4\n", "1 2;3 4;");
    expect_rows("1,2\n3,4", "1 2;3 4;");
    expect_rows("x,label\n3,4\n", "3 4;");
    expect_rows("\"a, b\",\"label\"\n3,4\n", "3 4;");
    expect_rows("1,2\r\n3,4\r\n", "1 2;3 4;");
    expect_rows("\xef\xbb\xbf"
                "1,2\n",
                "1 2;");
    expect_rows("\xef\xbb\xbfx,y\n1,2\n", "1 2;");
    expect_rows("\n \n 1 ,\t-2e1 \n\n\n.5,+3\n \n", "1 -20;0.5 3;");
    expect_rows("\"1.5\", \" 2 \" ,3\n", "1.5 2 3;");
    expect_rows("5\n", "5;");
}

static void expect_error(const char *text, size_t line, size_t column,
                         const char *message)
{
    DataError error;
    expect(!read_bytes(text, strlen(text), &error), "\"%s\" was accepted",
           text);
    expect(strstr(error.message, message) != NULL, "\"%s\": %s", text,
           error.message);
    expect_equal("line", (long long)error.line, (long long)line);
    expect_equal("column", (long long)error.column, (long long)column);
}

static void errors_by_place(void)
{
    expect_error("", 0, 0, "no rows");
    expect_error("\n\n", 0, 0, "no rows");
    expect_error("x,y\n", 0, 0, "no rows");
    expect_error("1,2\n3\n", 2, 0, "1 numbers, where the first line has 2");
    expect_error("x,y\n3\n", 2, 0, "has 2");
    expect_error("1,2\nx,y\n", 2, 1, "not a number: \"x\"; a cell");
    expect_error("1,b\n1,2\n", 1, 3, "not a number: \"b\"; a header");
    expect_error("1,2\n3\t4,5\n", 2, 1, "not tabs");
    expect_error("1,2\n3,a\x1b[2J\n", 2, 3, "\"a?[2J\"");
    expect_error("1,2\n3,abcdefghijklmnopqrs\xc3\xa4\n", 2, 3, "qrs\";");
    expect_error("1,2,\n", 1, 5, "take the comma away");
    expect_error("1,2\n3,four\n", 2, 3, "not a number");
    expect_error("a,b\n3,0x10\n", 2, 3, "not a number");
    expect_error("1,2\n3, \n", 2, 4, "missing");
    expect_error("1,2\n3,nan\n", 2, 3, "not finite");
    expect_error("1,2\n-inf,4\n", 2, 1, "not finite");
    expect_error("1,2\n3,1e999\n", 2, 3, "not finite");
    expect_error("1,2\n\"3,5\",4\n", 2, 2, "comma within a number");
    expect_error("1,2\n3;4,5\n", 2, 1, "not ;");
    expect_error("1,2\n3,\"4\n", 2, 3, "not closed");
    expect_error("1,2\n3,\"4\"5\n", 2, 6, "comma is missing");
    expect_error("1,2\n13,4\n5,6\n", 2, 0, "thirteen");
    expect_error("1,,2\n", 1, 3, "leave the row out");
}

static void a_nul_byte(void)
{
    DataError error;
    expect(!read_bytes("1,2\n3,\0", 7, &error), "a NUL byte");
    expect(strstr(error.message, "NUL") != NULL, "%s", error.message);
    expect_equal("line", (long long)error.line, 2);
    expect_equal("column", (long long)error.column, 3);
}

static void long_lines(void)
{
    static char text[DATA_LINE + 10];
    DataError error;
    memset(text, ' ', sizeof text);
    memcpy(text, "1,2", 3);
    text[DATA_LINE] = '\n';
    expect(read_bytes(text, DATA_LINE + 1, &error), "the longest line");
    expect(!read_bytes(text + 1, 0, &error), "nothing");
    text[DATA_LINE] = ' ';
    text[DATA_LINE + 1] = '\n';
    expect(!read_bytes(text, DATA_LINE + 2, &error), "a longer line");
    expect(strstr(error.message, "too long") != NULL, "%s", error.message);
    for (size_t i = 0; i + 1 < DATA_LINE; i += 2)
        memcpy(text + i, "7,", 2);
    text[DATA_LINE - 1] = '7', text[DATA_LINE] = '\n';
    expect(read_bytes(text, DATA_LINE + 1, &error), "%s", error.message);
}

static const char *scratch_path(const char *suffix)
{
    static char path[3][200];
    static int which;
    const char *folder = getenv("TMPDIR");
    char *to = path[which++ % 3];
    snprintf(to, sizeof *path, "%s/gradus-test-%lx-%lx%s",
             folder == NULL || strlen(folder) > 100 ? "/tmp" : folder,
             (unsigned long)time(NULL), (unsigned long)(size_t)&folder,
             suffix);
    return to;
}

static void write_bytes(const char *path, const char *text, size_t n)
{
    FILE *out = fopen(path, "wb");
    expect(out != NULL && fwrite(text, 1, n, out) == n, "cannot write");
    fclose(out);
}

static void csv_there_and_back(void)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    const char *path = scratch_path(".csv");
    Data data, back;
    DataError error;
    expect(data_moons(&data, 200, 0.3, &rng), "no moons");
    FILE *out = fopen(path, "wb");
    expect(out != NULL && data_write_csv(out, &data), "cannot write");
    fclose(out);
    bool read = data_read_csv(path, &back, &error);
    remove(path);
    expect(read, "%s", error.message);
    expect_equal("examples", (long long)back.examples, 200);
    expect_equal("inputs", (long long)back.inputs, 2);
    expect(!memcmp(data.x, back.x, 400 * sizeof *data.x) &&
               !memcmp(data.y, back.y, 200 * sizeof *data.y),
           "other numbers came back");
    data_free(&data);
    data_free(&back);
}

static void csv_refused(void)
{
    Data data;
    DataError error;
    const char *path = scratch_path(".csv");
    expect(!data_read_csv(path, &data, &error), "there is no file");
    expect(error.message[0] != '\0' && error.line == 0, "no reason");
    write_bytes(path, "1\n2\n", 4);
    expect(!data_read_csv(path, &data, &error), "one column");
    expect_equal("line", (long long)error.line, 1);
    write_bytes(path, "1,2\n2,x\n", 8);
    expect(!data_read_csv(path, &data, &error) && data.x == NULL, "x");
    remove(path);
    FILE *out = tmpfile();
    data_complain(out, "a.csv", &error);
    rewind(out);
    expect(fgets(rows, sizeof rows, out) != NULL &&
               !strncmp(rows, "a.csv:2:3: error: ", 18),
           "complains as: %s", rows);
    fclose(out);
}

static const NnLayer hidden[] = {{3, NN_TANH}, {2, NN_RELU}};

static void draw_model(Model *model, ModelLoss loss, size_t arms)
{
    Rng rng = rng_seed((uint64_t)judge_uniform(0, 1e9));
    Data data;
    DataError error;
    expect(data_spirals(&data, 40, arms, 0.1, &rng), "no data");
    for (size_t i = 0; i < 40; i++)
        data.x[2 * i] = 3 * data.x[2 * i] + 5, data.y[i] *= 2;
    expect(model_new(model, &data, hidden, 2, loss, &error), "%s",
           error.message);
    nn_init(model->nn, NN_XAVIER, &rng);
    data_free(&data);
}

static void standardises(void)
{
    Data data;
    DataError error;
    Model model;
    expect(data_new(&data, 6, 4), "no data");
    for (size_t i = 0; i < 6; i++) {
        data.x[4 * i] = i % 2 == 0 ? 3 : 7;
        data.x[4 * i + 1] = 42;
        data.x[4 * i + 2] = 1e9 + (double)i;
        data.x[4 * i + 3] = 0.1; /* six of its sixths are not 0.1 */
    }
    expect(model_new(&model, &data, NULL, 0, MODEL_MSE, &error), "%s",
           error.message);
    expect_close("a mean", model.shift[0], 5, 1e-12);
    expect_close("a deviation", model.scale[0], 2, 1e-12);
    expect_close("of a constant", model.scale[1], 1, 0);
    expect_close("of another", model.scale[3], 1, 0);
    expect_close("its mean", model.shift[3], 0.1, 0);
    expect_close("far out", model.scale[2], sqrt(35.0 / 12), 1e-6);
    Value *const *w = nn_parameters(model.nn);
    double out, x[] = {9, 40, 1e9 + 2.5, 0.1};
    w[0]->data = 10, w[1]->data = 100, w[4]->data = 1;
    expect(model_outputs(&model, x, &out), "no answer");
    expect_close("the output", out, 10 * 2 - 200 + 1, 1e-6);
    expect_close("the loss", model_loss(&model, x, 0)->data, out * out,
                 1e-6);
    expect_close("the answer", model_answer(&model, &out), out, 0);
    data_free(&data);
    model_free(&model);
    model_free(&model);
}

static void two_labels(void)
{
    const ModelLoss losses[] = {MODEL_HINGE, MODEL_BINARY};
    for (int i = 0; i < 2; i++) {
        Model model;
        draw_model(&model, losses[i], 2); /* labels 0 and 2 */
        double out, x[] = {judge_uniform(2, 8), judge_uniform(-1, 1)};
        size_t nodes = graph_nodes(model.graph);
        expect(model_outputs(&model, x, &out), "no answer");
        expect_equal("nodes", (long long)graph_nodes(model.graph),
                     (long long)nodes);
        double answer = model_answer(&model, &out);
        expect_close("the answer", answer, out > 0 ? 2 : 0, 0);
        for (int label = 0; label <= 2; label += 2) {
            double side = label == 2 ? out : -out;
            expect_close("a label's loss",
                         model_loss(&model, x, label)->data,
                         i == 0 ? fmax(0, 1 - side) : log1p(exp(-side)),
                         1e-12);
        }
        expect(model_loss(&model, x, 1) == NULL, "1 is no label");
        model_free(&model);
    }
}

static void three_labels(void)
{
    Model model;
    draw_model(&model, MODEL_CROSS_ENTROPY, 3); /* labels 0, 2 and 4 */
    double out[3], x[] = {5, 0};
    expect_equal("outputs", (long long)nn_outputs(model.nn), 3);
    expect(model_outputs(&model, x, out), "no answer");
    double sum = exp(out[0]) + exp(out[1]) + exp(out[2]);
    expect_close("the loss", model_loss(&model, x, 4)->data,
                 log(sum) - out[2], 1e-12);
    out[0] = 1, out[1] = 3, out[2] = 2;
    expect_close("the answer", model_answer(&model, out), 2, 0);
    expect(model_loss(&model, x, 3) == NULL, "3 is no label");
    model_free(&model);
}

static void unsuitable(void)
{
    Data data;
    DataError error;
    Model model;
    NnLayer huge = {SIZE_MAX / 2, NN_RELU};
    expect(data_new(&data, 3, 1), "no data");
    expect(!model_new(&model, &data, NULL, 0, MODEL_HINGE, &error) &&
               strstr(error.message, "two kinds") != NULL,
           "one label: %s", error.message);
    expect(!model_new(&model, &data, NULL, 0, MODEL_CROSS_ENTROPY, &error),
           "one class");
    expect(!model_new(&model, &data, &huge, 1, MODEL_MSE, &error) &&
               model.shift == NULL,
           "a huge layer");
    data.y[0] = 1, data.y[1] = 2;
    expect(!model_new(&model, &data, NULL, 0, MODEL_BINARY, &error),
           "three labels");
    data.x[2] = NAN;
    expect(!model_new(&model, &data, NULL, 0, MODEL_MSE, &error), "NaN");
    data_free(&data);
    ModelLoss loss;
    for (int i = MODEL_MSE; i <= MODEL_CROSS_ENTROPY; i++)
        expect(model_loss_from(model_loss_name((ModelLoss)i), &loss) &&
                   (int)loss == i,
               "loss %d", i);
    expect(!model_loss_from("squares", &loss), "squares");
}

/* A saved model, as bytes. */
static char saved[8000];
static size_t saved_size;

static void keep_saved(const char *path)
{
    FILE *in = fopen(path, "rb");
    expect(in != NULL, "nothing was saved");
    saved_size = fread(saved, 1, sizeof saved - 1, in);
    saved[saved_size] = '\0';
    fclose(in);
}

static void model_there_and_back(void)
{
    for (int loss = MODEL_MSE; loss <= MODEL_CROSS_ENTROPY; loss++) {
        Model model, back;
        DataError error;
        const char *path = scratch_path(".model");
        draw_model(&model, (ModelLoss)loss,
                   loss == MODEL_CROSS_ENTROPY ? 3 : 2);
        nn_parameters(model.nn)[0]->data = -0.0;
        nn_parameters(model.nn)[1]->data = 5e-324;
        expect(model_save(&model, path, &error), "%s", error.message);
        keep_saved(path);
        bool loaded = model_load(&back, path, &error);
        remove(path);
        expect(loaded, "line %zu: %s", error.line, error.message);
        expect_equal("loss", back.loss, loss);
        expect_equal("classes", (long long)back.classes,
                     (long long)model.classes);
        expect(model.classes == 0 ||
                   !memcmp(model.labels, back.labels,
                           model.classes * sizeof *model.labels),
               "other labels");
        expect(!memcmp(model.shift, back.shift, 2 * sizeof(double)) &&
                   !memcmp(model.scale, back.scale, 2 * sizeof(double)),
               "another scale");
        for (size_t i = 0; i < nn_parameter_count(model.nn); i++)
            expect(!memcmp(&nn_parameters(model.nn)[i]->data,
                           &nn_parameters(back.nn)[i]->data,
                           sizeof(double)),
                   "parameter %zu is another", i);
        for (size_t i = 0; i < 3; i++)
            expect(nn_layer_at(back.nn, i).activation ==
                       nn_layer_at(model.nn, i).activation,
                   "activation %zu", i);
        model_free(&model);
        model_free(&back);
    }
}

static void save_a_model(void)
{
    Model model;
    DataError error;
    const char *path = scratch_path(".model");
    draw_model(&model, MODEL_HINGE, 2);
    expect(model_save(&model, path, &error), "%s", error.message);
    keep_saved(path);
    remove(path);
    model_free(&model);
}

/* Loads such bytes: they must be refused. */
static void expect_refused(const char *text, size_t n, const char *what)
{
    Model model;
    DataError error;
    const char *path = scratch_path(".bad");
    write_bytes(path, text, n);
    bool loaded = model_load(&model, path, &error);
    remove(path);
    expect(!loaded, "accepted: %s", what);
    expect(error.message[0] != '\0', "no reason: %s", what);
    expect(model.nn == NULL && model.graph == NULL && model.shift == NULL,
           "something is left: %s", what);
}

static void torn_files(void)
{
    save_a_model();
    for (size_t n = 0; n < saved_size; n += n < 200 ? 1 : 7)
        expect_refused(saved, n, "a torn file");
    expect_refused(saved, saved_size - 1, "without the last newline");
    saved[saved_size] = '\n';
    expect_refused(saved, saved_size + 1, "a line more");
}

static void damaged_files(void)
{
    save_a_model();
    for (size_t i = 0; i < saved_size; i += 3) {
        char byte = saved[i];
        saved[i] = (char)(byte == '1' ? '2' : '1');
        if (saved[i] != byte)
            expect_refused(saved, saved_size, "a changed byte");
        saved[i] = '\0';
        expect_refused(saved, saved_size, "a NUL byte");
        saved[i] = byte;
    }
}

/* Puts the right checksum behind a text, so that all else is looked at. */
static void expect_hostile(const char *text, const char *message)
{
    char whole[2000];
    uint64_t sum = 0xcbf29ce484222325u;
    for (const char *at = text; *at != '\0'; at++)
        sum = (sum ^ (unsigned char)*at) * 0x100000001b3u;
    snprintf(whole, sizeof whole, "%schecksum %016llx\n", text,
             (unsigned long long)sum);
    Model model;
    DataError error;
    const char *path = scratch_path(".bad");
    write_bytes(path, whole, strlen(whole));
    bool loaded = model_load(&model, path, &error);
    remove(path);
    if (*message == '\0') {
        expect(loaded, "line %zu: %s", error.line, error.message);
        model_free(&model);
        return;
    }
    expect(!loaded, "accepted, not: %s", message);
    expect(strstr(error.message, message) != NULL, "\"%s\", not \"%s\"",
           error.message, message);
    expect(error.line > 0, "no line");
}

#define HEAD "gradus model 1\nloss mse\nlabels 0\n"
#define INPUT "shift 1\n0\nscale 1\n1\n"
#define LAYER "layers 1\n1 linear\n"

static void hostile_files(void)
{
    expect_hostile(HEAD INPUT LAYER "parameters 2\n1\n2\n", "");
    expect_hostile("gradus model 2\n", "another version");
    expect_hostile("gradus model 1\r\n", "ends of lines");
    expect_hostile("GIF89a\n", "not a model");
    expect_hostile("gradus model 1\nloss odd\n", "\"loss\"");
    expect_hostile("gradus model 1\nloss hinge\nlabels 0\n", "two kinds");
    expect_hostile("gradus model 1\nloss hinge\nlabels 2\n1\n1\n",
                   "ascending");
    expect_hostile(HEAD "shift 99999999999999999999\n", "count");
    expect_hostile(HEAD "shift 999999999999\n0\n", "number");
    expect_hostile(HEAD "shift 01\n", "count");
    expect_hostile(HEAD "shift 1\nnan\n", "not finite");
    expect_hostile(HEAD "shift 1\n1e999\n", "not finite");
    expect_hostile(HEAD "shift 1\n0x\n", "number");
    expect_hostile(HEAD "shift 1\n0\nscale 2\n1\n1\n", "for each input");
    expect_hostile(HEAD "shift 1\n0\nscale 1\n0\n", "above 0");
    expect_hostile(HEAD "shift 0\nscale 0\n" LAYER "parameters 0\n", "fit");
    expect_hostile(HEAD INPUT "layers 0\nparameters 0\n", "fit");
    expect_hostile(HEAD INPUT "layers 1\n9999999999999999 relu\n"
                              "parameters 2\n1\n2\n",
                   "fit");
    expect_hostile(HEAD INPUT "layers 1\n2 linear\nparameters 4\n1\n2\n3\n"
                              "4\n",
                   "fit");
    expect_hostile(HEAD INPUT "layers 1\n1 steep\n", "such as");
    expect_hostile(HEAD INPUT "layers 1\nrelu\n", "such as");
    expect_hostile(HEAD INPUT LAYER "parameters 3\n1\n2\n3\n", "fit");
    expect_hostile(HEAD INPUT LAYER "parameters 2\n1\n2\n3\n", "checksum");
}

#define PRECIOUS "gradus model 1\nof last week\n"

static void saves_whole_or_not(void)
{
    Model model;
    DataError error;
    const char *path = scratch_path(".model");
    draw_model(&model, MODEL_HINGE, 2);
    write_bytes(path, PRECIOUS, strlen(PRECIOUS));
    nn_parameters(model.nn)[3]->data = NAN;
    expect(!model_save(&model, path, &error), "NaN was saved");
    keep_saved(path);
    expect(strcmp(saved, PRECIOUS) == 0, "the old file is gone");
    nn_parameters(model.nn)[3]->data = 1;
    expect(model_save(&model, path, &error), "%s", error.message);
    keep_saved(path);
    remove(path);
    expect(strncmp(saved, "gradus model 1\nloss", 19) == 0, "not a model");
    snprintf(rows, sizeof rows, "%s.new", path);
    FILE *left = fopen(rows, "rb");
    expect(left == NULL, "%s is left", rows);
    expect(!model_save(&model, "/no/such/folder/x", &error), "nowhere");
    expect(error.message[0] != '\0', "no reason");
    model_free(&model);
    expect(!model_load(&model, "/no/such/folder/x", &error),
           "from nowhere");
    expect(model.nn == NULL, "something is left");
}

/* Neither may be written over: what is at path, when it is no model, and
   whatever is at path.new. */
static void expect_kept(const Model *model, const char *path,
                        const char *kept, const char *text)
{
    DataError error;
    write_bytes(kept, text, strlen(text));
    bool may = model_may_save(path, &error);
    bool done = model_save(model, path, &error);
    keep_saved(kept);
    remove(kept);
    expect(!may && !done, "a model may be saved where there was: %s", text);
    expect(strcmp(saved, text) == 0, "now it is gone: %s", text);
    expect(strstr(error.message, "kept") != NULL, "%s", error.message);
}

static void keeps_other_files(void)
{
    Model model;
    DataError error;
    const char *path = scratch_path(".model");
    char beside[300];
    snprintf(beside, sizeof beside, "%s.new", path);
    draw_model(&model, MODEL_HINGE, 2);
    expect_kept(&model, path, path, "x1,x2,label\n1,2,3\n");
    expect_kept(&model, path, path, "gradus");
    expect_kept(&model, path, path, "");
    expect_kept(&model, path, beside, "mine");
    expect_kept(&model, path, beside, PRECIOUS);
    expect(model_may_save(path, &error), "%s", error.message);
    FILE *left = fopen(path, "rb");
    expect(left == NULL, "to ask has made %s", path);
    write_bytes(path, PRECIOUS, strlen(PRECIOUS));
    expect(model_may_save(path, &error), "%s", error.message);
    expect(data_may_write(path, "gradus", &error) &&
               !data_may_write(path, NULL, &error),
           "what is there is not looked at");
    remove(path);
    model_free(&model);
    expect(!model_may_save("/no/such/folder/x", &error), "nowhere");
}

/* A name so long that none four bytes longer is allowed (255 on Linux). */
static void leaves_the_old_file(void)
{
    Model model;
    DataError error;
    char path[500];
    snprintf(path, sizeof path, "%s", scratch_path("-"));
    size_t folder = (size_t)(strrchr(path, '/') + 1 - path);
    for (size_t n = strlen(path); n < folder + 253; n++)
        path[n] = 'x', path[n + 1] = '\0';
    write_bytes(path, PRECIOUS, strlen(PRECIOUS));
    draw_model(&model, MODEL_HINGE, 2);
    bool done = model_save(&model, path, &error);
    keep_saved(path);
    remove(path);
    expect(!done && error.message[0] != '\0', "it was saved in place");
    expect(strcmp(saved, PRECIOUS) == 0, "the old file is gone");
    model_free(&model);
}

static void learns_moons(void)
{
    Rng rng = rng_seed(1);
    Data data;
    DataError error;
    Model model;
    const NnLayer layers[] = {{8, NN_TANH}};
    expect(data_moons(&data, 40, 0.05, &rng), "no moons");
    expect(model_new(&model, &data, layers, 1, MODEL_BINARY, &error), "%s",
           error.message);
    nn_init(model.nn, NN_XAVIER, &rng);
    Optim *optim = optim_sgd(nn_parameters(model.nn),
                             nn_parameter_count(model.nn), 0.9, 0);
    GraphMark mark = graph_mark(model.graph);
    for (int step = 0; step < 300; step++) {
        optim_zero_grad(optim);
        for (size_t i = 0; i < 40; i++) {
            Value *loss = model_loss(&model, data.x + 2 * i, data.y[i]);
            value_backward(value_div_const(loss, 40));
            graph_rewind(model.graph, mark);
        }
        expect_equal("a step", optim_step(optim, 0.3), OPTIM_OK);
    }
    int right = 0;
    for (size_t i = 0; i < 40; i++) {
        double out;
        expect(model_outputs(&model, data.x + 2 * i, &out), "no answer");
        right += model_answer(&model, &out) == data.y[i];
    }
    expect_equal("points on the right side", right, 40);
    optim_free(optim);
    model_free(&model);
    data_free(&data);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "chapter 9");
    judge_see("Two moons", "09-two-moons.html#two-moons");
    judge_ask("are the moons round, and labelled?", moons);
    judge_ask("are circles and spirals where they should be?",
              circles_and_spirals);
    judge_ask("is the noise as strong as was asked for?", noise);
    judge_ask("is each example in one part of a split?", splits);
    judge_ask("is too much data refused?", too_large);
    judge_ask("are rows read, with headers, quotes and blanks?",
              rows_of_numbers);
    judge_ask("is each error found, and its place?", errors_by_place);
    judge_ask("is a NUL byte an error?", a_nul_byte);
    judge_ask("is the longest line read, and no longer?", long_lines);
    judge_ask("do written numbers read back?", csv_there_and_back);
    judge_ask("is a bad file refused, and said why?", csv_refused);
    judge_ask("are inputs shifted and scaled?", standardises);
    judge_ask("are two labels told apart?", two_labels);
    judge_ask("are three?", three_labels);
    judge_ask("are labels that don't suit the loss refused?", unsuitable);
    judge_ask("does a model read back bit for bit?", model_there_and_back);
    judge_ask("is a torn file refused?", torn_files);
    judge_ask("is a damaged file refused?", damaged_files);
    judge_ask("is a hostile file refused, and said why?", hostile_files);
    judge_ask("is a model saved whole or not at all?", saves_whole_or_not);
    judge_ask("is every other file kept?", keeps_other_files);
    judge_ask("is the old file kept when the new can't be written?",
              leaves_the_old_file);
    judge_ask("are the moons learned?", learns_moons);
    return judge_end();
}
