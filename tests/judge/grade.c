/* grade.c: a file of answers to a predict exercise, graded. */
#include "parts.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LIKELY_SEEDS = 20 };

int judge_solve(Predict predict, unsigned problem, Asked *asked)
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

bool judge_near(double came, double right)
{
    return fabs(came - right) <= 5.0001e-4 * fmax(1, fabs(right));
}

/* Is it the right number with less than four digits left of it? */
static bool rounded(double came, double right)
{
    char text[32];
    for (int digits = 1; digits < 4; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, right);
        if (fabs(strtod(text, NULL) - came) <= 1e-12 * fabs(right))
            return true;
    }
    return false;
}

/* What may go wrong with any number. */
static const char *common_mistake(double came, double right)
{
    if (rounded(came, right))
        return "right as far as it goes: give four digits";
    if (judge_near(came, -right))
        return "its sign is turned";
    return NULL;
}

const char *judge_section(const Asked *asked)
{
    return asked->section != NULL ? asked->section : judge_state.section;
}

const char *judge_anchor(const Asked *asked)
{
    return asked->section != NULL ? asked->anchor : judge_state.anchor;
}

const char *judge_known_mistake(const Asked *asked, double came)
{
    const WrongValue *nearest = NULL, *wrong = asked->wrong;
    for (int i = 0; i < WRONG_LIMIT && wrong[i].message != NULL; i++)
        if (judge_near(came, wrong[i].value) &&
            (nearest == NULL ||
             fabs(came - wrong[i].value) < fabs(came - nearest->value)))
            nearest = &wrong[i];
    return nearest == NULL ? common_mistake(came, asked->right)
                           : nearest->message;
}

static void say_not_right(Entry *entry, double came)
{
    bool worked_out = judge_is_worked_out(entry->value);
    judge_say("%s%s%s is not right", judge_clean(entry->value),
              worked_out ? " = " : "", worked_out ? judge_show(came) : "");
}

static void say_read_again(const Asked *asked)
{
    judge_say("read again: %s (%s)", judge_section(asked),
              judge_anchor(asked));
}

/* Names like log and exp are the likeliest of what is not understood. */
static bool has_a_name(const char *text)
{
    for (; *text; text++)
        if (isalpha((unsigned char)text[0]) &&
            isalpha((unsigned char)text[1]))
            return true;
    return false;
}

static void grade_wrong(const Asked *asked, Entry *entry, double came)
{
    const char *message = judge_known_mistake(asked, came);
    judge_tap(false, asked->name);
    say_not_right(entry, came);
    if (message != NULL)
        judge_say("%s", message);
    say_read_again(asked);
}

static void grade_unread(const Asked *asked, Entry *entry)
{
    judge_tap(false, asked->name);
    if (entry == NULL)
        judge_say("there is no line \"%s = ...\" in the file", asked->name);
    else if (*entry->value == '\0')
        judge_say("%s: not answered yet (line %d)", asked->name,
                  entry->line);
    else
        judge_say("line %d: \"%s\" is not a number; %s", entry->line,
                  judge_clean(entry->value), judge_how_to_write);
    if (entry != NULL && has_a_name(entry->value))
        judge_say("+ - * / and parentheses are understood, and no names: "
                  "work out log, exp and their like yourself");
    if (entry != NULL && strchr(entry->value, ',') != NULL)
        judge_say("a decimal point is a point, not a comma");
    say_read_again(asked);
}

static void grade_value(const Asked *asked, Entry *entry)
{
    double came;
    if (entry == NULL || !judge_read_number(entry->value, &came))
        grade_unread(asked, entry);
    else if (judge_near(came, asked->right))
        judge_tap(true, asked->name);
    else
        grade_wrong(asked, entry, came);
}

static void say_names(const Asked *asked, int count)
{
    char names[ASKED_LIMIT * 64] = "";
    for (int i = 0; i < count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names),
                 "%s%s", i == 0 ? "" : ", ", asked[i].name);
    judge_say("asked for: %s", names);
}

static bool is_asked(const Asked *asked, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(asked[i].name, name) == 0)
            return true;
    return strcmp(name, "seed") == 0;
}

static void grade_unused(Entry *entries, int entry_count,
                         const Asked *asked, int count)
{
    for (Entry *entry = entries; entry < entries + entry_count; entry++) {
        if (entry->used)
            continue;
        bool twice = is_asked(asked, count, entry->name);
        judge_tap(false, twice ? "is every name given once?"
                               : "is every name asked for?");
        judge_say("line %d: \"%s\" is %s", entry->line,
                  judge_clean(entry->name),
                  twice ? "given twice" : "not asked for");
        if (!twice)
            say_names(asked, count);
    }
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
                judge_read_number(entries[j].value, &came)) {
                bool wrong = !judge_near(came, asked[i].right);
                all.given++;
                all.wrong += wrong;
                all.unexplained +=
                    wrong && judge_known_mistake(&asked[i], came) == NULL;
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
        int other_count = judge_solve(predict, other, others);
        Tally its = tally(others, other_count, entries, entry_count);
        if (its.given == own.given && its.wrong == 0)
            return other;
    }
    return 0;
}

static void grade_seeds(unsigned likely, unsigned own)
{
    judge_tap(false, "do the numbers belong to the seed?");
    judge_say("these are the answers to seed %u, and the file says "
              "seed = %u",
              likely, own);
}

int judge_grade_file(int argc, char **argv, const char *what,
                     Predict predict)
{
    static Entry entries[ENTRY_LIMIT];
    Asked asked[ASKED_LIMIT];
    judge_begin(argc, argv, what);
    int entry_count = judge_read_entries(argv[1], entries);
    unsigned own = judge_file_seed(entries, entry_count);
    int count = judge_solve(predict, own, asked);
    unsigned likely =
        other_seed(predict, asked, count, entries, entry_count);
    if (likely != 0)
        grade_seeds(likely, own);
    for (int i = 0; i < count; i++) {
        Entry *entry =
            judge_find_entry(entries, entry_count, asked[i].name);
        if (likely == 0)
            grade_value(&asked[i], entry);
    }
    grade_unused(entries, entry_count, asked, count);
    return judge_end();
}
