/* Exercise 9.4: is it whole? */
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>

/* True when the n bytes end in a line "checksum ", 16 hexadecimal digits
   (small letters) and "\n", and the digits are FNV-1a, 64 bits, of all
   bytes before that line. Any byte may occur among them, also 0. */
bool is_whole(const char *text, size_t n)
{
    /* Your code here, in place of these lines. */
    (void)text, (void)n;
    return false;
}
