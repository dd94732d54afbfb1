/* predict.c: exercises of the kind "predict": posed, practised, solved;
 * grade.c grades them. */
#include "parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_LEFT = 3 };

static void pose(Predict predict, unsigned problem)
{
    predict.pose(stdout, problem);
    printf("(four digits are enough)\n");
}

static bool is_one_of(const char *text, const char *one, const char *other)
{
    return strcmp(text, one) == 0 || strcmp(text, other) == 0;
}

typedef enum { ANSWERED, LEFT, GAVE_UP } Reply;

/* Asks until a number can be read, or the reader wants something else. */
static Reply ask_number(const char *name, double *came)
{
    char line[LINE_LIMIT];
    for (;;) {
        printf("%s = ", name);
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) == NULL) {
            printf("\n");
            return LEFT;
        }
        char *text = judge_trim(line);
        if (is_one_of(text, "q", "quit"))
            return LEFT;
        if (is_one_of(text, "w", "work"))
            return GAVE_UP;
        if (is_one_of(text, "?", "help"))
            printf("    a number: %s\n    w shows the worked solution, q "
                   "leaves\n",
                   judge_how_to_write);
        else if (judge_read_number(text, came))
            return ANSWERED;
        else if (*text != '\0')
            printf("    \"%s\" is not a number; %s\n", judge_clean(text),
                   judge_how_to_write);
    }
}

/* A first miss is told what went wrong, where that is known; the number
 * itself is shown after a second. */
static Reply practise_one(const Asked *asked, bool *right)
{
    for (int tries = 1; tries <= 2; tries++) {
        double came;
        Reply reply = ask_number(asked->name, &came);
        if (reply != ANSWERED)
            return reply;
        *right = judge_near(came, asked->right);
        if (*right) {
            printf("    right\n");
            return ANSWERED;
        }
        const char *message = judge_known_mistake(asked, came);
        printf("    not right%s%s\n", message == NULL ? "" : ": ",
               message == NULL ? "" : message);
        if (tries == 2)
            printf("    expected %s, came %s\n", judge_show(asked->right),
                   judge_show(came));
    }
    return ANSWERED;
}

/* Names the sections of the numbers that are not solved, each once. */
static void say_read_again(const Asked *asked, const bool *solved,
                           int count)
{
    const char *pages = getenv("JUDGE_PAGES");
    for (int i = 0; i < count; i++) {
        bool again = solved[i];
        for (int j = 0; j < i && !again; j++)
            again = !solved[j] && strcmp(judge_anchor(&asked[j]),
                                         judge_anchor(&asked[i])) == 0;
        if (!again)
            printf("read again: %s (%s%s)\n", judge_section(&asked[i]),
                   pages == NULL ? "" : pages, judge_anchor(&asked[i]));
    }
}

static void show_work(Predict predict, unsigned problem, const Asked *asked,
                      const bool *solved, int count)
{
    printf("\n");
    predict.work(stdout, problem);
    printf("\n");
    say_read_again(asked, solved, count);
}

static int practise(Predict predict, unsigned problem)
{
    Asked asked[ASKED_LIMIT];
    bool solved[ASKED_LIMIT] = {false};
    int count = judge_solve(predict, problem, asked), right = 0;
    Reply reply = ANSWERED;
    setvbuf(stdin, NULL, _IONBF, 0); /* what follows is for others */
    pose(predict, problem);
    printf(
        "\n(a number like 1.5, -2 or 2/3; w shows the work, q leaves)\n");
    for (int i = 0; i < count && reply == ANSWERED; i++) {
        reply = practise_one(&asked[i], &solved[i]);
        right += solved[i];
    }
    if (reply == LEFT) {
        printf("left, with %d of %d right\n", right, count);
        return EXIT_LEFT;
    }
    if (reply == ANSWERED)
        printf("\n%d of %d right\n", right, count);
    if (right < count)
        show_work(predict, problem, asked, solved, count);
    return right == count ? 0 : 1;
}

static void print_right(Predict predict, unsigned problem)
{
    Asked asked[ASKED_LIMIT];
    int count = judge_solve(predict, problem, asked);
    for (int i = 0; i < count; i++)
        printf("%s = %.10g\n", asked[i].name, asked[i].right);
}

static void print_wrong(Predict predict, unsigned problem)
{
    Asked asked[ASKED_LIMIT];
    int count = judge_solve(predict, problem, asked);
    for (int i = 0; i < count; i++)
        for (int j = 0;
             j < WRONG_LIMIT && asked[i].wrong[j].message != NULL; j++)
            printf("%s\t%.10g\t%s\n", asked[i].name,
                   asked[i].wrong[j].value, asked[i].wrong[j].message);
}

static int usage(const char *program)
{
    fprintf(stderr,
            "usage: %s FILE | --pose SEED | --practice SEED | "
            "--solve SEED | --wrong SEED\n"
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
        return judge_grade_file(argc, argv, what, predict);
    if (argc != 3 || !judge_whole_number(argv[2], &number) ||
        number > 0xFFFFFFFFu)
        return usage(argv[0]);
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
        return usage(argv[0]);
    return 0;
}

double predict_pick(unsigned problem, int which, double low, double high,
                    double step)
{
    uint64_t choices = (uint64_t)floor((high - low) / step + 1e-9) + 1;
    uint64_t drawn = judge_mix(judge_mix(problem) + (uint64_t)which);
    double picked = low + (double)(drawn % choices) * step;
    return round(picked * 1e9) / 1e9;
}
