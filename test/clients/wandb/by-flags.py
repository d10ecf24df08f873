"""As W&B's documentation has a script for its command line: argparse, a config with defaults, a row of metrics an epoch."""

import argparse

import wandb

parser = argparse.ArgumentParser()
parser.add_argument("-b", "--batch_size", type=int, default=32)
parser.add_argument("--epochs", type=int, default=2)
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--augment", type=lambda text: text.lower() == "true", default=False)
args = parser.parse_args()

wandb.login()
with wandb.init(project="first", config=args, tags=["a"], mode="online") as run:
    run.define_metric("val_loss", summary="min")
    run.watch(None)
    for epoch in range(1, run.config["epochs"] + 1):
        loss = abs(wandb.config.lr - 0.01) + epoch % 2
        run.log({"epoch": epoch, "val_loss": loss, "train": {"loss": loss}, "batch": run.config.batch_size, "note": "text"})
    run.summary["augmented"] = run.config.get("augment", None)
