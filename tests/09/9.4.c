/* 9.4.c: tangled from chapter 9, "Two moons", of Gradus. */
/* Judges exercise 9.4: a checksum, and where it stands. */
#include "judge.h"
#include <inttypes.h>
#include <string.h>

bool is_whole(const char *text, size_t n);

enum { MOST = 400, LINE = 26 };

static char text[MOST + LINE + 2];
static size_t n;

/* Bytes from low to high. */
static void draw_bytes(double low, double high)
{
    n = (size_t)judge_uniform(50, MOST);
    for (size_t i = 0; i < n; i++)
        text[i] = (char)(unsigned char)judge_uniform(low, high);
    text[n - 1] = '\n'; /* so that the checksum begins a line */
}

static uint64_t fnv_from(uint64_t sum, size_t length)
{
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (unsigned char)text[i]) * 0x100000001b3;
    return sum;
}

static uint64_t fnv_1a(void)
{
    return fnv_from(0xcbf29ce484222325, n);
}

/* The sum doesn't begin with the digit 0, which has a question of its own. */
static void draw_text(double low, double high)
{
    do
        draw_bytes(low, high);
    while (fnv_1a() >> 60 == 0);
}

/* Multiplies first: the older FNV-1. */
static uint64_t fnv_1(void)
{
    uint64_t sum = 0xcbf29ce484222325;
    for (size_t i = 0; i < n; i++)
        sum = (sum * 0x100000001b3) ^ (unsigned char)text[i];
    return sum;
}

static bool ask(uint64_t sum)
{
    snprintf(text + n, LINE + 1, "checksum %016" PRIx64 "\n", sum);
    return is_whole(text, n + LINE);
}

static bool ask_in_capitals(uint64_t sum)
{
    snprintf(text + n, LINE + 1, "checksum %016" PRIX64 "\n", sum);
    return is_whole(text, n + LINE);
}

/* The sum of the bytes and of the word and the blank before the digits. */
static uint64_t with_the_word(void)
{
    memcpy(text + n, "checksum ", 9);
    return fnv_from(0xcbf29ce484222325, n + 9);
}

static void whole(void)
{
    draw_text(32, 127);
    bool good = ask(fnv_1a()), other = ask(fnv_1());
    mistake(!good && other, "that is FNV-1: FNV-1a takes in the byte first, "
                            "and then multiplies");
    mistake(good && other, "any checksum will do: compare it");
    mistake(!good && ask(fnv_from(0, n)),
            "the sum began at 0: it begins at 0xcbf29ce484222325");
    mistake(!good && ask(with_the_word()),
            "the word checksum was summed up, too: only what stands before "
            "its line is");
    mistake(!good && ask_in_capitals(fnv_1a()),
            "only capital letters were accepted: the format has small ones");
    expect(good, "a whole file of %zu bytes and its checksum was refused",
           n);
}

static void high_bytes(void)
{
    draw_text(128, 256);
    mistake(!ask(fnv_1a()), "a file with bytes above 127 was refused: such "
                            "a char may be negative, so take it as an "
                            "unsigned char");
}

static void first_digit_zero(void)
{
    do
        draw_bytes(32, 127);
    while (fnv_1a() >> 60 != 0);
    mistake(!ask(fnv_1a()), "a file whose sum begins with the digit 0 was "
                            "refused: print all sixteen, zeros too");
}

static void zero_bytes(void)
{
    do {
        draw_bytes(32, 127);
        text[n / 2] = '\0';
    } while (fnv_1a() >> 60 == 0);
    mistake(!ask(fnv_1a()), "a file with a byte 0 was refused: the length "
                            "is n, and no string ends there");
}

static void nothing_else(void)
{
    n = 0;
    mistake(!ask(fnv_1a()), "a file of the checksum alone was refused: of "
                            "no bytes it is the start, 0xcbf29ce484222325");
}

static void changed_byte(void)
{
    draw_text(32, 127);
    uint64_t sum = fnv_1a();
    for (size_t i = 0; i < n; i++) {
        text[i] ^= 1;
        mistake(ask(sum), "byte %zu of %zu was changed, and the file is "
                          "still whole: take in every byte",
                i, n);
        text[i] ^= 1;
    }
}

static void changed_digit(void)
{
    draw_text(32, 127);
    ask(fnv_1a());
    for (size_t i = n + LINE - 17; i < n + LINE - 1; i++) {
        char digit = text[i];
        text[i] = digit == '1' ? '2' : '1';
        mistake(is_whole(text, n + LINE),
                "a digit of the checksum was changed, and the file is still "
                "whole: compare all sixteen");
        text[i] = digit;
    }
}

static void torn(void)
{
    draw_text(32, 127);
    ask(fnv_1a());
    for (size_t length = 0; length < n + LINE; length++) {
        char part[MOST + LINE];
        memcpy(part, text, length);
        mistake(is_whole(part, length),
                "the first %zu of %zu bytes were taken for the whole",
                length, n + LINE);
    }
    text[n + LINE] = '\n';
    mistake(is_whole(text, n + LINE + 1),
            "a byte followed the checksum's line, and the file was whole");
}

static void spelling(void)
{
    draw_text(32, 127);
    uint64_t sum = fnv_1a();
    for (; (sum >> 60) < 10; sum = fnv_1a())
        draw_text(32, 127);
    snprintf(text + n, LINE + 1, "checksum %016" PRIX64 "\n", sum);
    mistake(is_whole(text, n + LINE), "capital letters were accepted: the "
                                      "format has small ones");
    snprintf(text + n, LINE + 1, "Checksum %016" PRIx64 "\n", sum);
    mistake(is_whole(text, n + LINE), "the line did not begin with "
                                      "the word checksum and a blank, and "
                                      "was accepted");
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 9.4");
    judge_see("A checksum", "09-two-moons.html#checksum");
    if (judge_ask_first("is a whole file known?", whole)) {
        judge_ask("with a sum that begins with 0?", first_digit_zero);
        judge_ask("with bytes above 127?", high_bytes);
        judge_ask("with bytes that are 0?", zero_bytes);
        judge_ask("when it is empty but for the checksum?", nothing_else);
        judge_ask("is a changed byte found?", changed_byte);
        judge_ask("is a changed digit of the checksum found?",
                  changed_digit);
        judge_ask("is a torn file refused?", torn);
        judge_ask("must the digits be small, and all there?", spelling);
    }
    return judge_end();
}
