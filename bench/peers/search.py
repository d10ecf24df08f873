"""Optuna's TPE, or Rustuna's, asked and told line by line: the peers that bench/search.ts compares with.

    search.py optuna|rustuna|random

Each line of standard input is a task in JSON:

    {"start": {"parameters": [...], "seed": 1}}    a new study; answers {"version": ...}; with
                                                   "objectives": 2 each value is a list of so many
    {"tell": value or null}                        the value of the configuration that was answered first of those that have
                                                   none yet, null where none has ended; answers the next one,
                                                   {"config": ..., "ms": ...}, ms of CPU time

Samplers are as their documentation has them, with all defaults; where parameters depend on others, with `group=True`. In
Optuna 5 `constant_liar` is among the defaults.
"""

import importlib
import importlib.metadata
import json
import sys
import time

sys.path.pop(0)  # This file's own folder holds an optuna.py.


def suggest(trial, parameters):
    config = {}
    for parameter in parameters:
        name, kind, when = parameter["name"], parameter["kind"], parameter.get("when")
        if when and config.get(when[0]) not in when[1]:
            continue
        if kind == "choice":
            config[name] = trial.suggest_categorical(name, parameter["choices"])
        elif kind == "int":
            config[name] = trial.suggest_int(name, parameter["low"], parameter["high"])
        else:
            config[name] = trial.suggest_float(name, parameter["low"], parameter["high"], log=kind == "log")
    return config


def main(peer):
    library = importlib.import_module("rustuna" if peer == "rustuna" else "optuna")
    study = parameters = None
    running = []
    for line in sys.stdin:
        task = json.loads(line)
        if "start" in task:
            parameters = task["start"]["parameters"]
            given = {"seed": task["start"]["seed"]}
            if peer == "optuna" and any("when" in parameter for parameter in parameters):
                given["group"] = True
            sampler = library.samplers.RandomSampler(**given) if peer == "random" else library.samplers.TPESampler(**given)
            if peer != "rustuna":
                library.logging.set_verbosity(library.logging.ERROR)
            directions = ["minimize"] * task["start"].get("objectives", 1)
            study, running = library.create_study(sampler=sampler, directions=directions), []
            answer = {"version": importlib.metadata.version(library.__name__)}
        else:
            if task["tell"] is not None:
                study.tell(running.pop(0).number, task["tell"])
            began = time.process_time()
            running.append(study.ask())
            config = suggest(running[-1], parameters)
            answer = {"config": config, "ms": 1000 * (time.process_time() - began)}
        print(json.dumps(answer), flush=True)


main(sys.argv[1])
