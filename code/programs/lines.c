/* lines.c: tangled from chapter 9, "Two moons", of Gradus. */
/* lines.c - measures lines of C: which are comments, and which are code? */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST = 10 }; /* characters of a line that counts */

static void measure(const char *text, bool comment)
{
    int letters = 0, marks = 0, length = (int)strcspn(text, "\n");
    for (int i = 0; i < length; i++) {
        letters += isalpha((unsigned char)text[i]) != 0;
        marks += strchr("(){}[];,=&<>-_\"#", text[i]) != NULL;
    }
    if (length >= LEAST)
        printf("%d,%d,%d\n", 100 * letters / length, 100 * marks / length,
               comment);
}

static bool measure_file(const char *path)
{
    static char line[1000];
    bool comment = false;
    FILE *in = fopen(path, "r");
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        char *text = line + strspn(line, " ");
        bool begins = strncmp(text, "/*", 2) == 0;
        comment = comment || begins;
        measure(text + (begins ? 2 : 0), comment);
        comment = comment && strstr(text, "*/") == NULL;
    }
    return in != NULL && fclose(in) == 0;
}

int main(int argc, char **argv)
{
    printf("letters,marks,comment\n");
    for (int i = 1; i < argc; i++) {
        if (!measure_file(argv[i])) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
