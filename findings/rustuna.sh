#!/usr/bin/env bash
# Rustuna 0.2.0 is called as Optuna is, but `study.tell` takes the number of a trial: a Trial, which Optuna takes too and
# its documentation writes, is a TypeError. bench/peers/search.py therefore tells both by number.
# Needs python3 with venv and the registry of PyPI.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q optuna==5.0.0 rustuna==0.2.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import optuna, rustuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
for library in (optuna, rustuna):
    study = library.create_study()
    trial = study.ask()
    trial.suggest_float("x", 0, 1)
    try:
        study.tell(trial, 0.5)
        print(library.__name__, "takes a trial")
    except TypeError as error:
        print(library.__name__, "refuses a trial:", str(error).splitlines()[0])
        study.tell(trial.number, 0.5)
        print(library.__name__, "takes its number")
PYTHON
