/* parts.h: what the sources of the harness share; judges see judge.h alone.
 *
 *     ask.c      begin, see, ask, end, and all that is printed as TAP
 *     child.c    a question and its expectations, within limits
 *     watch.c    the parent, which starts, reads and stops the child
 *     verdict.c  words for how a question ended
 *     number.c   numbers drawn, printed and read
 *     entries.c  the lines of a reader's file
 *     grade.c    a file of answers, graded
 *     predict.c  exercises of the kind "predict", in all their ways
 *
 * Shared names begin with judge_, so that the engine and the reader may use
 * all others. Each source includes this file first. */
#ifndef JUDGE_PARTS_H
#define JUDGE_PARTS_H

#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700
#include "judge.h"

#include <stdint.h>
#include <sys/types.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum {
    MEMORY_MB = 512,
    OUTPUT_LIMIT = 64 * 1024,
    REPORT_LIMIT = 8 * 1024,
    PATIENCE = 3, /* times the limit, on a machine busy with other work */
    ASKED_LIMIT = 8,
    WRONG_LIMIT = sizeof((Asked *)0)->wrong / sizeof(WrongValue),
    ENTRY_LIMIT = 64,
    LINE_LIMIT = 512
};

/* What is judged, and how it went so far; a child has a copy. */
typedef struct {
    const char *subject, *section, *anchor;
    int asked, failed;
    bool gave_up; /* a question never ended */
    unsigned long seed;
    double seconds; /* allowed for each question */
} Judge;

extern Judge judge_state;

/* What the parent learns of one question. The report is what the child
 * wrote on its private pipe: D when it drew numbers, M when memory ran out,
 * S when the stack did, then P (passed; PL: but leaked) or F and the
 * message. */
typedef struct {
    pid_t child;
    int output_fd, report_fd;
    char output[OUTPUT_LIMIT + 1], report[REPORT_LIMIT + 1];
    size_t output_length, report_length;
    bool timed_out, too_much_memory, too_much_output;
    double stopped_at;
    long megabytes; /* when it was stopped */
    int status;
} Run;

/* ---- ask.c ---- */

/* Ends the judge, which cannot go on: says what failed, and errno. */
_Noreturn void judge_die(const char *what);

/* Prints one TAP line, and counts it. */
void judge_tap(bool passed, const char *question);

/* Prints the lines of a message as diagnostics. */
void judge_say(const char *format, ...) JUDGE_PRINTF(1, 2);

/* Says which section to read again, when judge_see has named one. */
void judge_say_read_again(void);

/* Made harmless, in place: what cannot be printed becomes question marks,
 * and a long text is cut. */
const char *judge_clean(char *text);

/* ---- child.c ---- */

/* In the child: asks the question, and tells the parent how it went. */
_Noreturn void judge_answer(Question question, int output_write,
                            int report_write);

/* ---- watch.c ---- */

/* Asks the question in a child process, until it ends or is stopped. */
void judge_run(Run *run, Question question);

/* ---- verdict.c ---- */

/* Did it pass, within its limits? */
bool judge_passed(const Run *run);

/* Says why it did not pass, and what it printed. */
void judge_explain(Run *run);

/* Says the first lines of what it printed; cuts run->output up. */
void judge_say_printed(Run *run);

/* ---- number.c ---- */

/* The next state of a generator of random bits (splitmix64). */
uint64_t judge_mix(uint64_t state);

/* True when the text is digits and nothing else, and fits. */
bool judge_whole_number(const char *text, unsigned long *number);

/* A number in words, the same for any NaN. Two may be in use. */
const char *judge_show(double number);

/* Reads 1.5, -2, 2/3, 8.5*16, 2*(1 + 3). */
bool judge_read_number(const char *text, double *number);

/* True when the text is more than one plain number. */
bool judge_is_worked_out(const char *text);

/* What to tell who wrote something else. */
extern const char judge_how_to_write[];

/* ---- entries.c ---- */

/* A line "name = value" of a reader's file; used once it is asked for. */
typedef struct {
    int line;
    bool used;
    char name[64], value[LINE_LIMIT];
} Entry;

/* The text without the blanks around it; cuts it in place. */
char *judge_trim(char *text);

/* Reads the file and reports garbage; returns how many entries it has. */
int judge_read_entries(const char *path, Entry *entries);

/* The first unused entry of that name, now used; or NULL. */
Entry *judge_find_entry(Entry *entries, int count, const char *name);

/* The file's seed; 1 when it gives none. */
unsigned judge_file_seed(Entry *entries, int count);

/* ---- grade.c ---- */

/* The problem's numbers, at most ASKED_LIMIT; returns how many. */
int judge_solve(Predict predict, unsigned problem, Asked *asked);

/* Is what came right, as far as four digits tell? */
bool judge_near(double came, double right);

/* The section to read again about a number: its own, or the exercise's. */
const char *judge_section(const Asked *asked);
const char *judge_anchor(const Asked *asked);

/* The message of the known mistake whose value is nearest to what came,
 * among those that it is near to; or of one that may happen to any number;
 * or NULL. */
const char *judge_known_mistake(const Asked *asked, double came);

/* Grades a file, in TAP; returns main's exit status. */
int judge_grade_file(int argc, char **argv, const char *subject,
                     Predict predict);

#endif
