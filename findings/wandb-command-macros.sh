#!/usr/bin/env bash
# What W&B's agent makes of the `command` of a sweep file. A macro that it doesn't know, such as the misspelled ${arg}, vanishes
# without a word: the script runs with its defaults, and the sweep ranks as many equal runs. ${envvar:DATA} with DATA unset
# becomes the text DATA. A macro inside an argument stays as it is, and values are written as Python writes them: a list or
# nested parameters are no JSON, and `type=bool` of argparse takes --deep=False for true.
# Needs python3 with venv and the registry of PyPI. Nothing is sent: the process that the agent would start is printed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wandb==0.31.0
cd "$folder"
env -u DATA WANDB_SWEEP_ID=none "$folder/venv/bin/python" - <<'PYTHON'
import argparse
import wandb
from wandb import wandb_agent

started = []


class Started:
    def __init__(self, command, **_):
        started.append(command)


wandb_agent.AgentProcess = Started


def becomes(*command):
    agent = wandb_agent.Agent.__new__(wandb_agent.Agent)
    vars(agent).update(_sweep_command=list(command), _function=None, _in_jupyter=False, _forward_signals=False)
    vars(agent).update(_run_processes={})
    values = {"lr": 0.1, "deep": False, "sizes": [32, 16], "net": {"act": "tanh"}}
    args = {name: {"value": value} for name, value in values.items()}
    agent._command_run({"run_id": "r", "program": "train.py", "args": args})
    print(command, "->", started[-1])
    return started[-1]


print("wandb", wandb.__version__)
assert becomes("python", "${program}", "${arg}") == ["python", "train.py"]
assert becomes("python", "--data=${envvar:DATA}") == ["python", "--data=DATA"]
assert becomes("python", "--config=${args_json_file}") == ["python", "--config=${args_json_file}"]
flags = becomes("${args}")
assert flags == ["--lr=0.1", "--deep=False", "--sizes=[32, 16]", "--net={'act': 'tanh'}"]

parser = argparse.ArgumentParser()
parser.add_argument("--deep", type=bool)
assert parser.parse_known_args(flags)[0].deep is True
PYTHON
