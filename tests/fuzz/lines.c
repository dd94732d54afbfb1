/* lines.c - how a text of lines is changed to be tried: now and then some
   lines of it, besides the bytes that libFuzzer changes by itself. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t room,
                               unsigned seed);

typedef struct {
    uint8_t *bytes;
    size_t size, room;
    uint64_t random;
} Text;

typedef struct {
    size_t from, to; /* with the newline */
} Span;

static size_t below(Text *text, size_t n)
{
    text->random =
        text->random * 6364136223846793005u + 1442695040888963407u;
    return n == 0 ? 0 : (size_t)(text->random >> 33) % n;
}

/* Puts n bytes, which are not the text's, in place of the span. */
static void replace(Text *text, Span span, const void *bytes, size_t n)
{
    size_t rest = text->size - span.to;
    if (text->size - (span.to - span.from) + n > text->room)
        return;
    memmove(text->bytes + span.from + n, text->bytes + span.to, rest);
    memcpy(text->bytes + span.from, bytes, n);
    text->size = span.from + n + rest;
}

/* ---- lines */

static Span line_at(const Text *text, size_t from)
{
    size_t to = from;
    while (to < text->size && text->bytes[to++] != '\n')
        ;
    return (Span){from, to};
}

static Span any_line(Text *text)
{
    size_t lines = 0, at = 0;
    for (size_t i = 0; i < text->size; i++)
        lines += text->bytes[i] == '\n';
    for (size_t i = below(text, lines + 1); i > 0; i--)
        at = line_at(text, at).to;
    return line_at(text, at);
}

static void repeat(Text *text, Span line, size_t times)
{
    size_t length = line.to - line.from;
    uint8_t *copy = malloc(length + 1);
    if (copy == NULL)
        return;
    memcpy(copy, text->bytes + line.from, length);
    while (times-- > 0)
        replace(text, (Span){line.to, line.to}, copy, length);
    free(copy);
}

static void repeat_line(Text *text)
{
    repeat(text, any_line(text), (size_t)1 << below(text, 7));
}

static void drop_line(Text *text) { replace(text, any_line(text), "", 0); }

/* ---- numbers */

static bool is_of_number(uint8_t c)
{
    return c != '\0' && strchr("+-.0123456789", c) != NULL;
}

static Span number_from(const Text *text, size_t from)
{
    while (from < text->size && !is_of_number(text->bytes[from]))
        from++;
    size_t to = from;
    while (to < text->size && is_of_number(text->bytes[to]))
        to++;
    return (Span){from, to};
}

static void change_number(Text *text)
{
    static const char *const numbers[] = {"0",
                                          "1",
                                          "2",
                                          "-1",
                                          "0.1234567890123",
                                          "-0",
                                          "1e308",
                                          "1e-320",
                                          "1e999",
                                          "-1e999",
                                          "nan",
                                          "inf",
                                          "18446744073709551615",
                                          "2305843009213693952",
                                          "4096"};
    size_t n = sizeof numbers / sizeof *numbers;
    const char *number = numbers[below(text, n)];
    replace(text, number_from(text, below(text, text->size)), number,
            strlen(number));
}

/* ---- a line of a word and a count, and then as many lines */

typedef struct {
    Span count;        /* the digits */
    size_t n;          /* what they say */
    Span first, items; /* the first of the lines, and all of them */
} Block;

static bool read_block(const Text *text, Span line, Block *block)
{
    char copy[64] = "";
    int from = 0, to = 0;
    if (line.to - line.from >= sizeof copy)
        return false;
    memcpy(copy, text->bytes + line.from, line.to - line.from);
    if (sscanf(copy, "%*[a-z] %n%5zu%n", &from, &block->n, &to) != 1)
        return false;
    block->count = (Span){line.from + (size_t)from, line.from + (size_t)to};
    block->first = line_at(text, line.to);
    block->items = (Span){line.to, line.to};
    for (size_t i = 0; i < block->n && block->items.to < text->size; i++)
        block->items.to = line_at(text, block->items.to).to;
    return true;
}

/* Empties such a block, or gives it an item more or less. */
static void change_block(Text *text)
{
    Block block;
    for (int i = 0; i < 10; i++) {
        if (!read_block(text, any_line(text), &block))
            continue;
        size_t way = below(text, 3),
               n = way == 0 ? 0 : block.n + 2 * way - 3;
        char count[24];
        if (block.n == 0)
            return;
        if (way == 2)
            repeat(text, block.first, 1);
        else
            replace(text, way == 0 ? block.items : block.first, "", 0);
        int length = snprintf(count, sizeof count, "%zu", n);
        replace(text, block.count, count, (size_t)length);
        return;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t room,
                               unsigned seed)
{
    static void (*const changes[])(Text *) = {change_number, change_number,
                                              change_block,  change_block,
                                              repeat_line,   drop_line};
    Text text = {bytes, size, room, seed};
    below(&text, 2);
    if (below(&text, 2) == 0)
        return LLVMFuzzerMutate(bytes, size, room);
    for (size_t i = below(&text, below(&text, 4) + 1) + 1; i > 0; i--)
        changes[below(&text, sizeof changes / sizeof *changes)](&text);
    return text.size;
}
