/* check.c - does the engine say what PyTorch says? Reads a table as
   table.py wrote it, which also tells how an expression is written, and
   prints a line of TAP for each of its lines. */
#include "same.h"
#include "value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 5, INPUTS = 26, DEPTH = 32, LINE_BYTES = 1024 };

/* ---- what a word of an expression does */

typedef Value *One(Value *a);
typedef Value *Two(Value *a, Value *b);
typedef Value *ConstRight(Value *a, double c);
typedef Value *ConstLeft(double c, Value *a);

typedef struct {
    const char *word;
    One *one;
    Two *two;
    ConstRight *const_right;
    ConstLeft *const_left;
} Operation;

static const Operation operations[] = {
    {"neg", .one = value_neg},
    {"exp", .one = value_exp},
    {"log", .one = value_log},
    {"tanh", .one = value_tanh},
    {"sigmoid", .one = value_sigmoid},
    {"relu", .one = value_relu},
    {"add", .two = value_add},
    {"sub", .two = value_sub},
    {"mul", .two = value_mul},
    {"div", .two = value_div},
    {"pow", .two = value_pow},
    {"add_const", .const_right = value_add_const},
    {"sub_const", .const_right = value_sub_const},
    {"mul_const", .const_right = value_mul_const},
    {"div_const", .const_right = value_div_const},
    {"pow_const", .const_right = value_pow_const},
    {"const_sub", .const_left = value_const_sub},
    {"const_div", .const_left = value_const_div},
    {"const_pow", .const_left = value_const_pow},
};

typedef struct {
    Graph *graph;
    Value *input[INPUTS], *kept[26], *stack[DEPTH];
    int inputs, depth;
} Machine;

static void give_up(const char *why, const char *word)
{
    printf("Bail out! %s: %s\n", why, word);
    exit(1);
}

static void push(Machine *machine, Value *value)
{
    if (machine->depth == DEPTH)
        give_up("the stack is full", "");
    machine->stack[machine->depth++] = value;
}

static Value *pop(Machine *machine)
{
    if (machine->depth == 0)
        give_up("the stack is empty", "");
    return machine->stack[--machine->depth];
}

static Value *apply(const Operation *operation, Machine *machine)
{
    Value *second = pop(machine);
    if (operation->one != NULL)
        return operation->one(second);
    Value *first = pop(machine);
    if (operation->two != NULL)
        return operation->two(first, second);
    if (operation->const_right != NULL)
        return operation->const_right(first, second->data);
    return operation->const_left(first->data, second);
}

static bool operate(Machine *machine, const char *word)
{
    size_t n = sizeof operations / sizeof *operations;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(word, operations[i].word) != 0)
            continue;
        push(machine, apply(&operations[i], machine));
        return true;
    }
    return false;
}

static void number(Machine *machine, const char *word)
{
    char *end;
    double data = strtod(word, &end);
    if (end == word || *end != '\0')
        give_up("no such word", word);
    push(machine, value_new(machine->graph, data));
}

static void obey(Machine *machine, const char *word)
{
    size_t letter = (size_t)(tolower((unsigned char)word[0]) - 'a');
    if (operate(machine, word))
        return;
    if (strcmp(word, "backward") == 0)
        value_backward(pop(machine));
    else if (word[0] == '=')
        machine->kept[word[1] - 'A'] = pop(machine);
    else if (word[1] == '\0' && islower((unsigned char)word[0]))
        push(machine, machine->input[letter]);
    else if (word[1] == '\0' && isupper((unsigned char)word[0]))
        push(machine, machine->kept[letter]);
    else
        number(machine, word);
}

/* ---- a line of the table */

static void read_inputs(Machine *machine, char *text)
{
    for (char *at = text, *end; *at != '\0'; at = end) {
        double data = strtod(at, &end);
        if (end == at || machine->inputs == INPUTS)
            give_up("not inputs", text);
        machine->input[machine->inputs++] = value_new(machine->graph, data);
    }
}

static bool slopes_agree(const Machine *machine, char *text)
{
    bool all = true;
    char what[] = "d / d a", *at = text, *end;
    for (int i = 0; i < machine->inputs; i++, at = end) {
        double expected = strtod(at, &end);
        if (end == at)
            give_up("a gradient is missing", text);
        what[6] = (char)('a' + i);
        all = compare(what, machine->input[i]->grad, expected) && all;
    }
    return all;
}

static bool agrees(char **column)
{
    Machine machine = {.graph = value_graph()};
    read_inputs(&machine, column[2]);
    for (char *word = strtok(column[1], " "); word != NULL;
         word = strtok(NULL, " "))
        obey(&machine, word);
    Value *root = pop(&machine);
    if (!value_backward(root) || machine.depth != 0)
        give_up("not one expression", column[0]);
    bool all = compare("data", root->data, strtod(column[3], NULL));
    all = slopes_agree(&machine, column[4]) && all;
    graph_free(machine.graph);
    return all;
}

static void split(char *line, char **column)
{
    line[strcspn(line, "\n")] = '\0';
    for (int i = 0; i < COLUMNS; i++) {
        column[i] = line;
        char *tab = strchr(line, '\t');
        if ((tab == NULL) != (i == COLUMNS - 1))
            give_up("not a line of five columns", column[0]);
        if (tab != NULL) {
            *tab = '\0';
            line = tab + 1;
        }
    }
}

int main(void)
{
    char line[LINE_BYTES], *column[COLUMNS];
    int lines = 0, failed = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (line[0] == '#')
            continue;
        split(line, column);
        bool right = agrees(column);
        failed += !right;
        printf("%sok %d - %s: as PyTorch?\n", right ? "" : "not ", ++lines,
               column[0]);
    }
    printf("1..%d\n", lines);
    return failed == 0 ? 0 : 1;
}
