/* model.h: tangled from chapter 9, "Two moons", of Gradus. */
/* model.h - a network, and all that it takes to ask it about new data. */
#ifndef MODEL_H
#define MODEL_H

#include "data.h"
#include "nn.h"

/* What the answers mean, and how wrong they are. */
typedef enum {
    MODEL_MSE,          /* one output: the answer itself */
    MODEL_HINGE,        /* one output: below 0 the first label, or second */
    MODEL_BINARY,       /* the same, as the logit of the second label */
    MODEL_CROSS_ENTROPY /* one output a label; the largest is the answer */
} ModelLoss;

/* "mse", "hinge", "binary", "cross-entropy"; "unknown" for anything else. */
const char *model_loss_name(ModelLoss loss);

/* The loss of that name. False, and nothing is written, when there is
   none. */
bool model_loss_from(const char *name, ModelLoss *loss);

/* A network on a graph of its own, which holds its parameters alone. An
   input x reaches the network as (x - shift) / scale. */
typedef struct {
    Graph *graph;
    Nn *nn;
    double *shift, *scale; /* (inputs); scale is not 0 */
    ModelLoss loss;
    size_t classes; /* how many labels; 0 for MODEL_MSE */
    double *labels; /* (classes), ascending */
} Model;

/* A model for such data: hidden layers, n of them (may be 0), and then a
   linear one of as many outputs as the loss needs. shift and scale become
   each input's mean and standard deviation (1 where that is 0), labels
   those that occur. The weights are 0. False, and all is NULL, and *error
   says why, when the labels don't suit the loss, when there is no memory,
   or sizes are refused, and when the data holds what isn't finite. */
bool model_new(Model *model, const Data *data, const NnLayer *hidden,
               size_t n, ModelLoss loss, DataError *error);

/* Leaves all 0 and NULL, so that it may be called again. */
void model_free(Model *model);

/* How wrong the model is about an example: a value on its graph. x is
   (inputs). NULL when there is no memory, and for a label that is not one
   of the model's. */
Value *model_loss(Model *model, const double *x, double label);

/* Writes what the network's outputs are, (outputs) numbers, and leaves
   nothing on the graph. False when there is no memory. */
bool model_outputs(Model *model, const double *x, double *out);

/* The label that such outputs mean, or for MODEL_MSE the number. */
double model_answer(const Model *model, const double *out);

/* The file is text, lines ending in \n, each number on a line of its own:

       gradus model 1          the version of this format
       loss hinge
       labels 2                and then as many
       -1
       1
       shift 2                 as many as there are inputs
       ...
       scale 2
       ...
       layers 3                and then as many, the last the outputs'
       16 relu
       16 relu
       1 linear
       parameters 337          as nn.h orders them
       ...
       checksum 0123456789abcdef

   Numbers have 17 significant digits and read back bit for bit. The
   checksum is FNV-1a (Fowler, Noll and Vo; 64 bits, hexadecimal) of all
   bytes before its line. It finds damage, not forgery. */

/* May a model be saved at path? Not if a file that isn't a model is there,
   or any file at path.new. Ask before you train. */
bool model_may_save(const char *path, DataError *error);

/* Writes path.new, and renames it to path when it is whole, so that path
   is the old model or the new one. (C alone can't ask for more: whether it
   is on the disk is the system's affair.) False, and *error says why, and
   all is as it was, when that fails, when it may not be saved there, or a
   number isn't finite. A link is replaced, not what it leads to. */
bool model_save(const Model *model, const char *path, DataError *error);

/* Reads such a file, and believes none of it: memory grows only with what
   the file holds. False, and all is NULL, and *error says where and why,
   when it can't be read, is torn, damaged or of another version, and when
   anything follows its end. */
bool model_load(Model *model, const char *path, DataError *error);

#endif
