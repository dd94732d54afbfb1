/* data.h: tangled from chapter 9, "Two moons", of Gradus. */
/* data.h - examples: made, split, and read from files. */
#ifndef DATA_H
#define DATA_H

#include "rng.h"

#include <stdbool.h>
#include <stdio.h>

/* Examples to learn from. What the pointers point to is data_free's. */
typedef struct {
    size_t examples, inputs;
    double *x; /* (examples, inputs), one example after another */
    double *y; /* (examples), the label of each */
} Data;

/* Room for so many examples, all numbers 0. False, and all is 0 and NULL,
   when there is no memory, or a size is 0 or too large. So with all
   functions here that make data. */
bool data_new(Data *data, size_t examples, size_t inputs);

/* Leaves all 0 and NULL, so that it may be called again. */
void data_free(Data *data);

/* Each makes n points of two inputs, with noise times rng_normal added to
   both, class after class in turn: no class has more than one point more
   than another. */

/* Two half moons of radius 1, evenly spaced: label -1 on the upper, round
   (0, 0), and 1 on the lower, round (1, 0.5), as in scikit-learn. */
bool data_moons(Data *data, size_t n, double noise, Rng *rng);

/* Two circles round (0, 0): label -1 on radius 1, and 1 on radius 0.5. */
bool data_circles(Data *data, size_t n, double noise, Rng *rng);

/* Spirals from the centre to radius 1, one full turn each, labels 0 to
   arms - 1. False when arms is 0, too. */
bool data_spirals(Data *data, size_t n, size_t arms, double noise,
                  Rng *rng);

/* Copies the examples in random order, the share (0 to 1) of them, rounded
   down, to test, and the others to train. False, and nothing is made, also
   when one of the two would be empty. */
bool data_split(const Data *all, double share, Rng *rng, Data *train,
                Data *test);

/* Where reading stopped, and why. The column counts bytes, from 1; it is 0
   when it is about a whole line, and line too when about the whole file. */
typedef struct {
    size_t line, column;
    char message[200]; /* what is wrong; what to do */
} DataError;

/* Writes "name:line:column: error: message", as compilers do. */
void data_complain(FILE *out, const char *name, const DataError *error);

/* Comma-separated values (RFC 4180, numbers only): each line has as many
   numbers as the first, with a point, and perhaps in quotes. A first line
   in which no cell is a number is a header; blank lines, blanks round a
   number, CRLF and a byte order mark are skipped. Everything else is an
   error, also what is infinite or NaN. Numbers are read as the program's
   locale has them: leave LC_NUMERIC as it is at the start. */

enum { DATA_LINE = 65535 }; /* the longest line, in bytes */

/* What to do with a row of n numbers. Returns NULL to go on, or what is
   wrong with the row, in words that last. */
typedef const char *(*DataRow)(const double *row, size_t n, void *context);

/* Calls row with each row, in time, and never holds more than one: the
   file may be of any size. False, and *error is filled in, at the first
   error, and when no row was found. */
bool data_each_row(FILE *in, DataRow row, void *context, DataError *error);

/* Reads a whole file; the last column is the label. False, and *error is
   filled in, for the errors above, a file that can't be opened, one of
   fewer than two columns, and when there is no memory. */
bool data_read_csv(const char *path, Data *data, DataError *error);

/* May a file be written at path? Yes if nothing is there, or a file that
   begins with these (at most 15) characters; NULL is none. Leaves all as
   it is. False, and *error says why. Don't ask about a FIFO or a terminal:
   to read one may take for ever. */
bool data_may_write(const char *path, const char *begins, DataError *error);

/* Writes data as such a file, with the header x1,x2,...,label, and digits
   that read back bit for bit. False when it was not written. */
bool data_write_csv(FILE *out, const Data *data);

#endif
