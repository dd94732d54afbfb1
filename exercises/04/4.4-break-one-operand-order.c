/* Exercise 4.4: the sort that depends on how a sum is written.

   This code compiles, and sorts many graphs rightly. Run the judge before
   you read the code, and write down what you see, in a line: which node
   stands where it must not stand?

   Symptom:

   Then find the cause and mend it. */
#include <stdbool.h>

/* Turns the n numbers round: the last becomes the first. */
static void reverse(int *numbers, int n)
{
    for (int i = 0, j = n - 1; i < j; i++, j--) {
        int kept = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = kept;
    }
}

/* Node i was made from the nodes prev[i][0] and prev[i][1]; -1 is none.
   Writes the root and all that it was made from to order, each once and
   before those that it was made from; returns how many. met has a place
   for each node, all false. stack has room for twice the nodes and one. */
int sort(const int (*prev)[2], int root, int *order, int *stack, bool *met)
{
    int n = 0, depth = 0;
    met[root] = true;
    stack[depth++] = root;
    while (depth > 0) {
        int node = stack[--depth];
        if (node < 0) { /* -1 - node, whose inputs are all done */
            order[n++] = -1 - node;
            continue;
        }
        stack[depth++] = -1 - node; /* come back to it after its inputs */
        for (int i = 1; i >= 0; i--) {
            int input = prev[node][i];
            if (input >= 0 && !met[input]) {
                met[input] = true;
                stack[depth++] = input; /* its own turn comes later */
            }
        }
    }
    reverse(order, n);
    return n;
}
