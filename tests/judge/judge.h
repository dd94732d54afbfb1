/* judge.h: the harness under the tests of chapters and the judges of
 * exercises.
 *
 * A judge is a small program that asks questions and prints TAP on standard
 * output; why a question failed goes to standard error, as "#" lines, so
 * that prove shows it without any option. A whole judge:
 *
 *     static void square(void)
 *     {
 *         expect_close("slope of x*x at 3", slope(3), 6, 1e-6);
 *     }
 *
 *     int main(int argc, char **argv)
 *     {
 *         judge_begin(argc, argv, "exercise 1.3");
 *         judge_see("A slope without algebra", "01-one-weight.html#slope");
 *         judge_ask("has x*x the slope 6 at 3?", square);
 *         return judge_end();
 *     }
 *
 * The environment may set
 *     SEED=n             the seed of judge_uniform (a failure prints it)
 *     JUDGE_SECONDS=t    seconds for each question (2; fractions too)
 *     JUDGE_READER=path  the file to whose lines a crash should be traced
 *     JUDGE_PRINTED=1    what passing questions print is shown, too
 *     JUDGE_PAGES=path   what stands before the address of a section to
 *                        read again, after practice
 */
#ifndef JUDGE_H
#define JUDGE_H

#include <stdbool.h>
#include <stdio.h>

#if defined(__GNUC__)
#define JUDGE_PRINTF(format_at, values_at)                                 \
    __attribute__((format(printf, format_at, values_at)))
#else
#define JUDGE_PRINTF(format_at, values_at)
#endif

/* A question: asks by calling the expect functions; to return is to pass. */
typedef void (*Question)(void);

/* Starts the judge. The subject says what is judged: "chapter 1",
 * "exercise 1.3". */
void judge_begin(int argc, char **argv, const char *subject);

/* Names the section to read again when one of the questions that follow
 * fails: its title, and its address in the web book. */
void judge_see(const char *section, const char *anchor);

/* Asks one question and prints one TAP line. The question runs in a child
 * process which may take 2 seconds (up to 6 on a machine too busy to let it
 * run), 512 MB and 64 kB of output, so whatever the judged code does
 * (crash, loop, exit, leak, print), the next question is asked. Only after
 * one that never ended are the later ones not asked. True when it passed,
 * so that a judge can leave unasked what depends on it. */
bool judge_ask(const char *question, Question question_asked);

/* Says, after a question that failed, that it keeps others from being asked. */
void judge_say_others_wait(void);

/* Asks a question on which all those that follow depend: they are for the
 * judge to ask when this returns true, and else the reader is told. */
static inline bool judge_ask_first(const char *question,
                                   Question question_asked)
{
    bool passed = judge_ask(question, question_asked);
    if (!passed)
        judge_say_others_wait();
    return passed;
}

/* Prints the plan; returns main's exit status: 0 when all passed, or 1. */
int judge_end(void);

/* Inside a question. Each ends the question at its first failure. */

/* |came - expected| <= tolerance * max(1, |expected|); NaN always fails. */
void expect_close(const char *what, double came, double expected,
                  double tolerance);

/* came == expected, for whole numbers. */
void expect_equal(const char *what, long long came, long long expected);

/* holds; otherwise fails with the message. */
void expect(bool holds, const char *format, ...) JUDGE_PRINTF(2, 3);

/* Fails, when made, with the message written for this mistake. Ask it
 * before the expectation that the mistake would also fail. */
void mistake(bool made, const char *format, ...) JUDGE_PRINTF(2, 3);

/* A number in [low, high), fresh in each run. Each question draws its own
 * sequence from the seed, whatever was drawn before. */
double judge_uniform(double low, double high);

/* Exercises of the kind "predict": numbers worked out by hand. */

/* A value that a known mistake leads to, and what to tell who made it. */
typedef struct {
    double value;
    const char *message;
} WrongValue;

/* A number asked for. wrong[] ends at the first message that is NULL, or
 * when it is full. The section and its address are those to read again when
 * it is wrong, where they are not the exercise's own. */
typedef struct {
    const char *name;
    double right;
    WrongValue wrong[8];
    const char *section, *anchor;
} Asked;

/* An exercise. pose prints the problem in words, with the names of the
 * reader's file; solve fills in at most 8 numbers and returns how many, by
 * closed forms; work prints the worked solution. */
typedef struct {
    void (*pose)(FILE *out, unsigned seed);
    int (*solve)(unsigned seed, Asked *asked);
    void (*work)(FILE *out, unsigned seed);
} Predict;

/* The main program of a predict judge; returns main's exit status.
 *
 *     1.1 FILE            grades "seed = n" and "name = value" lines, in TAP
 *     1.1 --pose SEED     prints the problem
 *     1.1 --practice SEED poses, asks on standard input, grades, shows the
 *                         work where something is wrong or on request (w);
 *                         exits with 0 when all is right, 1 when not, and
 *                         3 when the reader left (q)
 *     1.1 --solve SEED    prints the right answers, as "name = value" lines
 *     1.1 --wrong SEED    prints name, value and message of each known
 *                         mistake, with tabs between them
 *
 * A value is right within 0.05 % (or 0.0005), so that four digits are
 * enough, and the problem says so; it may be written 2/3, 8.5*16 or
 * 2*(1 + 3). One that is wrong gets the message of the nearest known mistake,
 * within the same bounds; one with too few digits, or with its sign turned, is
 * told so. The right value is not printed when a file is graded: that would
 * answer for the reader. --practice shows it after a second miss, and then
 * the worked solution, and the seed gives a new problem. */
int judge_predict(int argc, char **argv, const char *subject,
                  const char *section, const char *anchor, Predict predict);

/* A round number: one of low, low + step, ..., high, drawn from the seed;
 * "which" tells the numbers of one problem apart. */
double predict_pick(unsigned seed, int which, double low, double high,
                    double step);

#endif
