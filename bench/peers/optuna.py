"""Optuna on the same Postgres: the peer that bench/cluster.ts compares with.

    optuna.py URL grid WORKERS     a grid of 64 points, run by that many processes at once
    optuna.py URL trials WORKERS   trials that do nothing, 50 in each process
    optuna.py URL sum WORKERS      the same with five numbers, which are added
    optuna.py URL tpe WORKERS      that with Optuna's default sampler in place of its random one

Written as its documentation has it for several processes: one study in the database, `load_study` and `optimize` in
each of them. Prints one line of JSON: the trials that ran, and the seconds from the first one's start to the last
one's end by the database's record.
"""

import json
import multiprocessing
import sys

sys.path.pop(0)  # This file's own folder: in it, this file is called optuna.

import optuna

GRID = {"x": list(range(8)), "y": list(range(8))}
TRIALS_EACH = 50


def objective(trial):
    return trial.suggest_int("x", 0, 7) + trial.suggest_int("y", 0, 7)


def total(trial):
    return sum(trial.suggest_float(name, 0, 1) for name in "abcde")


def work(url, name, mode, barrier):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    samplers = {"grid": lambda: optuna.samplers.GridSampler(GRID), "tpe": optuna.samplers.TPESampler}
    sampler = samplers.get(mode, optuna.samplers.RandomSampler)()
    study = optuna.load_study(study_name=name, storage=url, sampler=sampler)
    barrier.wait()
    # A grid ends by itself, when all its points were run.
    study.optimize(total if mode in ("sum", "tpe") else objective, n_trials=None if mode == "grid" else TRIALS_EACH)


def main(url, mode, workers):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    url = url.replace("postgresql://", "postgresql+psycopg2://", 1)  # SQLAlchemy 2.1 would take psycopg 3.
    name = f"{mode}-{workers}"
    study = optuna.create_study(study_name=name, storage=url)
    barrier = multiprocessing.Barrier(workers)
    processes = [multiprocessing.Process(target=work, args=(url, name, mode, barrier)) for _ in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode != 0:
            sys.exit(f"a worker ended with {process.exitcode}")
    trials = study.get_trials(deepcopy=False)
    seconds = max(t.datetime_complete for t in trials) - min(t.datetime_start for t in trials)
    result = {"optuna": optuna.__version__, "trials": len(trials), "seconds": seconds.total_seconds()}
    print(json.dumps(result))


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
