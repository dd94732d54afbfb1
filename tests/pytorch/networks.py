#!/usr/bin/env python3
"""What PyTorch says of whole networks: reads the table, computes each line
anew, prints it.

    python3 tests/pytorch/networks.py < tests/pytorch/networks.tsv

Of a line the name and the recipe are read, and what PyTorch finds is written
behind them: so a new line of two columns becomes a whole one. A recipe is

    seed points init inputs outputs:activation... loss [strength] [steps rate momentum decay]

From the seed come the weights, as torch.nn.init has init draw them, biases
within 0.5, and then point by point the inputs, within 2, and what is to be
answered. The loss is the mean over the points; strength is the price on the
squares of all parameters. Without steps, the loss and its gradients are
found; with steps of torch.optim.SGD, the loss before each of them, and the
parameters after the last. Parameters are in the order of nn.h.
"""
import sys
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Rng:
    """The engine's generator: splitmix64, which PyTorch hasn't."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        mask = 2**64 - 1
        self.state = z = (self.state + 0x9E3779B97F4A7C15) & mask
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & mask
        return z ^ (z >> 31)

    def uniform(self, low, high):
        return low + (high - low) * ((self.bits() >> 11) * 2.0**-53)

    def below(self, n):
        while True:
            bits = self.bits()
            if bits >= 2**64 % n:
                return bits % n


class Asked(torch.Tensor):
    """Weights that only note within which bounds they are to be drawn."""

    def uniform_(self, low, high):
        self.bounds = (low, high)
        return self


INITS = {
    "uniform": lambda w: w.uniform_(-1.0, 1.0),
    "xavier": torch.nn.init.xavier_uniform_,
    "he": lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
}
ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}


def drawn(rng, init, inputs, outputs):
    """(outputs, inputs) weights."""
    asked = torch.empty(outputs, inputs).as_subclass(Asked)
    INITS[init](asked)
    return [[rng.uniform(*asked.bounds) for _ in range(inputs)] for _ in range(outputs)]


def network(rng, init, inputs, sizes):
    """For each layer its weights and biases."""
    weights = []
    for outputs in sizes:
        weights.append(drawn(rng, init, inputs, outputs))
        inputs = outputs
    biases = [[rng.uniform(-0.5, 0.5) for _ in range(outputs)] for outputs in sizes]
    return [[torch.tensor(n, requires_grad=True) for n in layer] for layer in zip(weights, biases)]


def target(rng, loss, outputs):
    if loss == "mse":
        return [rng.uniform(-1.0, 1.0) for _ in range(outputs)]
    if loss == "cross-entropy":
        return rng.below(outputs)
    if loss == "soft-binary":
        return rng.uniform(0.0, 1.0)
    return float(rng.below(2))


LOSSES = {
    "mse": F.mse_loss,
    "hinge": lambda out, label: torch.relu(1.0 - (2.0 * label - 1.0) * out.squeeze(1)).mean(),
    "binary": lambda out, label: F.binary_cross_entropy_with_logits(out.squeeze(1), label),
    "soft-binary": lambda out, label: F.binary_cross_entropy_with_logits(out.squeeze(1), label),
    "cross-entropy": F.cross_entropy,
}


def in_order(layers, what):
    """Neuron by neuron the weights, and then the bias."""
    for weights, biases in layers:
        for row, bias in zip(what(weights), what(biases)):
            yield from row.tolist()
            yield bias.item()


def found(recipe):
    words = recipe.split()
    seed, points, init, inputs = int(words[0]), int(words[1]), words[2], int(words[3])
    shapes = [word.split(":") for word in words[4:] if ":" in word]
    loss, *numbers = words[4 + len(shapes):]
    numbers = [float(n) for n in numbers]
    strength = numbers[0] if len(numbers) % 2 == 1 else 0.0
    steps, rate, momentum, decay = numbers[-4:] if len(numbers) > 3 else (0, 0, 0, 0)

    rng = Rng(seed)
    sizes = [int(outputs) for outputs, _ in shapes]
    layers = network(rng, init, inputs, sizes)
    parameters = [p for layer in layers for p in layer]
    pairs = [([rng.uniform(-2.0, 2.0) for _ in range(inputs)], target(rng, loss, sizes[-1])) for _ in range(points)]
    x, y = (torch.tensor(column) for column in zip(*pairs))

    def forward():
        out = x
        for (weights, biases), (_, activation) in zip(layers, shapes):
            out = ACTIVATIONS[activation](F.linear(out, weights, biases))
        price = strength * sum((p * p).sum() for p in parameters)
        return LOSSES[loss](out, y) + price

    if steps == 0:
        root = forward()
        root.backward()
        return [root.item()] + list(in_order(layers, lambda p: p.grad))
    losses, optimizer = [], torch.optim.SGD(parameters, lr=rate, momentum=momentum, weight_decay=decay)
    for _ in range(int(steps)):
        optimizer.zero_grad()
        root = forward()
        root.backward()
        optimizer.step()
        losses.append(root.item())
    return losses + list(in_order(layers, lambda p: p.detach()))


for text in sys.stdin:
    text = text.rstrip("\n")
    if text.startswith("#") or not text:
        print(text)
    else:
        name, recipe = text.split("\t")[:2]
        print("\t".join([name, recipe, " ".join(repr(n) for n in found(recipe))]))
