/* Exercise 2.5: an expression, written out. */
#include "value.h"

/* Writes a leaf as its data, by %g, and a value that an operation of two
   inputs made as "(a + b)": its inputs, with the operation's name between
   them, each after a space. Nothing for NULL. */
void write_out(FILE *out, const Value *value)
{
    if (value == NULL)
        return;
    if (value->op == NULL) {
        fprintf(out, "%g", value->data);
        return;
    }
    fprintf(out, "(");
    write_out(out, value_input(value, 0));
    fprintf(out, " %s ", value->op->name);
    write_out(out, value_input(value, 1));
    fprintf(out, ")");
}
