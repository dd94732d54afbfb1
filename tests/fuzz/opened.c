/* opened.c - files in memory, for the fuzzer. */
#define _POSIX_C_SOURCE 200809L
#include "opened.h"

#include <stdlib.h>
#include <string.h>

static const void *input;
static size_t input_size;
static char *written;
static size_t written_size;

void opened_put(const void *bytes, size_t size)
{
    input = bytes;
    input_size = size;
}

/* fmemopen reads; casts away const, and writes nothing. */
static FILE *open_input(void)
{
    union {
        const void *read_only;
        void *bytes;
    } it = {input};
    return input_size == 0 ? fopen("/dev/null", "rb")
                           : fmemopen(it.bytes, input_size, "rb");
}

FILE *opened_open(const char *path, const char *mode)
{
    if (mode[0] == 'r')
        return strncmp(path, "absent", 6) == 0 ? NULL : open_input();
    free(written);
    written = NULL;
    return open_memstream(&written, &written_size);
}

int opened_rename(const char *from, const char *to)
{
    (void)from;
    (void)to;
    return 0;
}

int opened_remove(const char *path)
{
    (void)path;
    return 0;
}

const char *opened_written(size_t *size)
{
    *size = written_size;
    return written;
}

void opened_expect(int right, const char *that)
{
    if (right)
        return;
    fprintf(stderr, "not so: %s\n", that);
    abort();
}
