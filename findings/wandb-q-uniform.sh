#!/usr/bin/env bash
# One would guess that `q_uniform` from 1 to 11 in steps of 3 means one set of values, inside its bounds. In W&B's own
# engine a random search draws multiples of q, 0 and 12 among them, and a grid counts from min: they share no value, and
# what one method found the other can never try again. A parameter that must be at least 1 gets 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sweeps==0.3.0 numpy==1.26.4 scipy==1.17.1 pydantic==2.14.4 2>&1
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import importlib.metadata, random
import sweeps

print('sweeps', importlib.metadata.version('sweeps'))
epochs = {'distribution': 'q_uniform', 'min': 1, 'max': 11, 'q': 3}
value = lambda run: run.config['epochs']['value']

random.seed(1)
search = {'method': 'random', 'parameters': {'epochs': dict(epochs)}}
drawn = sorted({int(value(sweeps.next_run(search, []))) for _ in range(500)})

runs, search = [], {'method': 'grid', 'parameters': {'epochs': dict(epochs)}}
while (run := sweeps.next_run(search, runs)) is not None:
    runs.append(run)
counted = [value(run) for run in runs]

print('random', drawn)
print('grid  ', counted)
assert drawn == [0, 3, 6, 9, 12], drawn
assert counted == [1, 4, 7, 10], counted
PYTHON
