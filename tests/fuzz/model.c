/* model.c - any bytes, read as a model: what model_load takes must be of
   use, and read back as it was saved; what it refuses, it names. The bytes
   are read as they are, and with the checksum that they should have, which
   no fuzzer finds. */
#include "model.h"
#include "opened.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect_refusal(const Model *model, const DataError *error)
{
    static const Model none;
    opened_expect(error->message[0] != '\0', "a refusal has its reason");
    opened_expect(strlen(error->message) < sizeof error->message,
                  "the reason ends");
    opened_expect(memcmp(model, &none, sizeof none) == 0,
                  "of a model that was refused nothing is left");
}

static void expect_sound(const Model *model)
{
    for (size_t i = 0; i < nn_inputs(model->nn); i++)
        opened_expect(isfinite(model->shift[i]) && model->scale[i] > 0.0 &&
                          isfinite(model->scale[i]),
                      "each input can be scaled");
    size_t outputs =
        model->loss == MODEL_CROSS_ENTROPY ? model->classes : 1;
    opened_expect(nn_outputs(model->nn) == outputs,
                  "the outputs suit the labels");
    for (size_t i = 1; i < model->classes; i++)
        opened_expect(model->labels[i - 1] < model->labels[i],
                      "the labels ascend");
    for (size_t i = 0; i < nn_parameter_count(model->nn); i++)
        opened_expect(isfinite(nn_parameters(model->nn)[i]->data),
                      "a weight is finite");
}

static bool is_label(const Model *model, double answer)
{
    for (size_t i = 0; i < model->classes; i++)
        if (model->labels[i] == answer)
            return true;
    return model->classes == 0;
}

static void expect_answer(Model *model)
{
    double *out = calloc(nn_outputs(model->nn), sizeof *out);
    opened_expect(out != NULL && model_outputs(model, model->shift, out),
                  "a model answers");
    opened_expect(is_label(model, model_answer(model, out)),
                  "the answer is a label");
    double label = model->classes > 0 ? model->labels[0] : 0.0;
    opened_expect(value_backward(model_loss(model, model->shift, label)),
                  "an answer has a loss");
    free(out);
}

static char *saved(const Model *model, size_t *size)
{
    DataError error;
    opened_expect(model_save(model, "absent", &error), "a model is saved");
    const char *written = opened_written(size);
    char *copy = malloc(*size);
    opened_expect(copy != NULL, "there is memory");
    return memcpy(copy, written, *size);
}

static void expect_same_again(const Model *model)
{
    size_t size, again_size;
    char *text = saved(model, &size);
    DataError error;
    Model again;
    opened_put(text, size);
    opened_expect(model_load(&again, "saved", &error),
                  "what was saved is read");
    char *again_text = saved(&again, &again_size);
    opened_expect(size == again_size && memcmp(text, again_text, size) == 0,
                  "it is saved as it was read");
    model_free(&again);
    free(text);
    free(again_text);
}

static void try(const void *bytes, size_t size)
{
    Model model;
    DataError error;
    opened_put(bytes, size);
    if (!model_load(&model, "input", &error)) {
        expect_refusal(&model, &error);
        return;
    }
    expect_sound(&model);
    expect_same_again(&model);
    expect_answer(&model);
    model_free(&model);
}

static uint64_t fnv(const uint8_t *bytes, size_t size)
{
    uint64_t sum = 0xcbf29ce484222325;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ bytes[i]) * 0x100000001b3;
    return sum;
}

/* Where the last line begins. */
static size_t last_line(const uint8_t *bytes, size_t size)
{
    size_t at = size == 0 ? 0 : size - 1;
    while (at > 0 && bytes[at - 1] != '\n')
        at--;
    return at;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { LINE = 32 };
    try(bytes, size);
    size_t end = last_line(bytes, size);
    char *mended = malloc(end + LINE);
    if (mended == NULL)
        return 0;
    memcpy(mended, bytes, end);
    int line = snprintf(mended + end, LINE, "checksum %016" PRIx64 "\n",
                        fnv(bytes, end));
    try(mended, end + (size_t)line);
    free(mended);
    return 0;
}
