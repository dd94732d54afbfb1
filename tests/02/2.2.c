/* 2.2.c: tangled from chapter 2, "Values that remember", of Gradus. */
/* Judges exercise 2.2: an operation of the reader's own. */
#include "judge.h"
#include "value.h"

#include <string.h>

Value *my_square(Value *a);

static void the_square(void)
{
    Graph *graph = value_graph();
    double number = judge_uniform(2, 3);
    Value *a = value_new(graph, number), *came = my_square(a);
    mistake(came == a, "my_square returns its argument: it is not written "
                       "yet");
    mistake(came == NULL, "my_square returns NULL, and nothing is wrong "
                          "with its argument: return what was recorded");
    mistake(came->data == 2 * number, "that is twice the number: its square "
                                      "is the number times itself");
    expect_close("the data", came->data, number * number, 1e-12);
    graph_free(graph);
}

static void one_operation(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, judge_uniform(2, 3)), *came = my_square(a);
    mistake(came->op == NULL, "the square has no op: it is a leaf, and has "
                              "forgotten what it was made from");
    mistake(strcmp(came->op->name, "*") == 0,
            "that is a product, made by value_mul: record an operation of "
            "your own, with value_record");
    mistake(value_input(came, 1) == a,
            "it was recorded with two inputs: give NULL as the second, "
            "since a square is made from one");
    expect(strcmp(came->op->name, "square") == 0,
           "the name of the operation: expected square, came %s",
           came->op->name);
    expect(value_input(came, 0) == a, "its first input is not its argument");
    expect(value_input(came, 1) == NULL, "it has a second input");
    graph_free(graph);
}

/* The op of a square that was made further down the stack. */
static const ValueOp *op_from_below(Value *a)
{
    volatile char room[500];
    room[0] = room[499] = 1;
    return room[0] == room[499] ? my_square(a)->op : NULL;
}

static void lasting_op(void)
{
    Graph *graph = value_graph();
    Value *a = value_new(graph, 3.0);
    const ValueOp *here = my_square(a)->op, *there = op_from_below(a);
    mistake(here != there,
            "two squares have different operations: the ValueOp is made "
            "anew in each call, and is gone when the call returns. Make it "
            "static");
    graph_free(graph);
}

static void one_node(void)
{
    Graph *graph = value_graph();
    double number = judge_uniform(2, 3);
    Value *a = value_new(graph, number);
    a->grad = 7.0;
    Value *came = my_square(a);
    expect_equal("nodes on the graph, with the leaf",
                 (long long)graph_nodes(graph), 2);
    expect(a->data == number && a->grad == 7.0,
           "the argument was changed: its data is %g and was %g", a->data,
           number);
    expect(came->grad == 0.0, "the grad of the square is %g, not 0",
           came->grad);
    graph_free(graph);
}

static void square_of_null(void)
{
    expect(my_square(NULL) == NULL, "the square of NULL is not NULL");
}

int main(int argc, char **argv)
{
    judge_begin(argc, argv, "exercise 2.2");
    judge_see("A number on a graph",
              "02-values-that-remember.html#value-interface");
    if (judge_ask_first("is it the square?", the_square)) {
        judge_ask("does its operation outlive the call?", lasting_op);
        judge_ask("is it one operation with one input?", one_operation);
        judge_ask("does it add one node, and touch no other?", one_node);
        judge_ask("is NULL made from NULL?", square_of_null);
    }
    return judge_end();
}
