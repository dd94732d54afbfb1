/* 2.5.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* Judges exercise 2.5: an expression, written out. */
#include "judge.h"
#include "value.h"

#include <stdlib.h>
#include <string.h>

void write_out(FILE *out, const Value *value);

enum { TEXT = 16000 };

static char came[TEXT];

static void write_and_read(const Value *value)
{
    FILE *file = tmpfile();
    expect(file != NULL, "the judge can make no temporary file");
    write_out(file, value);
    rewind(file);
    came[fread(came, 1, sizeof came - 1, file)] = '\0';
    fclose(file);
}

/* Without its parentheses, a text is as long as this. */
static bool same_without_parentheses(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, "()");
        b += strspn(b, "()");
        if (*a != *b || *a == '\0')
            return *a == *b;
    }
}

static void compare(const Value *value, const char *right)
{
    write_and_read(value);
    mistake(came[0] == '\0', "nothing was written to out: write_out is not "
                             "written yet, or it prints to the screen, as "
                             "printf does");
    mistake(strcmp(came, right) != 0 &&
                same_without_parentheses(came, right),
            "the parentheses are not where they should be: every sum and "
            "every product has its own, and a leaf has none\n"
            "expected %.200s\n"
            "came     %.200s",
            right, came);
    expect(strcmp(came, right) == 0, "expected %.300s\ncame     %.300s",
           right, came);
}

static void a_leaf(void)
{
    Graph *graph = value_graph();
    char right[40];
    double number = (int)judge_uniform(3, 99) / 2.0;
    snprintf(right, sizeof right, "%g", number);
    compare(value_new(graph, number), right);
    graph_free(graph);
}

static void a_sum(void)
{
    Graph *graph = value_graph();
    char right[80];
    double a = (int)judge_uniform(3, 9), b = (int)judge_uniform(-9, -3);
    Value *sum = value_add(value_new(graph, a), value_new(graph, b));
    write_and_read(sum);
    snprintf(right, sizeof right, "(%g + %g)", b, a);
    mistake(strcmp(came, right) == 0, "the inputs are in the wrong order: "
                                      "input 0 stands on the left");
    snprintf(right, sizeof right, "%g", a + b);
    mistake(strcmp(came, right) == 0, "that is what it comes to: write "
                                      "what it was made from");
    snprintf(right, sizeof right, "(%g + %g)", a, b);
    compare(sum, right);
    graph_free(graph);
}

static void the_example(void)
{
    Graph *graph = value_graph();
    Value *w = value_new(graph, 0.5), *x = value_new(graph, 5.0);
    Value *e = value_add(value_mul(w, x), value_new(graph, -10.0));
    write_and_read(value_mul(e, e));
    mistake(strstr(came, "2.5") != NULL || strstr(came, "7.5") != NULL,
            "a result in the middle was written as a number: go down to "
            "the leaves\ncame %.200s",
            came);
    compare(value_mul(e, e), "(((0.5 * 5) + -10) * ((0.5 * 5) + -10))");
    graph_free(graph);
}

static void shared(void)
{
    Graph *graph = value_graph();
    Value *x = value_new(graph, 3.0);
    compare(value_add(x, value_mul(x, x)), "(3 + (3 * 3))");
    for (int i = 0; i < 3; i++)
        x = value_mul(x, x);
    compare(x, "(((3 * 3) * (3 * 3)) * ((3 * 3) * (3 * 3)))");
    graph_free(graph);
}

static void any_expression(void)
{
    static char text[6][TEXT], right[TEXT];
    Graph *graph = value_graph();
    Value *value[6];
    for (int i = 0; i < 6; i++) {
        double number = (int)judge_uniform(1, 99);
        value[i] = value_new(graph, number);
        snprintf(text[i], TEXT, "%g", number);
    }
    for (int step = 0; step < 12; step++) {
        int a = (int)judge_uniform(0, 6), b = (int)judge_uniform(0, 6);
        bool sum = judge_uniform(0, 1) < 0.5;
        if (strlen(text[a]) + strlen(text[b]) > 2000)
            continue;
        strcpy(right, "(");
        strcat(right, text[a]);
        strcat(right, sum ? " + " : " * ");
        strcat(right, text[b]);
        strcat(right, ")");
        strcpy(text[a], right);
        value[a] = sum ? value_add(value[a], value[b])
                       : value_mul(value[a], value[b]);
        compare(value[a], right);
    }
    graph_free(graph);
}

static void nothing(void)
{
    write_and_read(NULL);
    expect(came[0] == '\0', "NULL was written as %.100s", came);
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 2.5");
    judge_see("A number on a graph",
              "02-values-that-remember.html#value-interface");
    judge_ask("is a leaf its number?", a_leaf);
    judge_ask("is a sum in parentheses?", a_sum);
    judge_ask("is the example right?", the_example);
    judge_see("A graph, and not a tree",
              "02-values-that-remember.html#dag");
    judge_ask("is a shared value written wherever it is used?", shared);
    judge_ask("are random expressions right?", any_expression);
    judge_ask("is NULL nothing?", nothing);
    return judge_end();
}
