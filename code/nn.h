/* nn.h: tangled from chapter 7, "Neurons, layers, networks", of Gradus. */
/* nn.h - neurons, layers, networks. */
#ifndef NN_H
#define NN_H

#include "value.h"
#include "rng.h"

/* What a neuron does with its weighted sum. */
typedef enum { NN_LINEAR, NN_RELU, NN_TANH, NN_SIGMOID } NnActivation;

/* "linear", "relu", "tanh", "sigmoid"; "unknown" for anything else. */
const char *nn_activation_name(NnActivation activation);

/* The activation of that name. False, and nothing is written, when there
   is none. */
bool nn_activation_from(const char *name, NnActivation *activation);

/* What these make is on the graph of its parameters. NULL, or false, when
   one of the values given is NULL, memory ends, or the values are on two
   graphs; graph_status then says which, as in value.h. And when the
   activation is unknown, of which graph_status says nothing. */

/* The activation of a sum; linear makes no value. */
Value *nn_activate(Value *sum, NnActivation activation);

/* b + w0 in0 + w1 in1 + ..., and its activation. parameters is (inputs +
   1): the weights, and then the bias. Makes 2 inputs values, and one more
   unless it is linear. */
Value *nn_neuron(Value *const *parameters, Value *const *in, size_t inputs,
                 NnActivation activation);

/* A layer: so many neurons over the same inputs, with one activation. */
typedef struct {
    size_t outputs;
    NnActivation activation;
} NnLayer;

/* One neuron after another. parameters is (outputs, inputs + 1), out is
   (outputs), and not in. */
bool nn_layer(Value *const *parameters, Value *const *in, size_t inputs,
              NnLayer layer, Value **out);

/* Layers, each over the outputs of the one before (a multilayer
   perceptron). Nothing but its parameters is on the graph. */
typedef struct Nn Nn;

/* A network whose parameters, all 0, are new leaves on the graph: make it
   before the mark to which a training step rewinds. NULL when there is no
   memory (graph_status says so only when it was the graph that had none),
   or when sizes are refused: nn_count would be 0. Leaves that were made
   before memory ended stay on the graph, for a rewind to take. */
Nn *nn_new(Graph *graph, size_t inputs, const NnLayer *layers, size_t n);

/* Frees the network, but not its parameters, which are the graph's; nor
   does it read them, so that the graph may be freed first. NULL is
   allowed. */
void nn_free(Nn *nn);

/* out becomes what the network answers to in. in is (inputs), out is
   (outputs), and not in. False as above, and out is then not to be used. */
bool nn_forward(Nn *nn, Value *const *in, Value **out);

/* Layer after layer, each (outputs, inputs + 1). The array is the
   network's, and lasts as long. */
Value *const *nn_parameters(const Nn *nn);

/* How many parameters such a network has: the sum of outputs (inputs + 1)
   over the layers. 0 when inputs, n or an outputs is 0, an activation is
   unknown, or the pointers would not fit into a size_t. */
size_t nn_count(size_t inputs, const NnLayer *layers, size_t n);

/* Where the weights begin: uniform in [-a, a). The biases begin at 0. */
typedef enum {
    NN_UNIFORM, /* a = 1 */
    NN_XAVIER,  /* a^2 = 6 / (inputs + outputs); Glorot and Bengio 2010 */
    NN_HE       /* a^2 = 6 / inputs; He and others 2015, for relu */
} NnInit;

/* Draws all weights anew, in the order of the parameters. */
void nn_init(Nn *nn, NnInit init, Rng *rng);

/* As nn_new was told; layer i is of 0 to nn_layers - 1. */
Graph *nn_graph(const Nn *nn);
size_t nn_inputs(const Nn *nn);
size_t nn_outputs(const Nn *nn); /* of the last layer */
size_t nn_layers(const Nn *nn);
NnLayer nn_layer_at(const Nn *nn, size_t i);
size_t nn_parameter_count(const Nn *nn);

#endif
