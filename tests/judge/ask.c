/* ask.c: the judge itself: begin, see, ask, end, and all that is printed as
 * TAP. */
#include "parts.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SHOWN_CHARACTERS = 100 };

Judge judge_state = {.seconds = 2};

void judge_die(const char *what)
{
    fprintf(stderr, "judge: %s: %s\n", what, strerror(errno));
    exit(2);
}

void judge_begin(int argc, char **argv, const char *what)
{
    (void)argc;
    (void)argv;
    judge_state.subject = what;
    const char *text = getenv("SEED");
    judge_state.seed = (unsigned long)judge_mix((uint64_t)time(NULL) << 20 ^
                                                (uint64_t)getpid()) %
                       1000000;
    if (text != NULL && *text &&
        !judge_whole_number(text, &judge_state.seed)) {
        fprintf(stderr, "judge: SEED=%s is not a whole number\n", text);
        exit(2);
    }
    text = getenv("JUDGE_SECONDS");
    if (text != NULL && atof(text) > 0)
        judge_state.seconds = atof(text);
    printf("# %s\n", judge_state.subject);
}

void judge_see(const char *section, const char *anchor)
{
    judge_state.section = section;
    judge_state.anchor = anchor;
}

bool judge_ask(const char *question, Question question_asked)
{
    static Run run;
    if (judge_state.gave_up) {
        judge_tap(false, question);
        judge_say("not asked: an earlier question never ended");
        return false;
    }
    judge_run(&run, question_asked);
    bool passed = judge_passed(&run);
    judge_state.gave_up = run.timed_out && !passed;
    judge_tap(passed, question);
    if (!passed)
        judge_explain(&run);
    else if (getenv("JUDGE_PRINTED") != NULL)
        judge_say_printed(&run);
    return passed;
}

void judge_say_others_wait(void)
{
    judge_say("the other questions are asked once this one passes");
}

int judge_end(void)
{
    printf("1..%d\n", judge_state.asked);
    if (fflush(stdout) != 0)
        judge_die("cannot write");
    return judge_state.failed == 0 && judge_state.asked > 0 ? 0 : 1;
}

void judge_tap(bool passed, const char *question)
{
    judge_state.asked++;
    judge_state.failed += !passed;
    printf("%s %d - ", passed ? "ok" : "not ok", judge_state.asked);
    for (const char *c = question; *c; c++)
        putchar(*c == '#' || iscntrl((unsigned char)*c) ? ' ' : *c);
    putchar('\n');
    fflush(stdout);
}

void judge_say(const char *format, ...)
{
    char text[REPORT_LIMIT + 256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(stderr, "#   %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

void judge_say_read_again(void)
{
    if (judge_state.section != NULL)
        judge_say("read again: %s (%s)", judge_state.section,
                  judge_state.anchor);
}

/* The length of the character that the text begins with, in UTF-8; 0 when
 * it is none, or one that must not be printed. */
static size_t character(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    size_t length = c[0] < 0x80 ? 1 : c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3 : 4;
    if (length == 1)
        return isprint(c[0]) ? 1 : 0;
    for (size_t i = 1; i < length; i++)
        if ((c[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = c[0] < 0xC2 || (c[0] == 0xE0 && c[1] < 0xA0) ||
                    (c[0] == 0xF0 && c[1] < 0x90);
    bool control = c[0] == 0xC2 && c[1] < 0xA0;
    bool surrogate = c[0] == 0xED && c[1] >= 0xA0;
    bool beyond = c[0] > 0xF4 || (c[0] == 0xF4 && c[1] >= 0x90);
    return overlong || control || surrogate || beyond ? 0 : length;
}

const char *judge_clean(char *text)
{
    char *c = text, *cut = text;
    for (int shown = 0; *c; shown++) {
        size_t length = character(c);
        if (length == 0)
            *c = '?';
        c += length > 0 ? length : 1;
        if (shown < SHOWN_CHARACTERS - 3)
            cut = c;
        if (shown == SHOWN_CHARACTERS) {
            strcpy(cut, "...");
            return text;
        }
    }
    return text;
}
