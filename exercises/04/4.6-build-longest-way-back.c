/* Exercise 4.6: the longest way back.

   longest_path returns the number of edges on the longest path from root
   back to a leaf: 0 when root is a leaf itself. It may change the grads of
   root and of what root was made from, and nothing else. Its time is in
   proportion to nodes and edges, and nothing recurses. */
#include "value.h"

unsigned long longest_path(Value *root)
{
    /* Your code here, in place of these lines. */
    (void)root;
    return 0;
}
