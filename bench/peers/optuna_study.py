"""Optuna in one process, the peer of `sweep.run` in bench/programs/function.ts.

    optuna_study.py random|tpe TRIALS        a study in memory
    optuna_study.py random|tpe TRIALS FILE   one in an SQLite database, which is made

As its documentation has it: `create_study` and `optimize`. Prints one line of JSON.
"""

import json
import sys
import time

sys.path.pop(0)  # This file's own folder: in it, another file is called optuna.

import optuna


def objective(trial):
    return sum(trial.suggest_float(name, 0, 1) for name in "abcde")


def main(method, trials, file=None):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler() if method == "tpe" else optuna.samplers.RandomSampler()
    study = optuna.create_study(sampler=sampler, storage=file and f"sqlite:///{file}")
    began = time.monotonic()
    study.optimize(objective, n_trials=int(trials))
    seconds = time.monotonic() - began
    print(json.dumps({"optuna": optuna.__version__, "trials": len(study.trials), "seconds": seconds}))


main(*sys.argv[1:])
