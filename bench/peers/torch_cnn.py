"""Training steps of a LeNet-sized network in eager PyTorch on one core, for bench/images/step.ts: a line of JSON for each line read.

A question names the batch size and how many steps; the answer is the CPU time of a step in seconds, gathering the batch
included. `channels_last` is PyTorch's other layout of images.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
ROWS = 2048
x, y = torch.rand(ROWS, 1, 28, 28), torch.randint(0, 10, (ROWS,))


def network():
    return nn.Sequential(
        *[nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()],
        *[nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
    )


def steps(batch, count, channels_last):
    layout = torch.channels_last if channels_last else torch.contiguous_format
    model, images = network().to(memory_format=layout), x.to(memory_format=layout)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    history = torch.zeros(2)

    def run(times):
        nonlocal history
        for _ in range(times):
            index = torch.randint(0, ROWS, (batch,))
            optimizer.zero_grad()
            logits = model(images[index])
            loss = F.cross_entropy(logits, y[index])
            loss.backward()
            optimizer.step()
            accuracy = (logits.argmax(1) == y[index]).float().mean()
            history += torch.stack([loss, accuracy]).detach()

    run(3)
    started = time.process_time()
    run(count)
    return (time.process_time() - started) / count


for line in sys.stdin:
    asked = json.loads(line)
    layouts = [steps(asked["batch"], asked["steps"], last) for last in (False, True)]
    parameters = sum(p.numel() for p in network().parameters())
    print(json.dumps({"version": torch.__version__, "parameters": parameters, "seconds": layouts}), flush=True)
