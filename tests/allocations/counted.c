/* counted.c - an allocator that counts, and fails on demand. */
#define COUNTED_C
#include "counted.h"

#include <stdint.h>
#include <string.h>

enum { MOST = 1000 };

static void *alive[MOST];
static long asked, failed, fail_at, n_alive, wrong;
static bool fail_after;

void counted_fail(long k, bool all_after)
{
    asked = failed = wrong = 0;
    fail_at = k;
    fail_after = all_after;
}

long counted_asked(void) { return asked; }
long counted_failed(void) { return failed; }
long counted_alive(void) { return n_alive; }
long counted_wrong(void) { return wrong; }

static bool fails(void)
{
    asked++;
    bool now = asked == fail_at || (fail_after && asked > fail_at);
    failed += now;
    return now;
}

/* New memory is filled with rubbish, unless it was to be empty. */
static void *keep(void *pointer, size_t bytes, int filling)
{
    if (pointer == NULL || n_alive == MOST)
        abort();
    alive[n_alive++] = pointer;
    return memset(pointer, filling, bytes);
}

static bool forget(void *pointer)
{
    for (long i = 0; i < n_alive; i++) {
        if (alive[i] != pointer)
            continue;
        alive[i] = alive[--n_alive];
        return true;
    }
    wrong++;
    return false;
}

void *counted_malloc(size_t bytes)
{
    return fails() ? NULL : keep(malloc(bytes), bytes, 0xa5);
}

void *counted_calloc(size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        return NULL;
    return fails() ? NULL : keep(malloc(n * size), n * size, 0);
}

void *counted_aligned_alloc(size_t line, size_t bytes)
{
    if (bytes % line != 0) /* C11 wants a multiple */
        wrong++;
    return fails() ? NULL : keep(aligned_alloc(line, bytes), bytes, 0xa5);
}

/* Moves always, so that pointers into the old place are seen. Of the old
   size nothing is known: that is for the sanitizer to watch. */
void *counted_realloc(void *old, size_t bytes)
{
    if (fails())
        return NULL;
    if (old != NULL && !forget(old))
        return NULL;
    void *moved = realloc(old, bytes);
    if (moved == NULL || n_alive == MOST)
        abort();
    return alive[n_alive++] = moved;
}

void counted_free(void *pointer)
{
    if (pointer != NULL && forget(pointer))
        free(pointer);
}
