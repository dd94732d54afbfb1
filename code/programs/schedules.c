/* schedules.c: tangled from chapter 8, "Loss, and going downhill", of Gradus. */
/* schedules.c - the rate at each of a hundred steps, by schedule. */
#include "optim.h"

#include <stdio.h>

int main(void)
{
    const size_t steps = 100;
    printf("step\tconstant\tlinear\tstairs\tcosine\n");
    for (size_t step = 0; step <= steps; step++)
        printf("%zu\t%.4f\t%.4f\t%.4f\t%.4f\n", step, 1.0,
               optim_linear(1.0, 0.1, step, steps),
               optim_stairs(1.0, 0.5, step, 25),
               optim_cosine(1.0, 0.1, step, steps));
    return 0;
}
