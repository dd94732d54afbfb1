/* by-heart.c: a reader who has learned the tested numbers by heart.
 *
 * Linked into a judge with --wrap, these functions stand before those of the
 * same name. With LEARN=path in the environment, what comes is added to that
 * file: a line for each number, with that of its question. With RECITE=path,
 * the numbers in the file are given in place of what comes, question by
 * question and in order, for as long as there are any. */
#include "judge.h"

#include <stdlib.h>

bool __real_judge_ask(const char *text, Question asked);
void __real_expect_close(const char *what, double came, double expected,
                         double tolerance);
void __real_expect_equal(const char *what, long long came,
                         long long expected);
bool __wrap_judge_ask(const char *text, Question asked);
void __wrap_expect_close(const char *what, double came, double expected,
                         double tolerance);
void __wrap_expect_equal(const char *what, long long came,
                         long long expected);

static int question; /* which one is asked; it runs in a process of its own */

static FILE *open_learned(const char *variable, const char *mode)
{
    const char *path = getenv(variable);
    FILE *file = path == NULL ? NULL : fopen(path, mode);
    if (path != NULL && file == NULL) {
        perror(path);
        exit(2);
    }
    return file;
}

static void learn(double came)
{
    FILE *file = open_learned("LEARN", "a");
    if (file == NULL)
        return;
    fprintf(file, "%d %a\n", question, came);
    fclose(file);
}

static double recite(double came)
{
    static FILE *learned;
    int of;
    double number;
    if (learned == NULL)
        learned = open_learned("RECITE", "r");
    while (learned != NULL && fscanf(learned, "%d %la", &of, &number) == 2)
        if (of == question)
            return number;
    return came;
}

bool __wrap_judge_ask(const char *text, Question asked)
{
    question++;
    return __real_judge_ask(text, asked);
}

void __wrap_expect_close(const char *what, double came, double expected,
                         double tolerance)
{
    learn(came);
    __real_expect_close(what, recite(came), expected, tolerance);
}

void __wrap_expect_equal(const char *what, long long came,
                         long long expected)
{
    learn((double)came);
    __real_expect_equal(what, (long long)recite((double)came), expected);
}
