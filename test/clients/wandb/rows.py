"""When rows are whole, what a script can't change, numbers of other packages, and what is not there."""

import wandb


class Scalar:
    size = 1

    def item(self):
        return 0.25


class Tensor(Scalar):
    def size(self):
        raise AssertionError("of a tensor that is its shape")

    def numel(self):
        return 1


try:
    wandb.log({"early": 1})
except wandb.Error as error:
    print(error)

run = wandb.init(config={"lr": 5, "net": {"layers": 9, "width": 8}, "own": 1})
assert wandb.run is run and wandb.init() is run
wandb.config.lr = 7
wandb.config.update({"own": 2, "lr": 8}, allow_val_change=True)
wandb.config.setdefaults({"own": 3, "more": 4})
assert dict(wandb.config) == {"lr": 0.5, "net": {"layers": 2, "width": 8}, "own": 2, "more": 4}, wandb.config
assert "lr" in wandb.config and "none" not in wandb.config and wandb.config["net.layers"] == 2
assert {**wandb.config}["own"] == 2 and wandb.config.as_dict() == dict(wandb.config.items())
try:
    wandb.config.none
except AttributeError as error:
    print(error)

wandb.define_metric("val/*", summary="max,mean", step_metric="epoch")
run.log({"numpy": Scalar(), "torch": Tensor(), "yes": True})
run.log({"val/a": 3}, step=4)
run.log({"val/b": 1}, step=4)
run.log({"late": 1}, step=2)
run.log({"val/a": 1}, commit=False)
run.log({"nan": float("nan")})
assert run.summary["val/a"] == 1 and run.summary.get("none") is None and run.step == 5
run.summary.update({"best": 3})
wandb.summary["best"] = 4
run.log({"last": 1}, step=9)
try:
    wandb.Api()
except AttributeError as error:
    print(error)
