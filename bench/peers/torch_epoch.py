"""One epoch of vae_mixing at the deck's size in eager PyTorch on one core: the peer that bench/epoch.ts compares with.

Written as a PyTorch user would write it: modules, an optimizer, tensors in memory, minibatches by index.
The same work as ours: the plain VAE (525 parameters) over the oversampled training set, batches of 160; generation;
ten passes of the classifier over floor(n1 / 60) blocks of 160 rows; predictions and metrics on validation and test.

Prints one line of JSON: seconds of one epoch, microseconds of one VAE step and of one classifier step.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
BATCH = 160
BETA = torch.tensor([1, 1.5, 2, 2.5, 0, -1, -1.5, -2, -2.5, 0])


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(10, 10), nn.ReLU(), nn.Linear(10, 10), nn.ReLU())
        self.mu = nn.Linear(10, 2)
        self.log_variance = nn.Linear(10, 2)
        self.decoder = nn.Sequential(
            nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 10), nn.ReLU(), nn.Linear(10, 10), nn.Sigmoid()
        )
        self.head = nn.Linear(10, 1)

    def forward(self, x):
        hidden = self.encoder(x)
        mu, log_variance = self.mu(hidden), self.log_variance(hidden)
        z = mu + torch.exp(0.5 * log_variance) * torch.randn_like(mu)
        reconstruction = self.decoder(z)
        return reconstruction, torch.sigmoid(self.head(reconstruction)).squeeze(1), mu, log_variance


def vae_loss(vae, x, y):
    """The loss to minimise, and what a learning curve shows: its parts and the accuracy."""
    output, p, mu, log_variance = vae(x)
    kl = 0.5 * (mu.pow(2) + log_variance.exp() - log_variance - 1).mean()
    reconstruction, prediction = F.binary_cross_entropy(output, x), F.binary_cross_entropy(p, y)
    loss = reconstruction + kl + 0.1 * prediction
    return loss, torch.stack([loss, reconstruction, kl, prediction, accuracy(p, y)]).detach()


def classifier_loss(model, x, y):
    score = model(x).squeeze(1)
    loss = F.binary_cross_entropy_with_logits(score, y)
    return loss, torch.stack([loss, accuracy(torch.sigmoid(score), y)]).detach()


def accuracy(p, y):
    return ((p >= 0.5) == (y >= 0.5)).float().mean()


def draw(rows):
    x = torch.rand(rows, 10)
    return x, (torch.rand(rows) < torch.sigmoid(x @ BETA)).float()


def train(model, loss_of, optimizer, x, y, batches):
    order = torch.randperm(len(x))
    history = 0
    for step in range(batches):
        index = order[step * BATCH : (step + 1) * BATCH]
        optimizer.zero_grad()
        loss, curve = loss_of(model, x[index], y[index])
        loss.backward()
        optimizer.step()
        history += curve * len(index)
    return history / (batches * BATCH)


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(share):
    """`share` of an epoch's steps are run and timed, and scaled up: every step costs the same."""
    x, y = draw(80_000)
    held = [draw(20_000) for _ in range(2)]
    ones, zeros = torch.where(y == 1)[0], torch.where(y == 0)[0]
    kept = ones[: len(ones) // 100]
    resampled = torch.cat([zeros, kept[torch.randint(len(kept), (len(ones),))]])
    vae, classifier = Vae(), nn.Linear(10, 1)
    vae_optimizer = torch.optim.RMSprop(vae.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)
    optimizer = torch.optim.RMSprop(classifier.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)

    def generate_and_mix():
        blocks = len(ones) // 60
        real = kept[torch.randint(len(kept), (blocks * 60,))]
        with torch.no_grad():
            generated = vae(x[real.view(blocks, 60)[:, :20].reshape(-1)])[0]
        majority = zeros[torch.arange(blocks * 80) % len(zeros)]
        rows = torch.cat([x[real], generated, x[majority]])
        return rows, torch.cat([torch.ones(blocks * 80), torch.zeros(blocks * 80)])

    def evaluate():
        with torch.no_grad():
            for rows, labels in held:
                classifier_loss(classifier, rows, labels)
            vae_loss(vae, *held[0])

    vae_steps, vae_run = 500, max(1, int(500 * share))
    xs, ys = x[resampled], y[resampled]
    warm = max(1, vae_run // 10)
    train(vae, vae_loss, vae_optimizer, xs, ys, warm)
    vae_step = seconds(lambda: train(vae, vae_loss, vae_optimizer, xs, ys, vae_run)) / vae_run

    mixed = []
    mixing = seconds(lambda: mixed.extend(generate_and_mix()))
    steps = 10 * (len(mixed[0]) // BATCH)
    run = max(1, int(len(mixed[0]) // BATCH * share))
    classifier_step = seconds(lambda: train(classifier, classifier_loss, optimizer, *mixed, run)) / run
    evaluation = seconds(evaluate)

    epoch = vae_step * vae_steps + mixing + classifier_step * steps + evaluation
    print(
        json.dumps(
            {
                "torch": torch.__version__,
                "epoch_seconds": epoch,
                "vae_step_us": vae_step * 1e6,
                "classifier_step_us": classifier_step * 1e6,
            }
        )
    )


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
