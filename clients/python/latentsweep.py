"""For Python programs that a sweep runs (docs/programs.md). Copy this file beside yours: it needs Python 3.8 and no package.

Outside a sweep all of it works too: config() has the flags and your defaults, report() prints.
"""

import functools
import json
import math
import os
import re
import sys
import traceback
from pathlib import Path

# What a warm program was told of the trial under way; a cold one reads its environment.
_told = None
# Where in its course the trial is, and where it last reported the sweep's metric.
_step = _measured = 0


def _of_trial(name):
    return os.environ.get(f"LATENTSWEEP_{name.upper()}") if _told is None else _told.get(name)


def config(**defaults):
    """The trial's parameters by name. A default says what a value is where none is given, and its type."""
    if _told is not None:
        return {**defaults, **_told["config"]}
    path = os.environ.get("LATENTSWEEP_CONFIG")
    if path:
        return {**defaults, **json.loads(Path(path).read_bytes())}
    given = {**_variables(defaults), **_flags(defaults)}
    if not given and "LATENTSWEEP_TRIAL" in os.environ:
        given = _standard_input()
    return {**defaults, **given}


def _variables(defaults):
    names = {name: "LATENTSWEEP_PARAM_" + re.sub("[^A-Z0-9]", "_", name.upper()) for name in defaults}
    return {name: _value(os.environ[key], defaults[name]) for name, key in names.items() if key in os.environ}


def _flags(defaults):
    """--lr=0.1, --lr 0.1, lr=0.1, --deep, and a JSON object as one argument."""
    given = {}
    words = sys.argv[1:]
    for word, after in zip(words, words[1:] + ["--"]):
        name, equals, text = word.lstrip("-+").partition("=")
        if word.startswith("{"):
            given.update(json.loads(word))
        elif equals:
            given[name] = _value(text, defaults.get(name))
        elif word.startswith("--"):
            is_alone = after.startswith("--") or "=" in after
            given[name] = True if is_alone else _value(after, defaults.get(name))
    return given


@functools.lru_cache(maxsize=None)
def _standard_input():
    text = sys.stdin.buffer.read()
    if not text.strip():
        raise RuntimeError("the sweep gave no parameters: of variables, config() takes those that have defaults")
    return json.loads(text)


def _value(text, default):
    if isinstance(default, str):
        return text
    if isinstance(default, float):
        return float(text)
    if text in ("True", "False"):
        return text == "True"
    try:
        return json.loads(text)
    except ValueError:
        return text


def report(metrics=None, step=None, **more):
    """Says metrics: report(val_loss=0.4), or report({"val/loss": 0.4}, step=3)."""
    values = {**(metrics or {}), **more}
    _say(_line({**({} if step is None else {"step": step}), **values}))
    _note(step, values)


def _note(step, values):
    global _step, _measured
    # W&B's `_step` counts from 0.
    _step = step if step is not None else values["_step"] + 1 if "_step" in values else _step + 1
    value = values.get(_of_trial("metric"))
    if value is not None and math.isfinite(value):
        _measured = _step


def _line(values):
    # Numbers of NumPy and PyTorch are asked for Python's.
    return json.dumps(values, default=lambda value: value.item())


def _say(line):
    # One write, so that threads do not mix their lines.
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def should_stop():
    """Whether the trial is to end here, for good or for now: save what its checkpoint needs, and return."""
    until = _of_trial("until_step")
    if until is not None and _measured >= int(until):
        return True
    path = _of_trial("stop")
    return path is not None and os.path.exists(path)


def seed():
    """A whole number below 2**31, the same for all configs of a replicate."""
    return int(_of_trial("seed") or 0)


def checkpoint_dir():
    """The folder that outlives a trial cut short; None where the program is not declared with `checkpoint: true`."""
    path = _of_trial("checkpoint")
    return None if path is None else Path(path)


def artifacts_dir():
    """The folder whose files are kept with the trial."""
    folder = Path(_of_trial("artifacts") or "artifacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def serve(objective):
    """Reports what objective(config) returns: a dict of metrics, or None where it reports by itself. Of a program that is
    declared with `warm: true`, one process takes trial after trial."""
    global _told, _step, _measured
    if "LATENTSWEEP_WARM" not in os.environ:
        report(objective(config()))
        return
    for line in sys.stdin.buffer:
        _told = json.loads(line)
        _step = _measured = 0
        trial = {"trial": _told["trial"]}
        try:
            end = _line({**(objective(config()) or {}), **trial, "done": True})
        except Exception as error:
            traceback.print_exc()
            end = _line({**trial, "failed": f"{type(error).__name__}: {error}"})
        _say(end)
