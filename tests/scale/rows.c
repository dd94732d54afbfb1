/* rows.c - reads rows of numbers from standard input, one at a time; prints
   what came, and how many bytes the system gave for it, by names. */
#define _XOPEN_SOURCE 700
#include "data.h"

#include <stdlib.h>
#include <sys/resource.h>

typedef struct {
    size_t rows;
    double sum; /* of all the numbers, which are whole */
} Seen;

static const char *add(const double *row, size_t n, void *context)
{
    Seen *seen = context;
    seen->rows++;
    for (size_t i = 0; i < n; i++)
        seen->sum += row[i];
    return NULL;
}

static long peak_kilobytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(void)
{
    Seen seen = {0, 0.0};
    DataError error;
    if (!data_each_row(stdin, add, &seen, &error)) {
        data_complain(stdout, "standard input", &error);
        return 1;
    }
    printf("rows\t%zu\nsum\t%.17g\nkB\t%ld\n", seen.rows, seen.sum,
           peak_kilobytes());
    return 0;
}
