"""Stands in for the package `wandb` in scripts that latentsweep runs (docs/programs.md): no account, no network. Copy this
file and clients/python/latentsweep.py beside the script. What is logged becomes lines of JSON on standard output; images,
tables and the like are left out, with a line on standard error. A name that is missing here raises an error that says so.
"""

import atexit
import fnmatch
import os
import sys
from collections.abc import Mapping

import latentsweep

__version__ = "0.0.0+latentsweep"


class Error(Exception):
    pass


class UsageError(Error):
    pass


class Config(Mapping):
    """What a script sets, under the trial's parameters, which it can't change: as in a sweep of W&B's."""

    def __init__(self):
        self.__dict__.update(_trial={}, _locked=set(), _items={})

    def _begin(self, trial, own):
        nested = _nested(trial)
        self.__dict__.update(_trial=trial, _locked={*trial, *nested}, _items=_merged(own, nested))

    def __getitem__(self, name):
        # W&B's files can have names with dots too, beside parameters within parameters.
        return self._items[name] if name in self._items else self._trial[name]

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            there = f"only {', '.join(self)}" if self else "and nothing else: call wandb.init() first"
            raise AttributeError(f"wandb.config has no {name!r}, {there}") from None

    def __setitem__(self, name, value):
        self.update({name: value})

    __setattr__ = __setitem__

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def __repr__(self):
        return repr(self._items)

    def as_dict(self):
        return dict(self._items)

    def update(self, values, allow_val_change=None):
        for name, value in _as_dict(values).items():
            if name not in self._locked:
                self._items[name] = value
            elif self[name] != value:
                _once(f"config {name!r} stays {self[name]!r}: the sweep decides it")

    def setdefaults(self, values):
        self.update({name: value for name, value in _as_dict(values).items() if name not in self})


class Summary(dict):
    """What was logged last. Setting a value reports it, so that it is the trial's unless more is logged."""

    def __setitem__(self, name, value):
        self.update({name: value})

    __setattr__ = __setitem__

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def update(self, values=(), **more):
        values = dict(values, **more)
        super().update(values)
        _report(values, 0 if run is None else run._reported)


class Run:
    def __init__(self, name, project):
        self.config, self.summary = config, summary
        self.id = os.environ.get("LATENTSWEEP_TRIAL", "none")
        self.name, self.project, self.sweep_id = name or self.id, project, "latentsweep"
        self.entity, self.group, self.notes, self.url, self.tags = "", "", "", "", ()
        self.step = self._reported = 0
        self._row, self._aggregates = {}, _Aggregates()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.finish()

    @property
    def dir(self):
        return str(latentsweep.artifacts_dir())

    def log(self, data, step=None, commit=None, sync=None):
        """A row is reported when it is whole: at once, or, with `step` or `commit=False`, when the next one begins."""
        if step is not None and step < self.step:
            _once(f"values of step {step} are left out, as step {self.step} has begun")
            return
        if step is not None and step > self.step:
            self._flush()
            self.step = step
        self._row.update(data)
        if step is None if commit is None else commit:
            self._flush()
            self.step += 1

    def _flush(self):
        row, self._row, self._reported = self._row, {}, self.step
        dict.update(self.summary, row)
        _report({**row, **self._aggregates.add(_numbers(row))}, self.step)

    def define_metric(self, name, step_metric=None, step_sync=None, hidden=None, summary=None, overwrite=None, **_):
        """`summary="min,max"` makes of val_loss two metrics more, val_loss.min and val_loss.max, as W&B does."""
        self._aggregates.kinds[name] = (summary or "").split(",")

    def finish(self, exit_code=None, quiet=None):
        global run
        self._flush()
        run = None


class _Aggregates:
    def __init__(self):
        self.kinds, self._seen = {}, {}

    def add(self, numbers):
        made = {}
        for pattern, kinds in self.kinds.items():
            for name in fnmatch.filter(numbers, pattern):
                of = self._seen[name] = _with(self._seen.get(name), numbers[name])
                made.update({f"{name}.{kind}": of[kind] for kind in kinds if kind in of})
        return made


def _with(seen, value):
    if seen is None:
        return {"first": value, "last": value, "min": value, "max": value, "mean": value, "count": 1}
    count = seen["count"] + 1
    mean = seen["mean"] + (value - seen["mean"]) / count
    low, high = min(seen["min"], value), max(seen["max"], value)
    return {"first": seen["first"], "last": value, "min": low, "max": high, "mean": mean, "count": count}


# The run that was begun and is not finished.
run = None
config = _config = Config()
summary = Summary()


def init(project=None, entity=None, config=None, name=None, **_):
    """The other arguments of W&B's init (notes, tags, group, mode, …) mean nothing here."""
    global run
    if run is None:
        summary.clear()
        _config._begin(latentsweep.config(), _as_dict(config or {}))
        run = Run(name, project)
    return run


def _begun(wanted):
    if run is None:
        raise Error(f"wandb.init() must be called before wandb.{wanted}()")
    return run


def log(data, step=None, commit=None, sync=None):
    _begun("log").log(data, step, commit)


def define_metric(name, *args, **more):
    _begun("define_metric").define_metric(name, *args, **more)


@atexit.register
def finish(exit_code=None, quiet=None):
    if run is not None:
        run.finish()


def sweep(sweep, entity=None, project=None, prior_runs=None):
    _once("wandb.sweep() does nothing: the sweep is that of the file which runs this script")
    return "latentsweep"


def agent(sweep_id, function, entity=None, project=None, count=None, **_):
    """Calls the function once: this trial is one of the sweep's."""
    function()
    finish()


def login(*_, **__):
    return True


class _LeftOut:
    """An image, a table, a plot …: whatever is made or asked of it is nothing."""

    def __init__(self, name):
        self._name = name

    def __call__(self, *_, **__):
        _once(f"{self._name} is left out")
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self


for _name in "watch unwatch save restore alert log_artifact use_artifact log_code log_model use_model link_model".split():
    globals()[_name] = _LeftOut(f"wandb.{_name}")
    setattr(Run, _name, globals()[_name])
for _name in "Image Video Audio Table Html Histogram Plotly Object3D Molecule Graph Artifact AlertLevel Settings plot".split():
    globals()[_name] = _LeftOut(f"wandb.{_name}")


def __getattr__(name):
    raise AttributeError(f"latentsweep's stand-in for wandb has no {name!r}")


def _report(values, step):
    numbers = _numbers(values)
    if numbers:
        latentsweep.report({"_step": step, **numbers})


def _numbers(values, within=""):
    """Numbers and truth values by name; those of a dict within have its name before them, and a dot."""
    found = {}
    for name, value in values.items():
        name, value = f"{within}{name}", _plain(value)
        if isinstance(value, Mapping):
            found.update(_numbers(value, f"{name}."))
        elif isinstance(value, (bool, int, float)):
            found[name] = value
        elif not isinstance(value, (str, _LeftOut)):
            _once(f"{name!r} is left out: it is no number")
    return found


def _plain(value):
    """A number of NumPy or PyTorch as Python's, whatever else as it is."""
    count = getattr(value, "numel", None)
    size = count() if callable(count) else getattr(value, "size", None)
    return value.item() if size == 1 and hasattr(value, "item") else value


def _nested(flat):
    """{"net.layers": 2} as {"net": {"layers": 2}}, unless there is a parameter "net" as well."""
    nested = {}
    for name, value in flat.items():
        parts = name.split(".")
        if any(".".join(parts[:i]) in flat for i in range(1, len(parts))):
            parts = [name]
        at = nested
        for part in parts[:-1]:
            at = at.setdefault(part, {})
        at[parts[-1]] = value
    return nested


def _merged(under, over):
    both = {**under, **over}
    for name in under.keys() & over.keys():
        if isinstance(under[name], dict) and isinstance(over[name], dict):
            both[name] = _merged(under[name], over[name])
    return both


def _as_dict(values):
    """A dict, a config, or the flags of argparse or absl."""
    if isinstance(values, Mapping):
        return dict(values)
    if isinstance(values, str):
        raise UsageError(f"config={values!r}: files are not read here; give a dict")
    return values.flag_values_dict() if hasattr(values, "flag_values_dict") else dict(vars(values))


def _once(text, said=set()):
    if text not in said:
        said.add(text)
        print(f"wandb (stand-in): {text}", file=sys.stderr)
