"""As W&B's documentation has a script that begins its own sweep and agent."""

import wandb


def main():
    run = wandb.init(project="my-first-sweep")
    score = run.config.x**3 + wandb.config.net["layers"] * wandb.config["net"]["width"]
    wandb.log({"score": score, "picture": wandb.Image([[0]]), "table": wandb.Table(columns=["a"])})
    wandb.log({"list": [1, 2]})


sweep_configuration = {
    "method": "random",
    "metric": {"goal": "minimize", "name": "score"},
    "parameters": {"x": {"max": 0.1, "min": 0.01}, "net": {"parameters": {"layers": {"values": [1, 3, 7]}}}},
}
sweep_id = wandb.sweep(sweep=sweep_configuration, project="my-first-sweep")
wandb.agent(sweep_id, function=main, count=10)
