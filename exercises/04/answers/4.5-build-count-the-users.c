/* Exercise 4.5: an order by counting users.

   Node i, of n, was made from the nodes prev[i][0] and prev[i][1]; -1 is
   none. The numbers say nothing about the order in which the nodes were
   made. The root was made from all the others, directly or not.

   sort_by_users writes the root and then the others to order, each once
   and before those that it was made from. order and users have room for
   n numbers; those of users are all 0. It returns how many nodes it could
   place: n, unless the table has a circle. Its time is in proportion to
   n. */
int sort_by_users(const int (*prev)[2], int n, int root, int *order,
                  int *users)
{
    for (int node = 0; node < n; node++)
        for (int i = 0; i < 2; i++)
            if (prev[node][i] >= 0)
                users[prev[node][i]]++;
    int placed = 0;
    if (users[root] == 0)
        order[placed++] = root;
    for (int at = 0; at < placed; at++)
        for (int i = 0; i < 2; i++) {
            int input = prev[order[at]][i];
            if (input >= 0 && --users[input] == 0)
                order[placed++] = input;
        }
    return placed;
}
