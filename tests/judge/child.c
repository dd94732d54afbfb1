/* child.c: what runs in the child: limits, the question with its
 * expectations, and the report to the parent. */
#include "parts.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { SPARE_MB = 64 }; /* the parent sees the limit before malloc fails */

static struct {
    bool in_question, has_drawn;
    int report_fd;
    uint64_t random;
    char *stack_base;
} child;

/* What the sanitizers are told when the program starts. */
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

static void report(const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        ssize_t written = write(child.report_fd, text, length);
        if (written < 0 && errno != EINTR)
            break;
        text += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
}

static void fail(const char *message)
{
    if (!child.in_question) {
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
        address < child.stack_base &&
        (rlim_t)(child.stack_base - address) + 65536 > stack.rlim_cur &&
        (rlim_t)(child.stack_base - address) < stack.rlim_cur + (1 << 20))
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
    rlim_t whole_seconds = (rlim_t)ceil(judge_state.seconds) + 1;
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, 8 * whole_seconds);
    /* should the parent be killed */
    alarm((unsigned)whole_seconds * PATIENCE + 2);
    if (!SANITIZED) {
        catch_signals();
        limit(RLIMIT_AS, (rlim_t)(MEMORY_MB + SPARE_MB) << 20);
    }
}

static void redirect(int output_write, int report_write)
{
    int null = open("/dev/null", O_RDONLY);
    child.report_fd = fcntl(report_write, F_DUPFD, 100);
    if (null < 0 || child.report_fd < 0 || dup2(null, 0) < 0 ||
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

void judge_answer(Question question, int output_write, int report_write)
{
    char here;
    redirect(output_write, report_write);
    child.stack_base = &here;
    child.in_question = true;
    child.random = judge_mix(judge_state.seed) ^
                   judge_mix((uint64_t)judge_state.asked + 1000);
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
    const char *right = judge_show(expected), *shown = judge_show(came);
    bool close =
        fabs(came - expected) <= tolerance * fmax(1, fabs(expected)) ||
        (isinf(expected) && came == expected);
    expect(close || strcmp(right, shown) != 0,
           "%s: expected %s, and what came is off by %.2g, where at most "
           "%.2g is allowed",
           what, right, came - expected,
           tolerance * fmax(1, fabs(expected)));
    expect(close, "%s: expected %s, came %s", what, right, shown);
}

void expect_equal(const char *what, long long came, long long expected)
{
    expect(came == expected, "%s: expected %lld, came %lld", what, expected,
           came);
}

double judge_uniform(double low, double high)
{
    if (child.in_question && !child.has_drawn)
        report("D");
    child.has_drawn = true;
    child.random = judge_mix(child.random);
    return low + (high - low) *
                     ((double)(child.random >> 11) / 9007199254740992.0);
}
