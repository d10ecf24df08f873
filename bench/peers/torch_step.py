"""One training step of a VAE of any size in eager PyTorch on one core: the peer of the tables in bench/tfjs.ts.

python3 torch_step.py FEATURES HIDDEN[,HIDDEN] LATENT BATCH SECONDS prints the least microseconds of a step.
"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

features, hidden, latent, batch, seconds = sys.argv[1:]
D, L, B = int(features), int(latent), int(batch)
sizes = [int(size) for size in hidden.split(",")]
torch.set_num_threads(1)
torch.manual_seed(1)


def layers(widths):
    pairs = zip(widths, widths[1:])
    return [module for i, o in pairs for module in (nn.Linear(i, o), nn.ReLU())]


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(*layers([D, *sizes]))
        self.mu = nn.Linear(sizes[-1], L)
        self.log_variance = nn.Linear(sizes[-1], L)
        self.decoder = nn.Sequential(*layers([L, *sizes[::-1]]), nn.Linear(sizes[0], D), nn.Sigmoid())
        self.head = nn.Linear(D, 1)

    def forward(self, x):
        h = self.encoder(x)
        mu, log_variance = self.mu(h), self.log_variance(h)
        z = mu + torch.exp(0.5 * log_variance) * torch.randn_like(mu)
        reconstruction = self.decoder(z)
        return reconstruction, torch.sigmoid(self.head(reconstruction)).squeeze(1), mu, log_variance


vae = Vae()
optimizer = torch.optim.RMSprop(vae.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)
x, y = torch.rand(20 * B, D), (torch.rand(20 * B) < 0.5).float()
least, ends = float("inf"), time.perf_counter() + float(seconds)
history = 0
while time.perf_counter() < ends:
    order = torch.randperm(len(x))
    for step in range(20):
        started = time.perf_counter()
        index = order[step * B : (step + 1) * B]
        optimizer.zero_grad()
        output, p, mu, log_variance = vae(x[index])
        kl = 0.5 * (mu.pow(2) + log_variance.exp() - log_variance - 1).mean()
        reconstruction = F.binary_cross_entropy(output, x[index])
        prediction = F.binary_cross_entropy(p, y[index])
        loss = reconstruction + kl + 0.1 * prediction
        loss.backward()
        optimizer.step()
        accuracy = ((p >= 0.5) == (y[index] >= 0.5)).float().mean()
        history += torch.stack([loss, reconstruction, kl, prediction, accuracy]).detach()
        least = min(least, time.perf_counter() - started)
print(least * 1e6)
