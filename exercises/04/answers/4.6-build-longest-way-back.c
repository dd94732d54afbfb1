/* Exercise 4.6: the longest way back.

   longest_path returns the number of edges on the longest path from root
   back to a leaf: 0 when root is a leaf itself. It may change the grads of
   root and of what root was made from, and nothing else. Its time is in
   proportion to nodes and edges, and nothing recurses. */
#include "value.h"

unsigned long longest_path(Value *root)
{
    double longest = 0.0;
    value_zero_grad(root);
    for (Node *node = graph_sort(&root->node); node; node = node->next) {
        Value *value = (Value *)node;
        if (value->grad > longest)
            longest = value->grad;
        for (int i = 0; i < 2; i++) {
            Value *input = value_input(value, i);
            if (input != NULL && input->grad < value->grad + 1.0)
                input->grad = value->grad + 1.0;
        }
    }
    return (unsigned long)longest;
}
