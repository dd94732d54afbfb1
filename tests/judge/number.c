/* number.c: numbers drawn, printed, and read as a reader writes them. */
#include "parts.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

uint64_t judge_mix(uint64_t state)
{
    state += 0x9E3779B97F4A7C15u;
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
    state = (state ^ (state >> 27)) * 0x94D049BB133111EBu;
    return state ^ (state >> 31);
}

bool judge_whole_number(const char *text, unsigned long *number)
{
    char *end;
    errno = 0;
    *number = strtoul(text, &end, 10);
    return isdigit((unsigned char)text[0]) && *end == '\0' && errno == 0;
}

const char *judge_show(double number)
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

bool judge_read_number(const char *text, double *number)
{
    char copy[LINE_LIMIT];
    const char *at = copy;
    in_ascii(copy, text);
    *number = read_sum(&at);
    return *at == '\0' && isfinite(*number);
}

bool judge_is_worked_out(const char *text)
{
    char copy[LINE_LIMIT], *end;
    in_ascii(copy, text);
    strtod(copy, &end);
    return *end != '\0';
}

const char judge_how_to_write[] =
    "write it like 1.5, -2, 2/3 or 8.5*(16 - 1)";
