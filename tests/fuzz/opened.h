/* opened.h - files in memory: the engine is compiled to call these (-D) where
   it opens, renames and removes files. */
#ifndef OPENED_H
#define OPENED_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* There is nothing to read at a path that begins with "absent". */
FILE *opened_open(const char *path, const char *mode);
int opened_rename(const char *from, const char *to);
int opened_remove(const char *path);

/* What the next file opened for reading holds. */
void opened_put(const void *bytes, size_t size);

/* What was written last, in whole; forgotten at the next writing. */
const char *opened_written(size_t *size);

/* Ends the program, so that the input is kept, unless this is so. */
void opened_expect(int right, const char *that);

#endif
