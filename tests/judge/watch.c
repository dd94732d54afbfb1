/* watch.c: the parent: starts the child that answers, reads what it prints
 * and reports, and stops it at its limits. */
#include "parts.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GRACE_MS = 100 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void start(Run *run, Question question)
{
    int output[2], reports[2];
    if (pipe(output) != 0 || pipe(reports) != 0)
        judge_die("cannot make a pipe");
    fflush(NULL);
    run->output_length = run->report_length = 0;
    run->timed_out = run->too_much_memory = run->too_much_output = false;
    run->child = fork();
    if (run->child < 0)
        judge_die("cannot start a process");
    if (run->child == 0) {
        setpgid(0, 0);
        close(output[0]);
        close(reports[0]);
        judge_answer(question, output[1], reports[1]);
    }
    setpgid(run->child, run->child);
    close(output[1]);
    close(reports[1]);
    run->output_fd = output[0];
    run->report_fd = reports[0];
    fcntl(run->output_fd, F_SETFL, O_NONBLOCK);
    fcntl(run->report_fd, F_SETFL, O_NONBLOCK);
}

/* Reads what there is, and closes at the end; true when it is full. */
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

static void drain_both(Run *run)
{
    drain(&run->report_fd, run->report, &run->report_length, REPORT_LIMIT);
    run->too_much_output = drain(&run->output_fd, run->output,
                                 &run->output_length, OUTPUT_LIMIT);
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
static bool memory_exceeded(const Run *run, long mapped_before)
{
    long mapped, touched,
        most = (long)MEMORY_MB * 1024 * 1024 / sysconf(_SC_PAGESIZE);
    return mapped_before > 0 && pages_of(run->child, &mapped, &touched) &&
           (mapped - mapped_before > most || touched > most);
}

static void wait_a_moment(const Run *run)
{
    struct pollfd watched[] = {{run->output_fd, POLLIN, 0},
                               {run->report_fd, POLLIN, 0}};
    bool open = run->output_fd >= 0 || run->report_fd >= 0;
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

/* Does it want to run, rather than sleep? Where /proc tells. */
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
 * other work has more, so that a busy machine fails nobody. */
static bool out_of_time(const Run *run, double elapsed)
{
    if (elapsed < judge_state.seconds)
        return false;
    bool starved =
        wants_to_run(run->child) &&
        processor_seconds(run->child) < 0.8 * judge_state.seconds;
    return !starved || elapsed > PATIENCE * judge_state.seconds;
}

/* True when the child must be stopped. A time-out first asks politely, so
 * that the child can say whether it had run out of memory. */
static bool over_limits(Run *run, double started, long mapped_before)
{
    if (memory_exceeded(run, mapped_before))
        run->too_much_memory = true;
    if (!run->timed_out && out_of_time(run, now() - started)) {
        run->timed_out = true;
        run->stopped_at = now();
        run->megabytes = megabytes_of(run->child);
        if (!SANITIZED)
            kill(run->child, SIGTERM);
    }
    bool grace_over =
        SANITIZED || now() > run->stopped_at + GRACE_MS / 1000.0;
    return run->too_much_memory || run->too_much_output ||
           (run->timed_out && grace_over);
}

static void watch(Run *run, long mapped_before)
{
    double started = now();
    pid_t ended = 0;
    while (ended == 0) {
        wait_a_moment(run);
        drain_both(run);
        ended = waitpid(run->child, &run->status, WNOHANG);
        if (ended == 0 && over_limits(run, started, mapped_before)) {
            kill(-run->child, SIGKILL);
            ended = waitpid(run->child, &run->status, 0);
        }
    }
    drain_both(run);
    kill(-run->child, SIGKILL); /* whatever the child itself has started */
    if (run->output_fd >= 0)
        close(run->output_fd);
    if (run->report_fd >= 0)
        close(run->report_fd);
}

void judge_run(Run *run, Question question)
{
    long mapped = 0, touched;
    pages_of(getpid(), &mapped, &touched);
    start(run, question);
    watch(run, mapped);
}
