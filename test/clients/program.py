"""What test/clients.test.ts asks of a client: to say its config, its trial and where its files go."""

import os

import latentsweep as sweep


def trial(given):
    if given["name"] == "fails":
        raise ValueError("as it was asked to")
    return {"lr": given["lr"], "deep": given["deep"], "adam": given["name"] == "adam", "three": given["name"] == "3"}


if "LATENTSWEEP_WARM" in os.environ:
    sweep.serve(trial)
else:
    given = sweep.config(lr=0.5, name="none", deep=False, sizes=[1])
    sweep.report(trial(given))
    sweep.report(sizes=sum(given["sizes"]))
    sweep.report({"val/loss": float("nan"), "worst": float("-inf"), "tiny": 1e-300, "third": 1 / 3}, step=3)
    sweep.report(seed=sweep.seed(), stop=sweep.should_stop(), checkpoint=sweep.checkpoint_dir() is not None)
    (sweep.artifacts_dir() / "note.txt").write_text("kept")
