/* Exercise 2.5: an expression, written out.

   On paper: how long is the text of a number squared n times? */
#include "value.h"

/* Writes a leaf as its data, by %g, and a value that an operation of two
   inputs made as "(a + b)": its inputs, with the operation's name between
   them, each after a space. Nothing for NULL. */
void write_out(FILE *out, const Value *value)
{
    /* Your code here, in place of this line. */
    (void)out, (void)value;
}
