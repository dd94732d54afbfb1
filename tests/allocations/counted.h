/* counted.h - stands before each source of the engine (-include): what it
   allocates is counted, and fails where the test wants it to. */
#ifndef COUNTED_H
#define COUNTED_H

#include <stdbool.h>
#include <stdlib.h>

void *counted_malloc(size_t bytes);
void *counted_calloc(size_t n, size_t size);
void *counted_realloc(void *old, size_t bytes);
void *counted_aligned_alloc(size_t line, size_t bytes);
void counted_free(void *pointer);

#ifndef COUNTED_C
#define malloc counted_malloc
#define calloc counted_calloc
#define realloc counted_realloc
#define aligned_alloc counted_aligned_alloc
#define free counted_free
#endif

/* From here on: the k-th allocation fails, and, when asked, all after it.
   0: none does. */
void counted_fail(long k, bool all_after);

/* Allocations asked for since then, how many of them failed, how many are
   not freed, and how many frees were of what was not there. */
long counted_asked(void);
long counted_failed(void);
long counted_alive(void);
long counted_wrong(void);

#endif
