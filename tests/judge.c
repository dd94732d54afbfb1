/* judge.c: asks each question in a child process with limits; see judge.h.
 */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700
#include "judge.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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
    SPARE_MB = 64,  /* the parent sees the limit before malloc fails */
    HUNGRY_MB = 64, /* a time-out with more than this is told as hunger */
    OUTPUT_LIMIT = 64 * 1024,
    REPORT_LIMIT = 8 * 1024,
    SHOWN_LINES = 5,
    SHOWN_CHARACTERS = 100,
    GRACE_MS = 100,
    PATIENCE = 3 /* times the limit, on a machine busy with other work */
};

static const char *subject, *see_section, *see_anchor;
static int asked_count, failed_count;
static bool gave_up;
static unsigned long seed;
static double seconds_allowed = 2;

/* In the child only. */
static bool in_question, has_drawn;
static int report_fd;
static uint64_t random_state;
static char *stack_base;

/* What the parent learns of one question. The report is what the child
 * wrote on its private pipe: D when it drew numbers, M when memory ran out,
 * then P (passed) or F and the message. */
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

static Run run;

/* ---- what the sanitizers are told when the program starts ---- */

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

const char *__asan_default_options(void)
{
    return "detect_leaks=1:leak_check_at_exit=0:exitcode=97:handle_abort=0"
           ":max_allocation_size_mb=512:quarantine_size_mb=32";
}

const char *__ubsan_default_options(void)
{
    return "halt_on_error=1:exitcode=97";
}

/* ---- small helpers ---- */

static void die(const char *what)
{
    fprintf(stderr, "judge: %s: %s\n", what, strerror(errno));
    exit(2);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static uint64_t mix(uint64_t state)
{
    state += 0x9E3779B97F4A7C15u;
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
    state = (state ^ (state >> 27)) * 0x94D049BB133111EBu;
    return state ^ (state >> 31);
}

static bool whole_number(const char *text, unsigned long *number)
{
    char *end;
    errno = 0;
    *number = strtoul(text, &end, 10);
    return isdigit((unsigned char)text[0]) && *end == '\0' && errno == 0;
}

/* A number in words: the same for every machine's NaN. Two may be in use.
 */
static const char *show(double number)
{
    static char text[2][32];
    static int next;
    next = !next;
    if (isnan(number))
        return "not a number (NaN)";
    if (isinf(number))
        return number > 0 ? "infinity" : "minus infinity";
    snprintf(text[next], sizeof text[next], "%.10g", number);
    return text[next];
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

/* Made harmless, in place: what cannot be printed becomes question marks,
 * and a long text is cut. */
static const char *clean(char *text)
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

/* ---- TAP ---- */

static void tap(bool passed, const char *question)
{
    asked_count++;
    failed_count += !passed;
    printf("%s %d - ", passed ? "ok" : "not ok", asked_count);
    for (const char *c = question; *c; c++)
        putchar(*c == '#' || iscntrl((unsigned char)*c) ? ' ' : *c);
    putchar('\n');
    fflush(stdout);
}

/* Prints lines of a message as diagnostics. */
static void say(const char *format, ...) JUDGE_PRINTF(1, 2);
static void say(const char *format, ...)
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

/* The number of the exercise that is judged, or NULL. */
static const char *exercise(void)
{
    const char *word = "exercise ";
    size_t length = strlen(word);
    return strncmp(subject, word, length) == 0 ? subject + length : NULL;
}

static void say_repeat(void)
{
    if (exercise() != NULL)
        say("to repeat it: make check EX=%s SEED=%lu", exercise(), seed);
    else
        say("to repeat it: run it with SEED=%lu in the environment", seed);
}

static void say_read_again(void)
{
    if (see_section != NULL)
        say("read again: %s (%s)", see_section, see_anchor);
}

void judge_begin(int argc, char **argv, const char *what)
{
    (void)argc;
    (void)argv;
    subject = what;
    const char *text = getenv("SEED");
    seed = (unsigned long)mix((uint64_t)time(NULL) << 20 ^
                              (uint64_t)getpid()) %
           1000000;
    if (text != NULL && *text && !whole_number(text, &seed)) {
        fprintf(stderr, "judge: SEED=%s is not a whole number\n", text);
        exit(2);
    }
    text = getenv("JUDGE_SECONDS");
    if (text != NULL && atof(text) > 0)
        seconds_allowed = atof(text);
    printf("# %s\n", subject);
}

void judge_see(const char *section, const char *anchor)
{
    see_section = section;
    see_anchor = anchor;
}

int judge_end(void)
{
    printf("1..%d\n", asked_count);
    if (fflush(stdout) != 0)
        die("cannot write");
    return failed_count == 0 && asked_count > 0 ? 0 : 1;
}

/* ---- in the child: limits, question, report ---- */

static void report(const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        ssize_t written = write(report_fd, text, length);
        if (written < 0 && errno != EINTR)
            break;
        text += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
}

static void fail(const char *message)
{
    if (!in_question) {
        fprintf(stderr, "judge: expectation outside a question: %s\n",
                message);
        exit(2);
    }
    fflush(stdout);
    report("F");
    report(message);
    _exit(0);
}

static void limit(int resource, rlim_t most)
{
    struct rlimit old;
    if (getrlimit(resource, &old) != 0)
        return;
    if (old.rlim_max != RLIM_INFINITY && old.rlim_max < most)
        most = old.rlim_max;
    struct rlimit new = {most, most};
    setrlimit(resource, &new);
}

/* Without a sanitizer: tells a crash for want of memory, or of stack, from
 * another. */
static void on_signal(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (errno == ENOMEM)
        report("M");
    char *address = info->si_addr;
    struct rlimit stack;
    if (number == SIGSEGV && getrlimit(RLIMIT_STACK, &stack) == 0 &&
        address < stack_base &&
        (rlim_t)(stack_base - address) + 65536 > stack.rlim_cur &&
        (rlim_t)(stack_base - address) < stack.rlim_cur + (1 << 20))
        report("S");
    signal(number, SIG_DFL);
    raise(number);
}

static void catch_signals(void)
{
    static char alternate[65536];
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
    struct sigaction action = {.sa_sigaction = on_signal,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK};
    const int caught[] = {SIGSEGV, SIGBUS, SIGABRT, SIGTERM};
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        sigaction(caught[i], &action, NULL);
}

static void set_limits(void)
{
    rlim_t whole_seconds = (rlim_t)ceil(seconds_allowed) + 1;
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, 8 * whole_seconds);
    alarm((unsigned)whole_seconds * PATIENCE +
          2); /* should the parent be killed */
    if (!SANITIZED) {
        catch_signals();
        limit(RLIMIT_AS, (rlim_t)(MEMORY_MB + SPARE_MB) << 20);
    }
}

static void redirect(int output_write, int report_write)
{
    int null = open("/dev/null", O_RDONLY);
    report_fd = fcntl(report_write, F_DUPFD, 100);
    if (null < 0 || report_fd < 0 || dup2(null, 0) < 0 ||
        dup2(output_write, 1) < 0 || dup2(output_write, 2) < 0)
        _exit(2);
    close(report_write);
    close(output_write);
    close(null);
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}

static void left_by_exit(void)
{
    if (errno == ENOMEM)
        report("M");
}

static void answer(Question question)
{
    char here;
    stack_base = &here;
    in_question = true;
    random_state = mix(seed) ^ mix((uint64_t)asked_count + 1000);
    atexit(left_by_exit);
    set_limits();
    errno = 0;
    question();
    fflush(stdout);
    report("P");
    if (SANITIZED && __lsan_do_recoverable_leak_check != NULL &&
        __lsan_do_recoverable_leak_check() != 0)
        report("L");
    _exit(0);
}

/* ---- in the parent: start, watch, stop ---- */

static void start(Question question)
{
    int output[2], reports[2];
    if (pipe(output) != 0 || pipe(reports) != 0)
        die("cannot make a pipe");
    fflush(NULL);
    run.output_length = run.report_length = 0;
    run.timed_out = run.too_much_memory = run.too_much_output = false;
    run.child = fork();
    if (run.child < 0)
        die("cannot start a process");
    if (run.child == 0) {
        setpgid(0, 0);
        close(output[0]);
        close(reports[0]);
        redirect(output[1], reports[1]);
        answer(question);
    }
    setpgid(run.child, run.child);
    close(output[1]);
    close(reports[1]);
    run.output_fd = output[0];
    run.report_fd = reports[0];
    fcntl(run.output_fd, F_SETFL, O_NONBLOCK);
    fcntl(run.report_fd, F_SETFL, O_NONBLOCK);
}

/* Reads what there is; true when there was more than fits. Closes at the
 * end.
 */
static bool drain(int *fd, char *text, size_t *length, size_t size)
{
    ssize_t got = 1;
    while (*fd >= 0 && *length < size && got > 0) {
        got = read(*fd, text + *length, size - *length);
        *length += got > 0 ? (size_t)got : 0;
    }
    text[*length] = '\0';
    if (got == 0 && *fd >= 0) {
        close(*fd);
        *fd = -1;
    }
    return *length >= size;
}

static void drain_both(void)
{
    drain(&run.report_fd, run.report, &run.report_length, REPORT_LIMIT);
    run.too_much_output =
        drain(&run.output_fd, run.output, &run.output_length, OUTPUT_LIMIT);
}

/* Pages that a process has mapped and those that it has touched, where
 * /proc tells. */
static bool pages_of(pid_t process, long *mapped, long *touched)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/statm", (long)process);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    bool read = fscanf(file, "%ld %ld", mapped, touched) == 2;
    fclose(file);
    return read;
}

static long megabytes_of(pid_t process)
{
    long mapped, touched;
    if (!pages_of(process, &mapped, &touched))
        return 0;
    return touched * (sysconf(_SC_PAGESIZE) / 1024) / 1024;
}

/* A sanitizer maps terabytes for itself, so what counts is growth since the
 * fork. */
static bool memory_exceeded(long mapped_before)
{
    long mapped, touched,
        most = (long)MEMORY_MB * 1024 * 1024 / sysconf(_SC_PAGESIZE);
    return mapped_before > 0 && pages_of(run.child, &mapped, &touched) &&
           (mapped - mapped_before > most || touched > most);
}

static void wait_a_moment(void)
{
    struct pollfd watched[] = {{run.output_fd, POLLIN, 0},
                               {run.report_fd, POLLIN, 0}};
    bool open = run.output_fd >= 0 || run.report_fd >= 0;
    poll(watched, 2, open ? 10 : 1);
}

static double processor_seconds(pid_t process)
{
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 ||
        clock_gettime(clock, &time) != 0)
        return 0;
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Does it want to run, rather than sleep? Asked of /proc, where there is
 * one.
 */
static bool wants_to_run(pid_t process)
{
    char path[64], text[256] = "";
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)process);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    const char *name_end = strrchr(text, ')');
    return name_end != NULL &&
           strchr("RD", name_end[strspn(name_end, ") ")]);
}

/* A question has its time; one that wants to run but was kept from it by
 * other work on the machine has more, so that a busy machine fails nobody.
 */
static bool out_of_time(double elapsed)
{
    if (elapsed < seconds_allowed)
        return false;
    bool starved = wants_to_run(run.child) &&
                   processor_seconds(run.child) < 0.8 * seconds_allowed;
    return !starved || elapsed > PATIENCE * seconds_allowed;
}

/* True when the child must be stopped. A time-out first asks politely, so
 * that the child can say whether it had run out of memory. */
static bool over_limits(double started, long mapped_before)
{
    if (memory_exceeded(mapped_before))
        run.too_much_memory = true;
    if (!run.timed_out && out_of_time(now() - started)) {
        run.timed_out = true;
        run.stopped_at = now();
        run.megabytes = megabytes_of(run.child);
        if (!SANITIZED)
            kill(run.child, SIGTERM);
    }
    bool grace_over =
        SANITIZED || now() > run.stopped_at + GRACE_MS / 1000.0;
    return run.too_much_memory || run.too_much_output ||
           (run.timed_out && grace_over);
}

static void watch(long mapped_before)
{
    double started = now();
    pid_t ended = 0;
    while (ended == 0) {
        wait_a_moment();
        drain_both();
        ended = waitpid(run.child, &run.status, WNOHANG);
        if (ended == 0 && over_limits(started, mapped_before)) {
            kill(-run.child, SIGKILL);
            ended = waitpid(run.child, &run.status, 0);
        }
    }
    drain_both();
    kill(-run.child, SIGKILL); /* whatever the child itself has started */
    if (run.output_fd >= 0)
        close(run.output_fd);
    if (run.report_fd >= 0)
        close(run.report_fd);
}

/* ---- verdicts ---- */

typedef struct {
    const char *key, *words;
} Words;

static const Words sanitizer_words[] = {
    {"heap-use-after-free", "used memory after freeing it"},
    {"double-free", "freed the same memory twice"},
    {"attempting free on address", "freed memory that malloc did not give"},
    {"heap-buffer-overflow",
     "read or wrote past the end of allocated memory"},
    {"stack-buffer-overflow",
     "read or wrote past the end of a local array"},
    {"stack-buffer-underflow",
     "read or wrote before the start of a local array"},
    {"dynamic-stack-buffer-overflow",
     "read or wrote past the end of a local array"},
    {"global-buffer-overflow",
     "read or wrote past the end of a global array"},
    {"stack-use-after",
     "used a local variable after its function or block had ended"},
    {"stack-overflow",
     "stack overflow (a function that calls itself without end?)"},
    {"SEGV", "used a pointer that points nowhere (SIGSEGV)"},
    {"FPE", "divided a whole number by zero (SIGFPE)"},
    {"BUS", "used a pointer that points nowhere (SIGBUS)"},
    {"param-overlap", "copied between overlapping memory"},
    {NULL, "misused memory"}};

static const char *in_words(const char *line)
{
    char first[160];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(line, "\n"), line);
    const Words *words = sanitizer_words;
    while (words->key != NULL && strstr(first, words->key) == NULL)
        words++;
    return words->words;
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
           strstr(place, "judge.c:") == NULL;
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

/* A line "file.c:12:5: runtime error: division by zero", when there is one.
 */
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
    say("undefined behaviour at %s: %.*s", shorten(place),
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
        say("took more memory than %d MB%s", MEMORY_MB, where(error));
    else
        say("crashed%s: %s", where(error), in_words(error));
    return true;
}

static void say_leak(void)
{
    const char *leak = strstr(run.output, "leak of ");
    if (leak == NULL)
        say("leaked memory");
    else
        say("leaked memory: %ld bytes that were allocated%s and never "
            "freed",
            strtol(leak + strlen("leak of "), NULL, 10), where(leak));
}

static void say_crash(int number)
{
    const size_t count = sizeof signal_words / sizeof *signal_words;
    size_t i = 0;
    while (i < count && signal_words[i].number != number)
        i++;
    if (strchr(run.report, 'S') != NULL)
        say("crashed: stack overflow (a function that calls itself without "
            "end?)");
    else if (i < count)
        say("crashed: %s", signal_words[i].words);
    else
        say("crashed: signal %d", number);
}

/* The child ended with no verdict of its own. */
static void say_ending(void)
{
    if (run.too_much_output)
        say("printed without end: stopped after %d kB",
            OUTPUT_LIMIT / 1024);
    else if (run.too_much_memory || strchr(run.report, 'M') != NULL)
        say("took more memory than %d MB", MEMORY_MB);
    else if (run.timed_out && run.megabytes > HUNGRY_MB)
        say("took memory without end: %ld MB when it was stopped after %g "
            "s",
            run.megabytes, seconds_allowed);
    else if (run.timed_out)
        say("never ended: stopped after %g s", seconds_allowed);
    else if (say_address(run.output) || say_undefined(run.output))
        return;
    else if (WIFSIGNALED(run.status))
        say_crash(WTERMSIG(run.status));
    else
        say("left by exit(%d) in mid-question", WEXITSTATUS(run.status));
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

/* The first lines of what the question printed. */
static void say_printed(void)
{
    char *text = run.output;
    cut_sanitizer(text);
    for (int shown = 0; text += strspn(text, "\n"), *text; shown++) {
        if (shown == SHOWN_LINES) {
            say("your code printed more");
            return;
        }
        char *line = text;
        text += strcspn(text, "\n");
        if (*text)
            *text++ = '\0';
        say("your code printed: %s", clean(line));
    }
}

/* The private report without its leading marks. */
static const char *told(void)
{
    return run.report + strspn(run.report, "DMS");
}

static bool passed(void)
{
    return strcmp(told(), "P") == 0 && !run.too_much_memory &&
           !run.too_much_output;
}

static void explain_failure(void)
{
    if (told()[0] == 'F')
        say("%s", told() + 1);
    else if (strcmp(told(), "PL") == 0)
        say_leak();
    else
        say_ending();
    say_printed();
    say_read_again();
    if (run.report[0] == 'D')
        say_repeat();
}

bool judge_ask(const char *question, Question question_asked)
{
    if (gave_up) {
        tap(false, question);
        say("not asked: an earlier question never ended");
        return false;
    }
    long mapped = 0, touched;
    pages_of(getpid(), &mapped, &touched);
    start(question_asked);
    watch(mapped);
    gave_up = run.timed_out && !passed();
    tap(passed(), question);
    if (!passed())
        explain_failure();
    else if (getenv("JUDGE_PRINTED") != NULL)
        say_printed();
    return passed();
}

/* ---- expectations ---- */

static void fail_with(const char *format, va_list arguments)
{
    char message[1024];
    vsnprintf(message, sizeof message, format, arguments);
    fail(message);
}

void expect(bool holds, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!holds)
        fail_with(format, arguments);
    va_end(arguments);
}

void mistake(bool made, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (made)
        fail_with(format, arguments);
    va_end(arguments);
}

void expect_close(const char *what, double came, double expected,
                  double tolerance)
{
    expect(fabs(came - expected) <= tolerance * fmax(1, fabs(expected)) ||
               (isinf(expected) && came == expected),
           "%s: expected %s, came %s", what, show(expected), show(came));
}

void expect_equal(const char *what, long long came, long long expected)
{
    expect(came == expected, "%s: expected %lld, came %lld", what, expected,
           came);
}

double judge_uniform(double low, double high)
{
    if (in_question && !has_drawn)
        report("D");
    has_drawn = true;
    random_state = mix(random_state);
    return low + (high - low) *
                     ((double)(random_state >> 11) / 9007199254740992.0);
}

/* ---- predict exercises ---- */

enum {
    ASKED_LIMIT = 8,
    WRONG_LIMIT = sizeof((Asked *)0)->wrong / sizeof(WrongValue),
    ENTRY_LIMIT = 64,
    LINE_LIMIT = 512,
    LIKELY_SEEDS = 20
};

/* A line of the reader's file, "name = value"; used once it is asked for.
 */
typedef struct {
    int line;
    bool used;
    char name[64], value[LINE_LIMIT];
} Entry;

static char *trim(char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* The signs of a page, as pasted, in those of a keyboard. */
static void in_ascii(char *copy, const char *text)
{
    static const char *const signs[][2] = {{"\u2212", "-"},
                                           {"\u2013", "-"},
                                           {"\u00D7", "*"},
                                           {"\u00B7", "*"},
                                           {"\u00A0", " "}};
    const size_t count = sizeof signs / sizeof *signs;
    while (*text) {
        size_t i = 0;
        while (i < count && strncmp(text, signs[i][0], strlen(signs[i][0])))
            i++;
        *copy++ = i < count ? *signs[i][1] : *text;
        text += i < count ? strlen(signs[i][0]) : 1;
    }
    *copy = '\0';
}

/* The value of what *at points to, which moves past it; NaN when it is not
 * written right, and then so is all that it is part of. */
static double read_sum(const char **at);

static double read_factor(const char **at)
{
    double value = NAN;
    *at += strspn(*at, " \t");
    char first = **at;
    if (first == '-' || first == '+') {
        (*at)++;
        return first == '-' ? -read_factor(at) : read_factor(at);
    }
    if (first == '(') {
        (*at)++;
        value = read_sum(at);
        if (**at != ')')
            return NAN;
        (*at)++;
    } else if (isdigit((unsigned char)first) || first == '.') {
        char *end;
        value = strtod(*at, &end);
        if (end == *at)
            return NAN;
        *at = end;
    }
    *at += strspn(*at, " \t");
    return value;
}

static double read_product(const char **at)
{
    double value = read_factor(at);
    while (**at == '*' || **at == '/') {
        char sign = *(*at)++;
        double other = read_factor(at);
        value = sign == '*' ? value * other : value / other;
    }
    return value;
}

static double read_sum(const char **at)
{
    double value = read_product(at);
    while (**at == '+' || **at == '-') {
        char sign = *(*at)++;
        double other = read_product(at);
        value = sign == '+' ? value + other : value - other;
    }
    return value;
}

/* Reads 1.5, -2, 2/3, 8.5*16, 2*(1 + 3). */
static bool read_number(const char *text, double *number)
{
    char copy[LINE_LIMIT];
    const char *at = copy;
    in_ascii(copy, text);
    *number = read_sum(&at);
    return *at == '\0' && isfinite(*number);
}

static const char how_to_write[] =
    "write it like 1.5, -2, 2/3 or 8.5*(16 - 1)";

static bool near(double came, double right)
{
    return fabs(came - right) <= 5.0001e-4 * fmax(1, fabs(right));
}

/* The message of the known mistake whose value is nearest to what came,
 * among those that it is near to; or NULL. */
static const char *known_mistake(const Asked *asked, double came)
{
    const WrongValue *nearest = NULL, *wrong = asked->wrong;
    for (int i = 0; i < WRONG_LIMIT && wrong[i].message != NULL; i++)
        if (near(came, wrong[i].value) &&
            (nearest == NULL ||
             fabs(came - wrong[i].value) < fabs(came - nearest->value)))
            nearest = &wrong[i];
    return nearest == NULL ? NULL : nearest->message;
}

/* Splits one line; false when it is empty or garbage, which it reports. */
static bool read_entry(char *text, int line, Entry *entry)
{
    text[strcspn(text, "#\n")] = '\0';
    text = trim(text);
    char *equals = strchr(text, '=');
    if (*text == '\0')
        return false;
    if (equals == NULL || equals == text) {
        tap(false, "can every line be read?");
        say("line %d: expected \"name = value\", came \"%s\"", line,
            clean(text));
        return false;
    }
    *equals = '\0';
    *entry = (Entry){.line = line};
    snprintf(entry->name, sizeof entry->name, "%.63s", trim(text));
    snprintf(entry->value, sizeof entry->value, "%s", trim(equals + 1));
    return true;
}

static int read_entries(const char *path, Entry *entries)
{
    char text[LINE_LIMIT];
    int count = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "judge: cannot read %s: %s\n", path,
                strerror(errno));
        exit(2);
    }
    for (int line = 1;
         fgets(text, sizeof text, file) != NULL && count < ENTRY_LIMIT;
         line++)
        count += read_entry(text, line, &entries[count]);
    fclose(file);
    return count;
}

static Entry *find_entry(Entry *entries, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (!entries[i].used && strcmp(entries[i].name, name) == 0) {
            entries[i].used = true;
            return &entries[i];
        }
    return NULL;
}

static unsigned file_seed(Entry *entries, int count)
{
    unsigned long number = 1;
    Entry *entry = find_entry(entries, count, "seed");
    if (entry != NULL &&
        (!whole_number(entry->value, &number) || number > 0xFFFFFFFFu)) {
        tap(false, "is the seed a whole number?");
        say("line %d: expected a whole number, came \"%s\"", entry->line,
            clean(entry->value));
        number = 1;
    }
    return (unsigned)number;
}

static void say_not_right(Entry *entry, double came)
{
    char copy[LINE_LIMIT], *end;
    in_ascii(copy, entry->value);
    strtod(copy, &end);
    bool worked_out = *end != '\0';
    say("%s%s%s is not right", clean(entry->value), worked_out ? " = " : "",
        worked_out ? show(came) : "");
}

static void judge_wrong(const Asked *asked, Entry *entry, double came)
{
    const char *message = known_mistake(asked, came);
    tap(false, asked->name);
    say_not_right(entry, came);
    if (message != NULL)
        say("%s", message);
    say_read_again();
}

static void judge_unread(const Asked *asked, Entry *entry)
{
    tap(false, asked->name);
    if (entry == NULL)
        say("there is no line \"%s = ...\" in the file", asked->name);
    else if (*entry->value == '\0')
        say("%s: not answered yet (line %d)", asked->name, entry->line);
    else
        say("line %d: \"%s\" is not a number; %s", entry->line,
            clean(entry->value), how_to_write);
    if (entry != NULL && strchr(entry->value, ',') != NULL)
        say("a decimal point is a point, not a comma");
    say_read_again();
}

static void judge_value(const Asked *asked, Entry *entry)
{
    double came;
    if (entry == NULL || !read_number(entry->value, &came))
        judge_unread(asked, entry);
    else if (near(came, asked->right))
        tap(true, asked->name);
    else
        judge_wrong(asked, entry, came);
}

static void say_names(const Asked *asked, int count)
{
    char names[ASKED_LIMIT * 64] = "";
    for (int i = 0; i < count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names),
                 "%s%s", i == 0 ? "" : ", ", asked[i].name);
    say("asked for: %s", names);
}

static bool is_asked(const Asked *asked, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(asked[i].name, name) == 0)
            return true;
    return strcmp(name, "seed") == 0;
}

static void judge_unused(Entry *entries, int entry_count,
                         const Asked *asked, int count)
{
    for (Entry *entry = entries; entry < entries + entry_count; entry++) {
        if (entry->used)
            continue;
        bool twice = is_asked(asked, count, entry->name);
        tap(false, twice ? "is every name given once?"
                         : "is every name asked for?");
        say("line %d: \"%s\" is %s", entry->line, clean(entry->name),
            twice ? "given twice" : "not asked for");
        if (!twice)
            say_names(asked, count);
    }
}

static int solve(Predict predict, unsigned problem, Asked *asked)
{
    memset(asked, 0, ASKED_LIMIT * sizeof *asked);
    int count = predict.solve(problem, asked);
    if (count < 1 || count > ASKED_LIMIT) {
        fprintf(stderr, "judge: solve gave %d numbers, expected 1 to %d\n",
                count, ASKED_LIMIT);
        exit(2);
    }
    return count;
}

/* How many numbers the file gives, how many of them are wrong, and how many
 * of these by no known mistake. */
typedef struct {
    int given, wrong, unexplained;
} Tally;

static Tally tally(const Asked *asked, int count, const Entry *entries,
                   int entry_count)
{
    Tally all = {0};
    double came;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < entry_count; j++)
            if (strcmp(entries[j].name, asked[i].name) == 0 &&
                read_number(entries[j].value, &came)) {
                bool wrong = !near(came, asked[i].right);
                all.given++;
                all.wrong += wrong;
                all.unexplained +=
                    wrong && known_mistake(&asked[i], came) == NULL;
            }
    return all;
}

/* The likely seed to which all numbers in the file are right, when they are
 * not for its own; or 0. One number alone proves nothing. */
static unsigned other_seed(Predict predict, const Asked *asked, int count,
                           const Entry *entries, int entry_count)
{
    Asked others[ASKED_LIMIT];
    Tally own = tally(asked, count, entries, entry_count);
    if (own.given < 2 || own.unexplained == 0)
        return 0;
    for (unsigned other = 1; other <= LIKELY_SEEDS; other++) {
        int other_count = solve(predict, other, others);
        Tally its = tally(others, other_count, entries, entry_count);
        if (its.given == own.given && its.wrong == 0)
            return other;
    }
    return 0;
}

static void judge_seeds(unsigned likely, unsigned own)
{
    tap(false, "do the numbers belong to the seed?");
    say("these are the answers to seed %u, and the file says seed = %u",
        likely, own);
}

static int grade_file(int argc, char **argv, const char *what,
                      Predict predict)
{
    static Entry entries[ENTRY_LIMIT];
    Asked asked[ASKED_LIMIT];
    judge_begin(argc, argv, what);
    int entry_count = read_entries(argv[1], entries);
    unsigned own = file_seed(entries, entry_count);
    int count = solve(predict, own, asked);
    unsigned likely =
        other_seed(predict, asked, count, entries, entry_count);
    if (likely != 0)
        judge_seeds(likely, own);
    for (int i = 0; i < count; i++) {
        Entry *entry = find_entry(entries, entry_count, asked[i].name);
        if (likely == 0)
            judge_value(&asked[i], entry);
    }
    judge_unused(entries, entry_count, asked, count);
    return judge_end();
}

static void pose(Predict predict, unsigned problem)
{
    predict.pose(stdout, problem);
    printf("(four digits are enough)\n");
}

static bool is_one_of(const char *text, const char *one, const char *other)
{
    return strcmp(text, one) == 0 || strcmp(text, other) == 0;
}

/* Asks for one number until one can be read; false when the reader leaves.
 */
static bool ask_number(const char *name, double *came)
{
    char line[LINE_LIMIT];
    for (;;) {
        printf("%s = ", name);
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) == NULL) {
            printf("\n");
            return false;
        }
        char *text = trim(line);
        if (is_one_of(text, "q", "quit"))
            return false;
        if (is_one_of(text, "?", "help"))
            printf("    a number: %s; or q to leave\n", how_to_write);
        else if (read_number(text, came))
            return true;
        else if (*text != '\0')
            printf("    \"%s\" is not a number; %s\n", clean(text),
                   how_to_write);
    }
}

static bool practise_one(const Asked *asked, double came)
{
    const char *message = known_mistake(asked, came);
    if (near(came, asked->right)) {
        printf("    right\n");
        return true;
    }
    printf("    not right: expected %s, came %s\n", show(asked->right),
           show(came));
    if (message != NULL)
        printf("    %s\n", message);
    return false;
}

static int practise(Predict predict, unsigned problem)
{
    Asked asked[ASKED_LIMIT];
    int count = solve(predict, problem, asked), right = 0;
    double came;
    pose(predict, problem);
    printf("\n(a number like 1.5, -2 or 2/3; q leaves)\n");
    for (int i = 0; i < count; i++) {
        if (!ask_number(asked[i].name, &came)) {
            printf("left, with %d of %d right\n", right, count);
            return 1;
        }
        right += practise_one(&asked[i], came);
    }
    printf("\n%d of %d right\n", right, count);
    if (right < count) {
        printf("\n");
        predict.work(stdout, problem);
        const char *pages = getenv("JUDGE_PAGES");
        printf("\nread again: %s (%s%s)\n", see_section,
               pages == NULL ? "" : pages, see_anchor);
    }
    return right == count ? 0 : 1;
}

static void print_right(Predict predict, unsigned problem)
{
    Asked asked[ASKED_LIMIT];
    int count = solve(predict, problem, asked);
    for (int i = 0; i < count; i++)
        printf("%s = %.10g\n", asked[i].name, asked[i].right);
}

static void print_wrong(Predict predict, unsigned problem)
{
    Asked asked[ASKED_LIMIT];
    int count = solve(predict, problem, asked);
    for (int i = 0; i < count; i++)
        for (int j = 0;
             j < WRONG_LIMIT && asked[i].wrong[j].message != NULL; j++)
            printf("%s\t%.10g\t%s\n", asked[i].name,
                   asked[i].wrong[j].value, asked[i].wrong[j].message);
}

static int predict_usage(const char *program)
{
    fprintf(
        stderr,
        "usage: %s FILE | --pose SEED | --practice SEED | --solve SEED | "
        "--wrong SEED\n"
        "       (a SEED is a whole number)\n",
        program);
    return 2;
}

int judge_predict(int argc, char **argv, const char *what,
                  const char *section, const char *anchor, Predict predict)
{
    unsigned long number;
    judge_see(section, anchor);
    if (argc == 2 && argv[1][0] != '-')
        return grade_file(argc, argv, what, predict);
    if (argc != 3 || !whole_number(argv[2], &number) ||
        number > 0xFFFFFFFFu)
        return predict_usage(argv[0]);
    unsigned problem = (unsigned)number;
    if (strcmp(argv[1], "--pose") == 0)
        pose(predict, problem);
    else if (strcmp(argv[1], "--practice") == 0)
        return practise(predict, problem);
    else if (strcmp(argv[1], "--solve") == 0)
        print_right(predict, problem);
    else if (strcmp(argv[1], "--wrong") == 0)
        print_wrong(predict, problem);
    else
        return predict_usage(argv[0]);
    return 0;
}

double predict_pick(unsigned problem, int which, double low, double high,
                    double step)
{
    uint64_t choices = (uint64_t)floor((high - low) / step + 1e-9) + 1;
    uint64_t drawn = mix(mix(problem) + (uint64_t)which);
    double picked = low + (double)(drawn % choices) * step;
    return round(picked * 1e9) / 1e9;
}
