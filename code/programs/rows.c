/* rows.c: tangled from chapter 9, "Two moons", of Gradus. */
/* rows.c - what is wrong with each line of a file of numbers? */
#include "data.h"

#include <stdlib.h>

static const char *accept(const double *row, size_t n, void *context)
{
    (void)row, (void)n, (void)context;
    return NULL;
}

static bool read_under(const char *first, const char *line, size_t at)
{
    DataError error;
    FILE *two = tmpfile();
    if (two == NULL)
        return false;
    fprintf(two, "%s%s", first, line);
    rewind(two);
    if (!data_each_row(two, accept, NULL, &error))
        printf("%zu:%zu: %s\n", at, error.column, error.message);
    fclose(two);
    return true;
}

int main(int argc, char **argv)
{
    static char first[1000], line[1000];
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (in == NULL) {
        fprintf(stderr, "usage: rows FILE\n");
        return 2;
    }
    for (size_t at = 1; fgets(line, sizeof line, in) != NULL; at++) {
        if (at == 1)
            snprintf(first, sizeof first, "%s", line);
        else if (!read_under(first, line, at))
            return EXIT_FAILURE;
    }
    fclose(in);
    return EXIT_SUCCESS;
}
