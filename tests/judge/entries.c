/* entries.c: the lines of a reader's file, "name = value". */
#include "parts.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

char *judge_trim(char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* Splits one line; false when it is empty or garbage, which it reports. */
static bool read_entry(char *text, int line, Entry *entry)
{
    text[strcspn(text, "#\n")] = '\0';
    text = judge_trim(text);
    char *equals = strchr(text, '=');
    if (*text == '\0')
        return false;
    if (equals == NULL || equals == text) {
        judge_tap(false, "can every line be read?");
        judge_say("line %d: expected \"name = value\", came \"%s\"", line,
                  judge_clean(text));
        return false;
    }
    *equals = '\0';
    *entry = (Entry){.line = line};
    snprintf(entry->name, sizeof entry->name, "%.63s", judge_trim(text));
    snprintf(entry->value, sizeof entry->value, "%s",
             judge_trim(equals + 1));
    return true;
}

int judge_read_entries(const char *path, Entry *entries)
{
    char text[LINE_LIMIT];
    int count = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "judge: cannot read %s: %s\n", path,
                strerror(errno));
        exit(2);
    }
    for (int line = 1;
         fgets(text, sizeof text, file) != NULL && count < ENTRY_LIMIT;
         line++)
        count += read_entry(text, line, &entries[count]);
    fclose(file);
    return count;
}

Entry *judge_find_entry(Entry *entries, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (!entries[i].used && strcmp(entries[i].name, name) == 0) {
            entries[i].used = true;
            return &entries[i];
        }
    return NULL;
}

unsigned judge_file_seed(Entry *entries, int count)
{
    unsigned long number = 1;
    Entry *entry = judge_find_entry(entries, count, "seed");
    if (entry != NULL && (!judge_whole_number(entry->value, &number) ||
                          number > 0xFFFFFFFFu)) {
        judge_tap(false, "is the seed a whole number?");
        judge_say("line %d: expected a whole number, came \"%s\"",
                  entry->line, judge_clean(entry->value));
        number = 1;
    }
    return (unsigned)number;
}
