/* data.c: tangled from chapter 9, "Two moons", of Gradus. */
/* data.c - examples made, split, read and written. */
#include "data.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool data_new(Data *data, size_t examples, size_t inputs)
{
    *data = (Data){0};
    if (examples == 0 || inputs == 0 ||
        inputs > SIZE_MAX / sizeof(double) / examples)
        return false;
    data->x = calloc(examples * inputs, sizeof *data->x);
    data->y = calloc(examples, sizeof *data->y);
    data->examples = examples;
    data->inputs = inputs;
    if (data->x == NULL || data->y == NULL)
        data_free(data);
    return data->x != NULL;
}

void data_free(Data *data)
{
    free(data->x);
    free(data->y);
    *data = (Data){0};
}

static const double pi = 3.14159265358979323846;

/* Writes example i: a point with noise round it, and its label. */
static void put(Data *data, size_t i, double x, double y, double noise,
                double label, Rng *rng)
{
    data->x[2 * i] = x + noise * rng_normal(rng);
    data->x[2 * i + 1] = y + noise * rng_normal(rng);
    data->y[i] = label;
}

/* The share of its way, 0 to 1, that point i of n has gone, when every
   class-th point is of its class. */
static double way(size_t i, size_t n, size_t classes)
{
    size_t last = (n - 1 - i % classes) / classes;
    return last == 0 ? 0.0 : (double)(i / classes) / (double)last;
}

bool data_moons(Data *data, size_t n, double noise, Rng *rng)
{
    if (!data_new(data, n, 2))
        return false;
    for (size_t i = 0; i < n; i++) {
        double angle = pi * way(i, n, 2);
        double x = cos(angle), y = sin(angle);
        if (i % 2 == 0)
            put(data, i, x, y, noise, -1.0, rng);
        else
            put(data, i, 1.0 - x, 0.5 - y, noise, 1.0, rng);
    }
    return true;
}

bool data_circles(Data *data, size_t n, double noise, Rng *rng)
{
    if (!data_new(data, n, 2))
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t on_it = n / 2 + (n % 2 > i % 2);
        double angle = 2.0 * pi * (double)(i / 2) / (double)on_it;
        double radius = i % 2 == 0 ? 1.0 : 0.5;
        put(data, i, radius * cos(angle), radius * sin(angle), noise,
            i % 2 == 0 ? -1.0 : 1.0, rng);
    }
    return true;
}

bool data_spirals(Data *data, size_t n, size_t arms, double noise, Rng *rng)
{
    *data = (Data){0};
    if (arms == 0 || !data_new(data, n, 2))
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t arm = i % arms;
        double radius = way(i, n, arms);
        double angle = 2.0 * pi * ((double)arm / (double)arms + radius);
        put(data, i, radius * cos(angle), radius * sin(angle), noise,
            (double)arm, rng);
    }
    return true;
}

static size_t *random_order(size_t n, Rng *rng)
{
    size_t *order = calloc(n, sizeof *order);
    if (order == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    rng_shuffle(rng, order, n);
    return order;
}

static bool copy(const Data *from, const size_t *which, size_t n, Data *to)
{
    if (!data_new(to, n, from->inputs))
        return false;
    for (size_t i = 0; i < n; i++) {
        memcpy(to->x + i * from->inputs, from->x + which[i] * from->inputs,
               from->inputs * sizeof *to->x);
        to->y[i] = from->y[which[i]];
    }
    return true;
}

bool data_split(const Data *all, double share, Rng *rng, Data *train,
                Data *test)
{
    *train = *test = (Data){0};
    if (!(share > 0.0 && share < 1.0))
        return false;
    size_t asked = (size_t)(share * (double)all->examples);
    size_t *order = random_order(all->examples, rng);
    bool done = order != NULL && copy(all, order, asked, test) &&
                copy(all, order + asked, all->examples - asked, train);
    free(order);
    if (!done) {
        data_free(test);
        data_free(train);
    }
    return done;
}

void data_complain(FILE *out, const char *name, const DataError *error)
{
    fprintf(out, "%s:", name);
    if (error->line != 0)
        fprintf(out, "%zu:", error->line);
    if (error->column != 0)
        fprintf(out, "%zu:", error->column);
    fprintf(out, " error: %s\n", error->message);
}

/* Notes an error; returns false. */
static bool wrong(DataError *error, size_t line, size_t column,
                  const char *message)
{
    *error = (DataError){.line = line, .column = column};
    snprintf(error->message, sizeof error->message, "%s", message);
    return false;
}

typedef struct {
    FILE *in;
    DataError *error;
    size_t line;    /* the number of the line, from 1 */
    size_t length;  /* of its text */
    size_t columns; /* of the first row; 0 before it */
    size_t n;       /* numbers in this line */
    bool header;    /* the first line may still be one */
    char text[DATA_LINE + 1];
    double number[DATA_LINE / 2 + 1];
} Reader;

static bool bad(Reader *reader, const char *at, const char *message)
{
    size_t column = at == NULL ? 0 : (size_t)(at - reader->text) + 1;
    return wrong(reader->error, reader->line, column, message);
}

/* Reads a line without its end into text. False at the end of the file, and
   at an error, which is then noted. */
static bool next_line(Reader *reader)
{
    int c;
    reader->length = 0;
    reader->line++;
    while ((c = getc(reader->in)) != EOF && c != '\n') {
        /* refuse what no line of text has */
        if (c == '\0')
            return bad(reader, reader->text + reader->length,
                       "a NUL byte: this is not a text file");
        if (reader->length == DATA_LINE)
            return bad(reader, reader->text + DATA_LINE,
                       "the line is too long: is this a file of rows?");
        reader->text[reader->length++] = (char)c;
    }
    if (ferror(reader->in))
        return bad(reader, NULL, "the file cannot be read any further");
    /* cut off the end of the line */
    if (reader->length > 0 && reader->text[reader->length - 1] == '\r')
        reader->length--;
    reader->text[reader->length] = '\0';
    return c != EOF || reader->length > 0;
}

static char *skip_blanks(char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

/* Where a line's cells begin: after a byte order mark on the first. */
static char *first_cell(Reader *reader)
{
    char *at = reader->text;
    if (reader->line == 1 && strncmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    return at;
}

/* Finds the cell at *at, which then is the next cell, or NULL after the
   last. The text of the cell is cut out of the line. */
static bool next_cell(Reader *reader, char **at, char **cell)
{
    char *end, *begin = skip_blanks(*at);
    if (*begin == '"') {
        /* find the closing quote */
        end = strchr(++begin, '"');
        if (end == NULL)
            return bad(
                reader, begin - 1,
                "the quote is not closed; add a \" after the number");
        *end = '\0';
        end = skip_blanks(end + 1);
        if (*end != ',' && *end != '\0')
            return bad(reader, end,
                       "a comma is missing after the closing quote");
    } else {
        end = begin + strcspn(begin, ",");
    }
    *at = *end == ',' ? end + 1 : NULL;
    *end = '\0';
    *cell = begin;
    return true;
}

/* Reads a number that is all of the text, blanks aside. */
static bool is_number(char *text, double *number)
{
    char *end;
    text = skip_blanks(text);
    *number = strtod(text, &end);
    if (end == text || memchr(text, 'x', (size_t)(end - text)) != NULL ||
        memchr(text, 'X', (size_t)(end - text)) != NULL)
        return false;
    return *skip_blanks(end) == '\0';
}

/* Writes at most 20 bytes of it, and no control character. */
static bool bad_word(Reader *reader, const char *cell)
{
    char word[21], message[160];
    size_t n = 0;
    for (; n < 20 && cell[n] != '\0'; n++)
        word[n] = (unsigned char)cell[n] < ' ' ? '?' : cell[n];
    while (n > 0 && cell[n] != '\0' &&
           ((unsigned char)cell[n] & 0xc0) == 0x80)
        n--; /* not in the middle of a UTF-8 character */
    word[n] = '\0';
    snprintf(message, sizeof message, "not a number: \"%s\"; %s", word,
             reader->header ? "a header has names only, and no numbers"
                            : "a cell is a number alone, a label's too");
    return bad(reader, cell, message);
}

static bool bad_cell(Reader *reader, char *cell)
{
    char *end = skip_blanks(cell);
    if (*end == '\0' && end == reader->text + reader->length)
        return bad(reader, cell,
                   "a number is missing after the last comma; fill it in, "
                   "or take the comma away");
    if (*end == '\0')
        return bad(reader, cell,
                   "a number is missing; fill it in, or leave the row out");
    if (strchr(cell, ',') != NULL)
        return bad(reader, cell,
                   "a comma within a number; write 1.5, with a point");
    if (strchr(cell, ';') != NULL)
        return bad(reader, cell,
                   "not a number; put commas between numbers, not ;, and "
                   "points within them");
    if (strchr(cell, '\t') != NULL)
        return bad(reader, cell,
                   "not a number; put commas between numbers, not tabs");
    return bad_word(reader, cell);
}

/* Writes the numbers. A line in which no cell is a number may be a header;
   then it has no numbers. */
static bool read_numbers(Reader *reader)
{
    char *at = first_cell(reader), *cell = NULL, *first_bad = NULL;
    size_t cells = 0;
    for (; at != NULL; cells++) {
        double *number = &reader->number[reader->n];
        if (!next_cell(reader, &at, &cell))
            return false;
        if (!is_number(cell, number))
            first_bad = first_bad == NULL ? cell : first_bad;
        else if (!isfinite(*number))
            return bad(reader, cell,
                       "the number is not finite; leave the "
                       "row out, or mend it");
        else
            reader->n++;
    }
    /* take a line of names for a header */
    if (reader->header && reader->n == 0) {
        reader->columns = cells;
        return true;
    }
    return first_bad == NULL || bad_cell(reader, first_bad);
}

static bool has_right_width(Reader *reader)
{
    if (reader->columns == 0)
        reader->columns = reader->n;
    if (reader->n == reader->columns)
        return true;
    char message[120];
    snprintf(message, sizeof message,
             "%zu numbers, where the first line has %zu; each row needs as "
             "many",
             reader->n, reader->columns);
    return bad(reader, NULL, message);
}

/* Reads a line, and gives its row, if it is one, to the user. */
static bool read_row(Reader *reader, DataRow row, void *context)
{
    reader->n = 0;
    if (*skip_blanks(first_cell(reader)) == '\0')
        return true;
    if (!read_numbers(reader))
        return false;
    bool header = reader->header && reader->n == 0;
    reader->header = false;
    if (header)
        return true;
    if (!has_right_width(reader))
        return false;
    const char *complaint = row(reader->number, reader->n, context);
    return complaint == NULL || bad(reader, NULL, complaint);
}

bool data_each_row(FILE *in, DataRow row, void *context, DataError *error)
{
    Reader *reader = calloc(1, sizeof *reader);
    *error = (DataError){0};
    if (reader == NULL)
        return wrong(error, 0, 0, "there is no memory to read it");
    reader->in = in;
    reader->error = error;
    reader->header = true;
    bool good = true;
    size_t rows = 0;
    while (good && next_line(reader)) {
        good = read_row(reader, row, context);
        rows += reader->n > 0;
    }
    good = good && error->message[0] == '\0';
    free(reader);
    if (good && rows == 0)
        return wrong(error, 0, 0, "there are no rows of numbers in it");
    return good;
}

/* Doubles the room, so that the copying stays in proportion. */
static bool grow(Data *data, size_t *room, size_t inputs)
{
    if (data->examples < *room)
        return true;
    size_t more = *room == 0 ? 64 : 2 * *room;
    if (more < *room || more > SIZE_MAX / sizeof(double) / inputs)
        return false;
    double *x = realloc(data->x, more * inputs * sizeof *x);
    data->x = x == NULL ? data->x : x;
    double *y = realloc(data->y, more * sizeof *y);
    data->y = y == NULL ? data->y : y;
    *room = x == NULL || y == NULL ? *room : more;
    return x != NULL && y != NULL;
}

typedef struct {
    Data *data;
    size_t room; /* rows that fit */
} Collected;

static const char *collect(const double *row, size_t n, void *context)
{
    Collected *collected = context;
    Data *data = collected->data;
    if (n < 2)
        return "one number; a row is the inputs, and then the label";
    data->inputs = n - 1;
    if (!grow(data, &collected->room, data->inputs))
        return "there is no memory for more rows";
    memcpy(data->x + data->examples * data->inputs, row,
           data->inputs * sizeof *row);
    data->y[data->examples++] = row[n - 1];
    return NULL;
}

bool data_read_csv(const char *path, Data *data, DataError *error)
{
    *data = (Data){0};
    errno = 0;
    FILE *in = fopen(path, "rb");
    if (in == NULL)
        return wrong(error, 0, 0,
                     errno == 0 ? "cannot be opened" : strerror(errno));
    Collected collected = {data, 0};
    bool good = data_each_row(in, collect, &collected, error);
    fclose(in);
    if (!good)
        data_free(data);
    return good;
}

static bool begins_so(FILE *file, const char *begins)
{
    char head[16] = "";
    size_t n = begins == NULL ? 0 : strlen(begins);
    return n > 0 && n < sizeof head && fread(head, 1, n, file) == n &&
           memcmp(head, begins, n) == 0;
}

bool data_may_write(const char *path, const char *begins, DataError *error)
{
    FILE *file = fopen(path, "rb");
    *error = (DataError){0};
    if (file != NULL) {
        bool ours = begins_so(file, begins);
        fclose(file);
        return ours || wrong(error, 0, 0,
                             "another file is there, and is kept; move it "
                             "away, or take another name");
    }
    errno = 0;
    file = fopen(path, "wbx");
    if (file == NULL)
        return wrong(error, 0, 0,
                     errno == 0 ? "cannot be made" : strerror(errno));
    fclose(file);
    remove(path);
    return true;
}

bool data_write_csv(FILE *out, const Data *data)
{
    for (size_t k = 0; k < data->inputs; k++)
        fprintf(out, "x%zu,", k + 1);
    fprintf(out, "label\n");
    for (size_t i = 0; i < data->examples; i++) {
        for (size_t k = 0; k < data->inputs; k++)
            fprintf(out, "%.17g,", data->x[i * data->inputs + k]);
        fprintf(out, "%.17g\n", data->y[i]);
    }
    return fflush(out) == 0 && !ferror(out);
}
