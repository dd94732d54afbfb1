/* moons.c: tangled from chapter 9, "Two moons", of Gradus. */
/* moons.c - two moons, as micrograd's demo has them (Karpathy 2020). */
#include "data.h"
#include "loss.h"
#include "nn.h"
#include "optim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The demo's network, points and rate, and what the options change. */
typedef struct {
    size_t points, wide, steps;   /* wide: 0 for no hidden layers */
    double noise, rate, strength; /* strength: of loss_l2 */
    uint64_t seed;
    size_t every; /* which steps are printed; 0 for a few of them */
} Plan;

static const Plan demo = {100, 16, 100, 0.1, 1.0, 1e-4, 1, 0};
static const Plan few = {20, 16, 300, 0.4, 0.3, 0.0, 3, 0};

enum { FRESH = 1000 };

typedef struct {
    Plan plan;
    Graph *graph;
    Nn *nn;
    Optim *optim;
    Data train, fresh;
    Value **losses; /* (train.examples) */
    GraphMark mark; /* after the parameters */
} Learner;

static void free_learner(Learner *learner)
{
    optim_free(learner->optim);
    nn_free(learner->nn);
    graph_free(learner->graph);
    data_free(&learner->train);
    data_free(&learner->fresh);
    free(learner->losses);
}

static bool make_data(Learner *learner, Rng *rng)
{
    Plan plan = learner->plan;
    learner->losses = calloc(plan.points, sizeof *learner->losses);
    return learner->losses != NULL &&
           data_moons(&learner->train, plan.points, plan.noise, rng) &&
           data_moons(&learner->fresh, FRESH, plan.noise, rng);
}

static bool make_network(Learner *learner, Rng *rng)
{
    size_t wide = learner->plan.wide;
    NnLayer layers[] = {{wide, NN_RELU}, {wide, NN_RELU}, {1, NN_LINEAR}};
    size_t hidden = wide == 0 ? 0 : 2;
    learner->graph = value_graph();
    learner->nn =
        nn_new(learner->graph, 2, layers + 2 - hidden, hidden + 1);
    if (learner->nn == NULL)
        return false;
    learner->mark = graph_mark(learner->graph);
    nn_init(learner->nn, NN_HE, rng);
    learner->optim = optim_sgd(nn_parameters(learner->nn),
                               nn_parameter_count(learner->nn), 0.0, 0.0);
    return learner->optim != NULL;
}

static bool prepare(Learner *learner, Plan plan)
{
    Rng rng = rng_seed(plan.seed);
    *learner = (Learner){.plan = plan};
    return make_data(learner, &rng) && make_network(learner, &rng);
}

static Value *score_of(Nn *nn, const double *point)
{
    Graph *graph = nn_graph(nn);
    Value *in[] = {value_new(graph, point[0]), value_new(graph, point[1])};
    Value *out;
    return nn_forward(nn, in, &out) ? out : NULL;
}

/* The mean of the hinge, and the price on large weights. */
static Value *loss_of(Learner *learner)
{
    const Data *train = &learner->train;
    for (size_t i = 0; i < train->examples; i++) {
        Value *score = score_of(learner->nn, train->x + 2 * i);
        learner->losses[i] = loss_hinge(score, train->y[i]);
    }
    Value *price =
        loss_l2(nn_parameters(learner->nn), nn_parameter_count(learner->nn),
                learner->plan.strength);
    return value_add(loss_mean(learner->losses, train->examples), price);
}

typedef struct {
    double loss; /* the mean of the hinge */
    size_t right;
} Answers;

static bool ask(Nn *nn, const Data *data, Answers *answers)
{
    GraphMark mark = graph_mark(nn_graph(nn));
    *answers = (Answers){0};
    for (size_t i = 0; i < data->examples; i++) {
        Value *score = score_of(nn, data->x + 2 * i);
        if (score == NULL)
            return false;
        double hinge = 1.0 - data->y[i] * score->data;
        if (hinge < 0.0) /* fmax would make 0 of NaN, too */
            hinge = 0.0;
        answers->loss += hinge / (double)data->examples;
        answers->right += hinge < 1.0;
        graph_rewind(nn_graph(nn), mark);
    }
    return true;
}

static bool is_shown(size_t step, const Plan *plan)
{
    size_t steps = plan->steps;
    if (plan->every != 0)
        return step % plan->every == 0;
    return step % (steps / 10) == 0 ||
           (step < steps / 10 && step % (steps / 50) == 0);
}

/* The hinge over both sets, without the price on weights, and the share of
   points on the right side. */
static bool print_line(Learner *learner, size_t step)
{
    Answers known, fresh;
    if (!ask(learner->nn, &learner->train, &known) ||
        !ask(learner->nn, &learner->fresh, &fresh))
        return false;
    printf("%zu\t%.4g\t%.1f%%\t%.4g\t%.1f%%\n", step, known.loss,
           100.0 * (double)known.right / (double)learner->train.examples,
           fresh.loss, 100.0 * (double)fresh.right / FRESH);
    return true;
}

/* False, and why is said, when there is no memory or the step is
   refused. */
static bool take_step(Learner *learner, size_t step)
{
    Plan plan = learner->plan;
    double rate =
        optim_linear(plan.rate, 0.1 * plan.rate, step, plan.steps);
    optim_zero_grad(learner->optim);
    if (!value_backward(loss_of(learner))) {
        fprintf(stderr, "%s\n",
                graph_message(graph_status(learner->graph)));
        return false;
    }
    graph_rewind(learner->graph, learner->mark);
    OptimStatus status = optim_step(learner->optim, rate);
    fflush(stdout);
    if (status != OPTIM_OK)
        fprintf(stderr, "step %zu: %s\n", step, optim_message(status));
    return status == OPTIM_OK;
}

static bool learn(Learner *learner, bool quiet)
{
    size_t steps = learner->plan.steps;
    if (!quiet)
        printf("step\ttrain loss\tright\tfresh loss\tright\n");
    for (size_t step = 0; step < steps; step++) {
        if (!quiet && is_shown(step, &learner->plan) &&
            !print_line(learner, step))
            return false;
        if (!take_step(learner, step))
            return false;
    }
    return quiet || print_line(learner, steps);
}

static void print_points(const Data *data)
{
    printf("x\ty\tlabel\n");
    for (size_t i = 0; i < data->examples; i++)
        printf("%.4f\t%.4f\t%g\n", data->x[2 * i], data->x[2 * i + 1],
               data->y[i]);
}

static bool print_grid(Nn *nn)
{
    GraphMark mark = graph_mark(nn_graph(nn));
    for (int i = -30; i <= 50; i++) {
        for (int k = -20; k <= 30; k++) {
            double point[] = {i / 20.0, k / 20.0};
            Value *score = score_of(nn, point);
            if (score == NULL)
                return false;
            printf("%g\t%g\t%.3f\n", point[0], point[1], score->data + 0.0);
            graph_rewind(nn_graph(nn), mark);
        }
        printf("\n");
    }
    return true;
}

static bool read_number(const char *text, double *number)
{
    char *end;
    *number = text == NULL ? NAN : strtod(text, &end);
    return text != NULL && end != text && *end == '\0' && isfinite(*number);
}

/* --few takes the place of all options before it: few points, with much
   noise, no price on weights, and time to learn them by heart.
   False at an option that isn't there. */
static bool read_option(char ***argv, Plan *plan, const char **show)
{
    const char *option = *(*argv)++;
    double number;
    if (strcmp(option, "--points") == 0 || strcmp(option, "--grid") == 0)
        *show = option;
    else if (strcmp(option, "--wide") == 0)
        plan->wide = 64;
    else if (strcmp(option, "--straight") == 0)
        plan->wide = 0;
    else if (strcmp(option, "--few") == 0)
        *plan = few;
    else if (!read_number(*(*argv)++, &number))
        return false;
    else if (strcmp(option, "--rate") == 0)
        plan->rate = number;
    else if (strcmp(option, "--every") == 0 && number >= 1 && number < 1e9)
        plan->every = (size_t)number;
    else if (strcmp(option, "--l2") == 0)
        plan->strength = number;
    else if (strcmp(option, "--seed") == 0 && number >= 0 && number < 1e9)
        plan->seed = (uint64_t)number;
    else
        return false;
    return true;
}

static bool run(Learner *learner, const char *show)
{
    if (strcmp(show, "--points") == 0) {
        print_points(&learner->train);
        return true;
    }
    if (strcmp(show, "--grid") == 0)
        return learn(learner, true) && print_grid(learner->nn);
    return learn(learner, false);
}

int main(int argc, char **argv)
{
    Plan plan = demo;
    const char *show = "";
    bool known = argc > 0;
    for (argv++; known && *argv != NULL;)
        known = read_option(&argv, &plan, &show);
    if (!known) {
        fprintf(stderr,
                "usage: moons [--few] [--wide | --straight] [--rate RATE]\n"
                "             [--l2 STRENGTH] [--seed SEED]\n"
                "             [--every STEPS] [--points | --grid]\n");
        return 2;
    }
    Learner learner;
    bool good = prepare(&learner, plan);
    if (!good)
        fprintf(stderr, "there is no memory to begin\n");
    good = good && run(&learner, show);
    free_learner(&learner);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
