/* networks.c - do whole networks learn as PyTorch's do? Reads a table as
   networks.py wrote it, which also tells what a recipe is, and prints a
   line of TAP for each of its lines. */
#include "loss.h"
#include "nn.h"
#include "optim.h"
#include "same.h"

#include <stdlib.h>
#include <string.h>

enum { WIDEST = 16, LAYERS = 8, POINTS = 32, LINE_BYTES = 32768 };

typedef struct {
    uint64_t seed;
    size_t points, inputs, layers;
    NnInit init;
    NnLayer layer[LAYERS];
    char loss[20];
    double strength;
    size_t steps; /* 0: only the gradients are asked for */
    double rate, momentum, decay;
} Recipe;

typedef struct {
    Graph *graph;
    Nn *nn;
    Rng rng;
    double x[POINTS][WIDEST];
    double target[POINTS][WIDEST]; /* the label is the first */
    Value *losses[POINTS];
} Learner;

static void give_up(const char *why, const char *word)
{
    printf("Bail out! %s: %s\n", why, word);
    exit(1);
}

/* ---- the recipe */

static NnInit init_of(const char *word)
{
    static const char *const names[] = {"uniform", "xavier", "he"};
    for (int i = 0; i < 3; i++)
        if (strcmp(word, names[i]) == 0)
            return (NnInit)i;
    give_up("no such init", word);
    return NN_UNIFORM;
}

static NnLayer layer_of(char *word)
{
    NnLayer layer;
    char *colon = strchr(word, ':');
    layer.outputs = strtoull(word, NULL, 10);
    if (layer.outputs == 0 || layer.outputs > WIDEST ||
        !nn_activation_from(colon + 1, &layer.activation))
        give_up("no such layer", word);
    return layer;
}

static void read_numbers(Recipe *recipe)
{
    double number[5];
    size_t n = 0;
    for (char *word; n < 5 && (word = strtok(NULL, " ")) != NULL; n++)
        number[n] = strtod(word, NULL);
    const double *step = number + n % 2;
    recipe->strength = n % 2 == 1 ? number[0] : 0.0;
    if (n < 4)
        return;
    recipe->steps = (size_t)step[0];
    recipe->rate = step[1];
    recipe->momentum = step[2];
    recipe->decay = step[3];
}

static Recipe recipe_of(char *text)
{
    Recipe recipe = {.seed = strtoull(strtok(text, " "), NULL, 10)};
    recipe.points = strtoull(strtok(NULL, " "), NULL, 10);
    recipe.init = init_of(strtok(NULL, " "));
    recipe.inputs = strtoull(strtok(NULL, " "), NULL, 10);
    if (recipe.points > POINTS || recipe.inputs > WIDEST)
        give_up("too many points or inputs", text);
    char *word = strtok(NULL, " ");
    for (; word != NULL && strchr(word, ':') != NULL &&
           recipe.layers < LAYERS;
         word = strtok(NULL, " "))
        recipe.layer[recipe.layers++] = layer_of(word);
    if (word == NULL || strlen(word) >= sizeof recipe.loss)
        give_up("no loss", text);
    strcpy(recipe.loss, word);
    read_numbers(&recipe);
    return recipe;
}

static bool is(const Recipe *recipe, const char *loss)
{
    return strcmp(recipe->loss, loss) == 0;
}

/* ---- what is to be learned */

static void draw_biases(Learner *learner)
{
    Value *const *parameter = nn_parameters(learner->nn);
    size_t inputs = nn_inputs(learner->nn);
    for (size_t i = 0; i < nn_layers(learner->nn); i++) {
        size_t outputs = nn_layer_at(learner->nn, i).outputs;
        for (size_t k = 0; k < outputs; k++) {
            parameter += inputs;
            (*parameter++)->data = rng_uniform(&learner->rng, -0.5, 0.5);
        }
        inputs = outputs;
    }
}

static void draw_target(const Recipe *recipe, Rng *rng, double *target)
{
    size_t outputs = recipe->layer[recipe->layers - 1].outputs;
    if (is(recipe, "mse"))
        for (size_t k = 0; k < outputs; k++)
            target[k] = rng_uniform(rng, -1.0, 1.0);
    else if (is(recipe, "cross-entropy"))
        *target = (double)rng_below(rng, outputs);
    else if (is(recipe, "soft-binary"))
        *target = rng_uniform(rng, 0.0, 1.0);
    else
        *target = (double)rng_below(rng, 2);
}

static void prepare(const Recipe *recipe, Learner *learner)
{
    learner->rng = rng_seed(recipe->seed);
    learner->graph = value_graph();
    learner->nn = nn_new(learner->graph, recipe->inputs, recipe->layer,
                         recipe->layers);
    if (learner->nn == NULL)
        give_up("no network", recipe->loss);
    nn_init(learner->nn, recipe->init, &learner->rng);
    draw_biases(learner);
    for (size_t i = 0; i < recipe->points; i++) {
        for (size_t k = 0; k < recipe->inputs; k++)
            learner->x[i][k] = rng_uniform(&learner->rng, -2.0, 2.0);
        draw_target(recipe, &learner->rng, learner->target[i]);
    }
}

static Value *loss_of_point(const Recipe *recipe, Learner *learner,
                            size_t i)
{
    Value *in[WIDEST], *out[WIDEST];
    for (size_t k = 0; k < recipe->inputs; k++)
        in[k] = value_new(learner->graph, learner->x[i][k]);
    if (!nn_forward(learner->nn, in, out))
        give_up("no answer", recipe->loss);
    const double *target = learner->target[i];
    size_t outputs = nn_outputs(learner->nn);
    if (is(recipe, "mse"))
        return loss_mse(out, target, outputs);
    if (is(recipe, "hinge"))
        return loss_hinge(out[0], 2.0 * *target - 1.0);
    if (is(recipe, "cross-entropy"))
        return loss_cross_entropy(out, outputs, (size_t)*target);
    return loss_binary(out[0], *target);
}

static Value *loss_of(const Recipe *recipe, Learner *learner)
{
    for (size_t i = 0; i < recipe->points; i++)
        learner->losses[i] = loss_of_point(recipe, learner, i);
    Value *loss = loss_mean(learner->losses, recipe->points);
    if (recipe->strength == 0.0)
        return loss;
    Nn *nn = learner->nn;
    return value_add(loss,
                     loss_l2(nn_parameters(nn), nn_parameter_count(nn),
                             recipe->strength));
}

/* ---- what came, beside the numbers of the table */

static bool compare_next(char **numbers, const char *what, double came)
{
    char *end;
    double expected = strtod(*numbers, &end);
    if (end == *numbers)
        give_up("a number is missing", what);
    *numbers = end;
    return compare(what, came, expected);
}

static bool compare_parameters(char **numbers, const Nn *nn, bool slopes)
{
    bool all = true;
    for (size_t i = 0; i < nn_parameter_count(nn); i++) {
        const Value *parameter = nn_parameters(nn)[i];
        char what[60];
        snprintf(what, sizeof what, "%s %zu",
                 slopes ? "the gradient to parameter" : "parameter", i);
        double came = slopes ? parameter->grad : parameter->data;
        all = compare_next(numbers, what, came) && all;
    }
    return all;
}

static bool gradients_agree(const Recipe *recipe, Learner *learner,
                            char **numbers)
{
    Value *loss = loss_of(recipe, learner);
    if (!value_backward(loss))
        give_up("no loss", recipe->loss);
    bool right = compare_next(numbers, "the loss", loss->data);
    return compare_parameters(numbers, learner->nn, true) && right;
}

static bool steps_agree(const Recipe *recipe, Learner *learner,
                        char **numbers)
{
    GraphMark mark = graph_mark(learner->graph);
    Optim *optim = optim_sgd(nn_parameters(learner->nn),
                             nn_parameter_count(learner->nn),
                             recipe->momentum, recipe->decay);
    bool right = true;
    for (size_t step = 0; step < recipe->steps; step++) {
        Value *loss = loss_of(recipe, learner);
        optim_zero_grad(optim);
        if (!value_backward(loss))
            give_up("no loss", recipe->loss);
        right = compare_next(numbers, "a loss", loss->data) && right;
        graph_rewind(learner->graph, mark);
        if (optim_step(optim, recipe->rate) != OPTIM_OK)
            give_up("no step", recipe->loss);
    }
    optim_free(optim);
    return compare_parameters(numbers, learner->nn, false) && right;
}

static bool agrees(char *text, char *numbers)
{
    static Learner learner;
    Recipe recipe = recipe_of(text);
    prepare(&recipe, &learner);
    bool all = (recipe.steps > 0 ? steps_agree : gradients_agree)(
        &recipe, &learner, &numbers);
    if (*numbers != '\0')
        give_up("numbers are left over", numbers);
    nn_free(learner.nn);
    graph_free(learner.graph);
    return all;
}

int main(void)
{
    static char line[LINE_BYTES];
    int lines = 0, failed = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (line[0] == '#')
            continue;
        line[strcspn(line, "\n")] = '\0';
        char *recipe = strchr(line, '\t');
        char *numbers = recipe == NULL ? NULL : strchr(recipe + 1, '\t');
        if (numbers == NULL)
            give_up("not a line of three columns", line);
        *recipe++ = *numbers++ = '\0';
        bool right = agrees(recipe, numbers);
        failed += !right;
        printf("%sok %d - %s: as PyTorch?\n", right ? "" : "not ", ++lines,
               line);
    }
    printf("1..%d\n", lines);
    return failed == 0 ? 0 : 1;
}
