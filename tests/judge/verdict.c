/* verdict.c: words for how a question ended. */
#include "parts.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    HUNGRY_MB = 64, /* a time-out with more than this is told as hunger */
    SHOWN_LINES = 5
};

typedef struct {
    const char *key, *words;
} Words;

static const Words sanitizer_words[] = {
    {"heap-use-after-free", "used memory after freeing it"},
    {"double-free", "freed the same memory twice"},
    {"attempting free on address", "freed memory that malloc did not give"},
    {"heap-buffer-overflow", "read or wrote %s of allocated memory"},
    {"stack-buffer-overflow", "read or wrote %s of a local array"},
    {"stack-buffer-underflow", "read or wrote %s of a local array"},
    {"global-buffer-overflow", "read or wrote %s of a global array"},
    {"stack-use-after",
     "used a local variable after its function or block had ended"},
    {"stack-overflow",
     "stack overflow (a function that calls itself without end?)"},
    {"SEGV", "used a pointer that points nowhere (SIGSEGV)"},
    {"FPE", "divided a whole number by zero (SIGFPE)"},
    {"BUS", "used a pointer that points nowhere (SIGBUS)"},
    {"param-overlap", "copied between overlapping memory"},
    {NULL, "misused memory"}};

/* On which side of the memory nearest to it an access was, by lines like
 * "0x55 is located 4 bytes to the left of global variable". */
static const char *side_of_array(const char *report)
{
    const char *key = " is located ", *line = report;
    bool before = strstr(report, "stack-buffer-underflow") != NULL;
    for (long nearest = LONG_MAX; (line = strstr(line, key)) != NULL;) {
        line += strlen(key);
        char *side;
        long bytes = strtol(line, &side, 10);
        if (bytes >= nearest)
            continue;
        nearest = bytes;
        before = strncmp(side, " bytes to the left of ", 22) == 0 ||
                 strncmp(side, " bytes before ", 14) == 0;
    }
    return before ? "before the start" : "past the end";
}

static const char *in_words(const char *report)
{
    static char said[160];
    char first[160];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(report, "\n"),
             report);
    const Words *words = sanitizer_words;
    while (words->key != NULL && strstr(first, words->key) == NULL)
        words++;
    const char *side = strstr(words->words, "%s");
    if (side == NULL)
        return words->words;
    snprintf(said, sizeof said, "%.*s%s%s", (int)(side - words->words),
             words->words, side_of_array(report), side + 2);
    return said;
}

static const struct {
    int number;
    const char *words;
} signal_words[] = {
    {SIGSEGV, "used a pointer that points nowhere (SIGSEGV)"},
    {SIGBUS, "used a pointer that points nowhere (SIGBUS)"},
    {SIGFPE, "divided a whole number by zero (SIGFPE)"},
    {SIGABRT,
     "abort was called: a failed assert, or damaged memory (SIGABRT)"},
    {SIGILL, "ran into something that is not code (SIGILL)"},
    {SIGTRAP, "ran into something that is not code (SIGTRAP)"},
    {SIGKILL, "was killed from outside (SIGKILL)"},
    {SIGPIPE, "wrote into a closed pipe (SIGPIPE)"}};

/* Is this the place of a reader's line: "file.c:12" or "file.c:12:5"? */
static bool readers_place(const char *place)
{
    const char *reader = getenv("JUDGE_READER");
    if (strstr(place, ".c:") == NULL)
        return false;
    if (reader != NULL && *reader) {
        const char *found = strstr(place, reader);
        return found != NULL && found[strlen(reader)] == ':';
    }
    return place[0] != '.' && strncmp(place, "/usr/", 5) != 0 &&
           strstr(place, "tests/judge/") == NULL;
}

/* A path below the working directory is shown from there. */
static const char *shorten(const char *place)
{
    static char here[4096];
    if (getcwd(here, sizeof here) == NULL)
        return place;
    size_t length = strlen(here);
    return strncmp(place, here, length) == 0 && place[length] == '/'
               ? place + length + 1
               : place;
}

/* Copies the place of a frame line, "#1 0x55 in slope /path/file.c:12". */
static bool frame_place(const char *line, char *place, size_t size)
{
    size_t length = strcspn(line, "\n");
    const char *in = strstr(line, " in ");
    if (in == NULL || in > line + length ||
        strncmp(line + strspn(line, " "), "#", 1) != 0)
        return false;
    const char *path = strchr(in + 4, ' ');
    if (path == NULL || path > line + length)
        return false;
    snprintf(place, size, "%.*s", (int)(line + length - path - 1),
             path + 1);
    return readers_place(place);
}

/* Where in the reader's file: " at file.c:12", or "" when no frame says. */
static const char *where(const char *text)
{
    static char at[512];
    char place[480];
    for (const char *line = text; *line;
         line += strcspn(line, "\n"), line += *line == '\n')
        if (frame_place(line, place, sizeof place)) {
            snprintf(at, sizeof at, " at %s", shorten(place));
            return at;
        }
    return "";
}

/* Says a line like "file.c:12:5: runtime error: division by zero". */
static bool say_undefined(const char *output)
{
    const char *error = strstr(output, ": runtime error: ");
    if (error == NULL)
        return false;
    const char *start = error;
    while (start > output && start[-1] != '\n')
        start--;
    char place[480];
    snprintf(place, sizeof place, "%.*s", (int)(error - start), start);
    error += strlen(": runtime error: ");
    judge_say("undefined behaviour at %s: %.*s", shorten(place),
              (int)strcspn(error, "\n"), error);
    return true;
}

static bool say_address(const char *output)
{
    const char *error = strstr(output, "ERROR: AddressSanitizer");
    if (error == NULL)
        return false;
    if (strstr(error, "requested allocation size") ||
        strstr(error, "allocator is out of memory"))
        judge_say("took more memory than %d MB%s", MEMORY_MB, where(error));
    else
        judge_say("crashed%s: %s", where(error), in_words(error));
    return true;
}

static void say_leak(const Run *run)
{
    const char *leak = strstr(run->output, "leak of ");
    if (leak == NULL)
        judge_say("leaked memory");
    else
        judge_say("leaked memory: %ld bytes that were allocated%s and "
                  "never freed",
                  strtol(leak + strlen("leak of "), NULL, 10), where(leak));
}

static void say_crash(const Run *run, int number)
{
    const size_t count = sizeof signal_words / sizeof *signal_words;
    size_t i = 0;
    while (i < count && signal_words[i].number != number)
        i++;
    if (strchr(run->report, 'S') != NULL)
        judge_say("crashed: stack overflow (a function that calls itself "
                  "without end?)");
    else if (i < count)
        judge_say("crashed: %s", signal_words[i].words);
    else
        judge_say("crashed: signal %d", number);
}

/* The child ended with no verdict of its own. */
static void say_ending(const Run *run)
{
    if (run->too_much_output)
        judge_say("printed without end: stopped after %d kB",
                  OUTPUT_LIMIT / 1024);
    else if (run->too_much_memory || strchr(run->report, 'M') != NULL)
        judge_say("took more memory than %d MB", MEMORY_MB);
    else if (run->timed_out && run->megabytes > HUNGRY_MB)
        judge_say("took memory without end: %ld MB when it was stopped "
                  "after %g s",
                  run->megabytes, judge_state.seconds);
    else if (run->timed_out)
        judge_say("never ended: stopped after %g s", judge_state.seconds);
    else if (say_address(run->output) || say_undefined(run->output))
        return;
    else if (WIFSIGNALED(run->status))
        say_crash(run, WTERMSIG(run->status));
    else
        judge_say("left by exit(%d) in mid-question",
                  WEXITSTATUS(run->status));
}

/* Cuts off what a sanitizer has added to the output. */
static void cut_sanitizer(char *output)
{
    static const char *const starts[] = {
        "AddressSanitizer:DEADLYSIGNAL",
        "====================", ": runtime error: "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        char *start = strstr(output, starts[i]);
        while (start != NULL && start > output && start[-1] != '\n')
            start--;
        if (start != NULL)
            *start = '\0';
    }
}

void judge_say_printed(Run *run)
{
    char *text = run->output;
    cut_sanitizer(text);
    for (int shown = 0; text += strspn(text, "\n"), *text; shown++) {
        if (shown == SHOWN_LINES) {
            judge_say("your code printed more");
            return;
        }
        char *line = text;
        text += strcspn(text, "\n");
        if (*text)
            *text++ = '\0';
        judge_say("your code printed: %s", judge_clean(line));
    }
}

/* The number of the exercise that is judged, or NULL. */
static const char *exercise(void)
{
    const char *word = "exercise ";
    size_t length = strlen(word);
    return strncmp(judge_state.subject, word, length) == 0
               ? judge_state.subject + length
               : NULL;
}

static void say_repeat(void)
{
    if (exercise() != NULL)
        judge_say("to repeat it: make check EX=%s SEED=%lu", exercise(),
                  judge_state.seed);
    else
        judge_say("to repeat it: run it with SEED=%lu in the environment",
                  judge_state.seed);
}

/* The private report without its leading marks. */
static const char *told(const Run *run)
{
    return run->report + strspn(run->report, "DMS");
}

bool judge_passed(const Run *run)
{
    return strcmp(told(run), "P") == 0 && !run->too_much_memory &&
           !run->too_much_output;
}

void judge_explain(Run *run)
{
    if (told(run)[0] == 'F')
        judge_say("%s", told(run) + 1);
    else if (strcmp(told(run), "PL") == 0)
        say_leak(run);
    else
        say_ending(run);
    judge_say_printed(run);
    judge_say_read_again();
    if (run->report[0] == 'D')
        say_repeat();
}
