"""A small network of PyTorch tells two spirals apart, and reports after each epoch. What was trained goes on where it was cut
short, if the program is declared with `checkpoint: true`."""

import latentsweep
import torch
from torch import nn

config = latentsweep.config(lr=0.01, width=32, layers=2, activation="tanh", epochs=30)
torch.manual_seed(latentsweep.seed())


def spirals(rows):
    side = torch.arange(rows) % 2
    turn = torch.sqrt(torch.rand(rows)) * 9
    angle = turn + torch.pi * side
    points = torch.stack([turn * torch.cos(angle), turn * torch.sin(angle)], dim=1) / 9
    return points + 0.03 * torch.randn(rows, 2), side.float()


(x_train, y_train), (x_val, y_val) = spirals(1000), spirals(1000)
activation = {"tanh": nn.Tanh, "relu": nn.ReLU}[config["activation"]]
sizes = [2] + [config["width"]] * config["layers"]
hidden = [part for i in range(config["layers"]) for part in (nn.Linear(sizes[i], sizes[i + 1]), activation())]
model = nn.Sequential(*hidden, nn.Linear(sizes[-1], 1))
optimizer = torch.optim.Adam(model.parameters(), lr=config["lr"])
loss_of = nn.BCEWithLogitsLoss()
begun = 0

folder = latentsweep.checkpoint_dir()
if folder is not None and (folder / "last.pt").exists():
    last = torch.load(folder / "last.pt")
    model.load_state_dict(last["model"])
    optimizer.load_state_dict(last["optimizer"])
    begun = last["epoch"]

for epoch in range(begun + 1, config["epochs"] + 1):
    for rows in torch.randperm(len(x_train)).split(50):
        optimizer.zero_grad()
        loss_of(model(x_train[rows]).squeeze(1), y_train[rows]).backward()
        optimizer.step()
    with torch.no_grad():
        logits = model(x_val).squeeze(1)
    accuracy = ((logits > 0) == (y_val > 0)).float().mean()
    latentsweep.report(step=epoch, val_loss=loss_of(logits, y_val), val_accuracy=accuracy)
    if folder is not None:
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, folder / "new.pt")
        (folder / "new.pt").replace(folder / "last.pt")
    if latentsweep.should_stop():
        break

torch.save(model.state_dict(), latentsweep.artifacts_dir() / "model.pt")
