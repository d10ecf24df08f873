"""Training steps of a LeNet-sized network and of a convolutional VAE in eager PyTorch on one core, for bench/images/step.ts: a line of JSON for each line read.

A question names the network, the batch size and how many steps; the answer is the CPU time of a step in seconds, gathering the batch
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
LATENT = 16
x, y = torch.rand(ROWS, 1, 28, 28), torch.randint(0, 10, (ROWS,))


def network():
    return nn.Sequential(
        *[nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()],
        *[nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
    )


class Vae(nn.Module):
    """As the network of bench/images/step.ts: a head of convolutions over the reconstruction."""

    def __init__(self):
        super().__init__()
        halve = {"kernel_size": 3, "stride": 2, "padding": 1}
        self.encoder = nn.Sequential(
            *[nn.Conv2d(1, 16, **halve), nn.ReLU(), nn.Conv2d(16, 32, **halve), nn.ReLU(), nn.Flatten()]
        )
        self.mu, self.log_variance = nn.Linear(1568, LATENT), nn.Linear(1568, LATENT)
        self.decoder = nn.Sequential(
            *[nn.Linear(LATENT, 1568), nn.ReLU(), nn.Unflatten(1, (32, 7, 7))],
            *[nn.ConvTranspose2d(32, 16, **halve, output_padding=1), nn.ReLU()],
            nn.ConvTranspose2d(16, 1, **halve, output_padding=1),
        )
        self.head = nn.Sequential(
            *[nn.Conv2d(1, 8, **halve), nn.ReLU(), nn.Conv2d(8, 16, **halve), nn.ReLU(), nn.Flatten(), nn.Linear(784, 10)]
        )

    def loss(self, images, labels):
        h = self.encoder(images)
        mu, s = self.mu(h), self.log_variance(h)
        a = self.decoder(mu + (s / 2).exp() * torch.randn_like(mu))
        kl = (mu.square() + s.exp() - s - 1).mean() / 2
        logits = self.head(torch.sigmoid(a))
        return F.binary_cross_entropy_with_logits(a, images) + kl + 0.1 * F.cross_entropy(logits, labels), logits


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = network()

    def loss(self, images, labels):
        logits = self.layers(images)
        return F.cross_entropy(logits, labels), logits


NETWORKS = {"classifier": Classifier, "vae": Vae}


def steps(kind, batch, count, channels_last):
    layout = torch.channels_last if channels_last else torch.contiguous_format
    model, images = NETWORKS[kind]().to(memory_format=layout), x.to(memory_format=layout)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    history = torch.zeros(2)

    def run(times):
        nonlocal history
        for _ in range(times):
            index = torch.randint(0, ROWS, (batch,))
            optimizer.zero_grad()
            loss, logits = model.loss(images[index], y[index])
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
    layouts = [steps(asked["network"], asked["batch"], asked["steps"], last) for last in (False, True)]
    parameters = sum(p.numel() for p in NETWORKS[asked["network"]]().parameters())
    print(json.dumps({"version": torch.__version__, "parameters": parameters, "seconds": layouts}), flush=True)
