"""The small network of sweeps/deck-cnn.yaml trained in PyTorch on rows that it is handed, for bench/images/agreement.ts.

A question names a seed, the rows to train on, those to judge, and the schedule; the answer is the accuracy of the latter.
First weights are Glorot's, as Keras and this house have them; rmsprop is Keras 3's, with epsilon under the root.
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)


class RmsProp(torch.optim.Optimizer):
    def __init__(self, parameters, lr, rho=0.9, epsilon=1e-7):
        super().__init__(parameters, {"lr": lr, "rho": rho, "epsilon": epsilon})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                v = self.state[w].setdefault("v", torch.zeros_like(w))
                v.mul_(group["rho"]).addcmul_(w.grad, w.grad, value=1 - group["rho"])
                w.addcdiv_(w.grad, (v + group["epsilon"]).sqrt(), value=-group["lr"])


def network(classes):
    layers = [
        *[nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.Flatten()],
        *[nn.Linear(512, 64), nn.ReLU(), nn.Linear(64, classes)],
    ]
    for layer in layers:
        if hasattr(layer, "weight"):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)


def rows(of):
    return torch.tensor(of["features"]).reshape(-1, 1, 8, 8), torch.tensor(of["labels"])


def accuracy(asked):
    torch.manual_seed(asked["seed"])
    (x, y), (test_x, test_y) = rows(asked["train"]), rows(asked["test"])
    model = network(asked["classes"])
    optimizer = RmsProp(model.parameters(), asked["rate"])
    for _ in range(asked["epochs"]):
        for index in torch.randperm(len(x)).split(asked["batch"]):
            optimizer.zero_grad()
            F.cross_entropy(model(x[index]), y[index]).backward()
            optimizer.step()
    with torch.no_grad():
        return (model(test_x).argmax(1) == test_y).float().mean().item()


for line in sys.stdin:
    print(json.dumps({"version": torch.__version__, "accuracy": accuracy(json.loads(line))}), flush=True)
