/* csv.c - any bytes, read as comma-separated values: rows must be as wide
   as the first, of finite numbers, and read back as they were written; an
   error has its place and its reason. */
#include "data.h"
#include "opened.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

typedef struct {
    size_t rows, width;
} Seen;

static const char *look(const double *row, size_t n, void *context)
{
    Seen *seen = context;
    opened_expect(n > 0 && (seen->rows == 0 || n == seen->width),
                  "each row is as wide as the first");
    for (size_t i = 0; i < n; i++)
        opened_expect(isfinite(row[i]), "a number is finite");
    seen->width = n;
    seen->rows++;
    return NULL;
}

static void expect_error(const DataError *error, size_t size)
{
    opened_expect(error->message[0] != '\0', "an error has its reason");
    opened_expect(strlen(error->message) < sizeof error->message,
                  "the reason ends");
    opened_expect(error->line <= size + 1 && error->column <= size + 1,
                  "the place is in the file");
}

static void expect_same(const Data *a, const Data *b)
{
    size_t numbers = a->examples * a->inputs;
    opened_expect(a->examples == b->examples && a->inputs == b->inputs,
                  "as many are read back");
    opened_expect(memcmp(a->x, b->x, numbers * sizeof *a->x) == 0 &&
                      memcmp(a->y, b->y, a->examples * sizeof *a->y) == 0,
                  "bit for bit");
}

static void expect_same_again(const Data *data)
{
    size_t size;
    DataError error;
    Data again;
    FILE *out = opened_open("written", "wb");
    opened_expect(out != NULL && data_write_csv(out, data),
                  "it is written");
    fclose(out);
    const char *text = opened_written(&size);
    opened_put(text, size);
    opened_expect(data_read_csv("written", &again, &error), "it is read");
    expect_same(data, &again);
    data_free(&again);
}

static void try_rows(const uint8_t *bytes, size_t size)
{
    Seen seen = {0, 0};
    DataError error;
    opened_put(bytes, size);
    FILE *in = opened_open("input", "rb");
    opened_expect(in != NULL, "a file in memory is opened");
    if (data_each_row(in, look, &seen, &error))
        opened_expect(seen.rows > 0, "without rows it isn't well");
    else
        expect_error(&error, size);
    fclose(in);
}

static void try_whole(const uint8_t *bytes, size_t size)
{
    static const Data none;
    Data data;
    DataError error;
    opened_put(bytes, size);
    if (data_read_csv("input", &data, &error)) {
        expect_same_again(&data);
        data_free(&data);
        return;
    }
    expect_error(&error, size);
    opened_expect(memcmp(&data, &none, sizeof none) == 0,
                  "of a file that was refused nothing is left");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    try_rows(bytes, size);
    try_whole(bytes, size);
    return 0;
}
