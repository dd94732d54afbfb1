"""The moons step in PyTorch, whole tensors, float64, one thread. Reads what
"bench data" prints; prints its version, and then seconds of each repetition,
forward and back, the step with the latter."""
import sys
import time
import torch

SECONDS, LEAST, MOST = 1.0, 11, 501
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

lines = [line.split("\t") for line in sys.stdin]
expected = next(float(line[1]) for line in lines if line[0] == "loss")
points = torch.tensor([[float(n) for n in line[1:]] for line in lines if line[0] == "point"])
numbers = torch.tensor([float(line[1]) for line in lines if line[0] == "parameter"])
x, label = points[:, :2], points[:, 2]

parameters = []
for shape in [(16, 2), (16,), (16, 16), (16,), (16,), ()]:
    size = torch.Size(shape).numel()
    parameters.append(numbers[:size].reshape(shape).clone().requires_grad_())
    numbers = numbers[size:]
w1, b1, w2, b2, w3, b3 = parameters


def loss():
    first = torch.relu(x @ w1.T + b1)
    second = torch.relu(first @ w2.T + b2)
    score = second @ w3 + b3
    hinge = torch.relu(1.0 - label * score).mean()
    return hinge + 1e-4 * sum((p * p).sum() for p in parameters)


if abs(loss().item() - expected) > 1e-12 * abs(expected):
    sys.exit("moons: PyTorch finds another loss")
optimizer = torch.optim.SGD(parameters, lr=0.0)  # as moons_rate
print("PyTorch", torch.__version__)
since, n = time.perf_counter(), 0
while n < LEAST or (n < MOST and time.perf_counter() < since + SECONDS):
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    root = loss()
    middle = time.perf_counter()
    root.backward()
    optimizer.step()
    print(middle - start, time.perf_counter() - middle, sep="\t")
    n += 1
