/* Exercise 9.4: is it whole? */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* True when the n bytes end in a line "checksum ", 16 hexadecimal digits
   (small letters) and "\n", and the digits are FNV-1a, 64 bits, of all
   bytes before that line. Any byte may occur among them, also 0. */
bool is_whole(const char *text, size_t n)
{
    const size_t length = strlen("checksum 0123456789abcdef\n");
    char line[40];
    uint64_t sum = 0xcbf29ce484222325;
    if (n < length)
        return false;
    for (size_t i = 0; i < n - length; i++)
        sum = (sum ^ (unsigned char)text[i]) * 0x100000001b3;
    snprintf(line, sizeof line, "checksum %016" PRIx64 "\n", sum);
    return memcmp(text + n - length, line, length) == 0;
}
