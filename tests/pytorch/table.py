#!/usr/bin/env python3
"""What PyTorch says: reads the table, computes each line anew, prints it.

    python3 tests/pytorch/table.py < tests/pytorch/table.tsv

Only a line's name, expression and inputs are read; the root's data and the
inputs' gradients are written behind them. So a new line of three columns
becomes a whole one. Needs Debian's python3-torch.

An expression is postfix: a, b, ... are the inputs; a number is a constant;
=T takes what is on top and calls it T, a capital letter; "backward" takes
it and walks back from there; any other word is an operation of value.h. One
value must be left: the root, from which the last walk back starts.
"""
import sys
import torch

torch.set_default_dtype(torch.float64)

ONE = {
    "neg": torch.neg,
    "exp": torch.exp,
    "log": torch.log,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
}
TWO = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "pow": torch.pow,
    # one of the two is a plain number
    "add_const": lambda a, c: a + c.item(),
    "sub_const": lambda a, c: a - c.item(),
    "const_sub": lambda c, a: c.item() - a,
    "mul_const": lambda a, c: a * c.item(),
    "div_const": lambda a, c: a / c.item(),
    "const_div": lambda c, a: c.item() / a,
    "pow_const": lambda a, c: a ** c.item(),
    "const_pow": lambda c, a: c.item() ** a,
}


def evaluate(expression, inputs):
    """The root of an expression, after its walks back."""
    stack, kept = [], {}
    for word in expression.split():
        if word in ONE:
            stack.append(ONE[word](stack.pop()))
        elif word in TWO:
            second, first = stack.pop(), stack.pop()
            stack.append(TWO[word](first, second))
        elif word == "backward":
            stack.pop().backward(retain_graph=True)
        elif word.startswith("="):
            kept[word[1:]] = stack.pop()
        elif word in kept:
            stack.append(kept[word])
        elif len(word) == 1 and word.islower():
            stack.append(inputs[ord(word) - ord("a")])
        else:
            stack.append(torch.tensor(float(word)))
    (root,) = stack
    root.backward()
    return root


def line(name, expression, numbers):
    inputs = [torch.tensor(float(n), requires_grad=True) for n in numbers.split()]
    root = evaluate(expression, inputs)
    gradients = [0.0 if x.grad is None else x.grad.item() for x in inputs]
    found = [repr(number) for number in [root.item()] + gradients]
    return "\t".join([name, expression, numbers, found[0], " ".join(found[1:])])


for text in sys.stdin:
    text = text.rstrip("\n")
    if text.startswith("#") or not text:
        print(text)
    else:
        print(line(*text.split("\t")[:3]))
