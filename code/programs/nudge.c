/* nudge.c: tangled from chapter 1, "One weight", of Gradus. */
/* nudge.c - learns by nudging, and prints what chapter 1 shows of it. */
#include "nudge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double NUDGE = 1e-6;

static const double x[] = {1, 2, 5};
static const double twice_x[] = {2, 4, 10};
static const NudgeExamples doubling = {3, 1, x, twice_x};

static const double x_and_one[] = {1, 1, 2, 1, 5, 1};
static const double line_of_x[] = {5, 7, 13};
static const NudgeExamples line = {3, 2, x_and_one, line_of_x};

static int stop(const char *where, long step, NudgeStatus status)
{
    fflush(stdout);
    fprintf(stderr, "nudge: %s %ld: %s\n", where, step,
            nudge_message(status));
    return EXIT_FAILURE;
}

static void print_row(long step, const Nudge *at, double loss)
{
    printf("%4ld", step);
    for (size_t i = 0; i < at->n; i++)
        printf("  %14.10g", at->weights[i]);
    printf("  %12.6g\n", loss);
}

static int learn(Nudge *at, double rate, long steps, long every)
{
    double loss, slopes[2];
    for (long step = 0;; step++) {
        NudgeStatus status = nudge_run(at, &loss);
        if (status == NUDGE_OK && step % every == 0)
            print_row(step, at, loss);
        if (status == NUDGE_OK && step == steps)
            return EXIT_SUCCESS;
        /* take the slopes, then the step */
        if (status == NUDGE_OK)
            status = nudge_forward(at, NUDGE, slopes);
        if (status == NUDGE_OK)
            status = nudge_step(at, slopes, rate);
        if (status != NUDGE_OK)
            return stop("step", step, status);
    }
}

static int learn_to_double(double rate, long steps)
{
    double w = 0.5;
    NudgeExamples data = doubling;
    Nudge at = {nudge_mse, &data, &w, 1, 0};
    printf("step          weight          loss\n");
    return learn(&at, rate, steps, 1);
}

static int learn_a_line(void)
{
    double weight_and_bias[] = {0, 0};
    NudgeExamples data = line;
    Nudge at = {nudge_mse, &data, weight_and_bias, 2, 0};
    printf("step          weight            bias          loss\n");
    return learn(&at, 0.05, 500, 50);
}

static int trace_loss(void)
{
    double w = 0.5, loss = 0.0;
    NudgeExamples data = doubling;
    printf("$x$\t$2x$\t$wx$\terror\tsquared error\n");
    for (size_t i = 0; i < data.examples; i++) {
        double answer = nudge_neuron(&w, x + i, 1);
        double error = answer - twice_x[i];
        printf("%g\t%g\t%g\t%g\t%g\n", x[i], twice_x[i], answer, error,
               error * error);
    }
    NudgeStatus status = nudge_mse(&w, &data, &loss);
    printf("mean\t\t\t\t%g\n", loss);
    return status == NUDGE_OK ? EXIT_SUCCESS : stop("mean", 3, status);
}

static int trace_parabola(void)
{
    double w = 0.5, h = 0.5, here = 0.0, chord = 0.0, tangent = 0.0;
    NudgeExamples data = doubling;
    Nudge at = {nudge_mse, &data, &w, 1, 0};
    NudgeStatus status = nudge_run(&at, &here);
    if (status == NUDGE_OK)
        status = nudge_forward(&at, h, &chord);
    if (status == NUDGE_OK)
        status = nudge_central(&at, h, &tangent); /* exact on a parabola */
    for (int i = 0; i <= 40 && status == NUDGE_OK; i++) {
        double moved = i / 10.0, loss = 0.0;
        status = nudge_mse(&moved, &data, &loss);
        printf("%g\t%g\t%g\t%g\n", moved, loss, here + chord * (moved - w),
               here + tangent * (moved - w));
    }
    return status == NUDGE_OK ? EXIT_SUCCESS : stop("nudge", 1, status);
}

static int measure_nudges(void)
{
    double w = 0.5, power = 1.0, forward, central;
    const double exact = -30.0; /* 2 * 10 * (0.5 - 2) */
    NudgeExamples data = doubling;
    Nudge at = {nudge_mse, &data, &w, 1, 0};
    printf("$h$\tforward\tits error\tcentral\tits error\n");
    for (int digits = 1; digits <= 15; digits++) {
        double h = 1.0 / (power *= 10.0);
        NudgeStatus status = nudge_forward(&at, h, &forward);
        if (status == NUDGE_OK)
            status = nudge_central(&at, h, &central);
        if (status != NUDGE_OK)
            return stop("digit", digits, status);
        printf("%.0e\t%.8f\t%.0e\t%.8f\t%.0e\n", h, forward,
               fabs(forward - exact), central, fabs(central - exact));
    }
    return EXIT_SUCCESS;
}

static NudgeStatus flat(const double *weights, void *context, double *loss)
{
    (void)weights, (void)context;
    *loss = 0.0;
    return NUDGE_OK;
}

static int count_runs(void)
{
    static const size_t sizes[] = {1, 10, 1000, 1000000};
    printf("weights\truns of the loss\tmultiplications\n");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        /* take one step on n weights */
        double *numbers = calloc(2 * n, sizeof *numbers);
        if (numbers == NULL)
            return stop("no memory for weights:", (long)n, NUDGE_FAILED);
        Nudge at = {flat, NULL, numbers, n, 0};
        NudgeStatus status = nudge_forward(&at, NUDGE, numbers + n);
        if (status == NUDGE_OK)
            status = nudge_step(&at, numbers + n, 0.05);
        free(numbers);
        if (status != NUDGE_OK)
            return stop("weights", (long)n, status);
        printf("%zu\t%llu\t%llu\n", n, at.runs, at.runs * n);
    }
    return EXIT_SUCCESS;
}

static const struct {
    const char *name;
    int (*show)(void);
} shows[] = {{"--line", learn_a_line},
             {"--trace", trace_loss},
             {"--parabola", trace_parabola},
             {"--nudges", measure_nudges},
             {"--cost", count_runs}};

static int usage(void)
{
    static const char text[] =
        "usage: nudge [RATE [STEPS]]  learn to double (0.02, 25 steps)\n"
        "       nudge --line          learn 2x + 3\n"
        "       nudge --trace         the loss of one weight, in parts\n"
        "       nudge --parabola      the loss for many weights\n"
        "       nudge --nudges        slopes for smaller and smaller h\n"
        "       nudge --cost          runs of the loss for one step\n";
    fputs(text, stderr);
    return 2;
}

static int read_number(const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*number);
}

int main(int argc, char **argv)
{
    double rate = 0.02, steps = 25;
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        if (argc == 2 && strcmp(argv[1], shows[i].name) == 0)
            return shows[i].show();
    if (argc > 3 || (argc > 1 && !read_number(argv[1], &rate)) ||
        (argc > 2 && !read_number(argv[2], &steps)))
        return usage();
    if (steps < 0 || steps > 1e6 || steps != floor(steps))
        return usage();
    return learn_to_double(rate, (long)steps);
}
