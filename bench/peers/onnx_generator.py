"""Runs a model's generator.onnx in onnxruntime, computes the same rows by numpy from generator.json, and compares.

    python bench/peers/onnx_generator.py MODEL CLASS ROWS [FILE.csv]

Needs onnxruntime and numpy. FILE: for a generator that makes twins of rows, those to make them of, taken in turn.
"""

import csv
import datetime
import json
import sys

import numpy as np
import onnxruntime

model, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(f"{model}/generator.json", encoding="utf-8") as source:
    about = json.load(source)
with open(f"{model}/preparation.json", encoding="utf-8") as source:
    columns = json.load(source)["columns"]
with open(f"{model}/model.json", encoding="utf-8") as source:
    classes = json.load(source)["classes"]
weights = np.fromfile(f"{model}/generator.bin", dtype="<f4").astype(np.float64)
cells = {}
if len(sys.argv) > 4:
    with open(sys.argv[4], encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    cells = {key: [rows[i % len(rows)][key].strip() for i in range(count)] for key in rows[0]}


def number(cell):
    try:
        return float(cell)
    except ValueError:
        pass
    try:
        date = datetime.datetime.fromisoformat(cell)
    except ValueError:
        return np.nan
    return date.replace(tzinfo=date.tzinfo or datetime.timezone.utc).timestamp() / 86400


# What is fed: noise, the class, and cells.
random = np.random.default_rng(1)
feeds, draws = {}, {"normals": [], "uniforms": []}
cell_inputs = iter(columns)
for given in about["inputs"]:
    shape = (count, given["width"])
    if given["holds"] == "class":
        value = np.full(shape, name, dtype=object)
    elif given["holds"] == "cell":
        column = next(cell_inputs)
        own = cells[column["name"]]
        value = np.array(
            [[number(cell)] for cell in own] if column["kind"] == "number" else [[cell] for cell in own],
            dtype=np.float64 if column["kind"] == "number" else object,
        )
    else:
        value = random.standard_normal(shape) if given["holds"] == "normals" else random.random(shape)
        draws[given["holds"]].append(value)
    feeds[given["name"]] = value


# The same by numpy.
layers = {layer["name"]: layer for layer in about["layers"]}


def dense(values, layer):
    at, inputs, units = layer["at"], layer["inputs"], layer["outputs"]
    end = at + inputs * units
    return values @ weights[at:end].reshape(inputs, units) + weights[end : end + units]


def stack(values, kind):
    hidden = 0
    while f"{kind}.{hidden}" in layers:
        values = np.maximum(0, dense(values, layers[f"{kind}.{hidden}"]))
        hidden += 1
    return values


def sigmoid(values):
    return 1 / (1 + np.exp(-values))


def softmax(values):
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def scaled(value, scale):
    if scale["kind"] == "none":
        return value
    if scale["kind"] == "constant":
        return np.zeros_like(value)
    if scale["kind"] == "minmax":
        return np.clip((value - scale["low"]) / (scale["high"] - scale["low"]), 0, 1)
    places = np.array(scale["quantiles"])
    last = len(places) - 1
    below, most = np.searchsorted(places, value, "left"), np.searchsorted(places, value, "right")
    low, high = places[np.clip(below - 1, 0, last)], places[np.clip(below, 0, last)]
    part = np.divide(value - low, high - low, out=np.zeros_like(value), where=high > low)
    inside = np.where(most > below, (below + most - 1) / 2 / last, (below - 1 + part) / last)
    return np.where(value <= places[0], 0, np.where(value >= places[last], 1, inside))


def encoded(column):
    own, width = cells[column["name"]], column["width"]
    if column["kind"] == "number":
        value = np.array([number(cell) for cell in own])
        gap = np.isnan(value)
        parts = [np.where(gap, column["imputed"], scaled(np.where(gap, 0, value), column["scale"]))] * width
    else:
        known = dict(zip(column["levels"], column["known"]))
        gap = np.array([cell == "" for cell in own])
        shown = column["levels"][-1:] if width == 1 else column["levels"] if width else []
        parts = [np.array([cell == level and known[level] for cell in own], float) for level in shown]
    if column["missing"] is not None:
        parts = [*parts, np.where(gap, column["missing"], 0)]
    return np.stack(parts, axis=1) if parts else np.zeros((count, 0))


network = about["network"]
eps = draws["normals"][0]
place = classes.index(name)
if network["conditional"]:
    given = [[place]] if len(classes) == 2 else np.eye(len(classes))[[place]]
    z = np.hstack([eps, np.repeat(np.array(given, float), count, axis=0)])
else:
    h = np.hstack([encoded(column) for column in columns]).astype(np.float32).astype(np.float64)
    h = stack(h, "encoder")
    z = dense(h, layers["mu"]) + np.exp(dense(h, layers["log_variance"]) / 2) * eps
logits = dense(stack(z, "decoder"), layers["reconstruction"])

parts = []
at, second = 0, sum(output["features"] for output in network["outputs"])
normal = uniform = 0
for output in network["outputs"]:
    n = output["features"]
    a = logits[:, at : at + n]
    at += n
    if output["kind"] == "logit_normal":
        deviation = np.sqrt(np.exp(logits[:, second : second + n]) + 0.01)
        parts.append(sigmoid(a + deviation * draws["normals"][1][:, normal : normal + n]))
        second, normal = second + n, normal + n
    elif output["kind"] == "bernoulli":
        parts.append((draws["uniforms"][0][:, uniform : uniform + n] < sigmoid(a)).astype(float))
        uniform += n
    elif output["kind"] == "softmax":
        sums = softmax(a).cumsum(axis=1)[:, :-1]
        level = (sums <= draws["uniforms"][0][:, uniform : uniform + 1]).sum(axis=1)
        parts.append(np.eye(n)[level])
        uniform += 1
    else:
        parts.append(sigmoid(a))
features = np.hstack(parts).astype(np.float32).astype(np.float64)


def unscaled(value, scale):
    if scale["kind"] == "none":
        return value
    places = np.array(scale["quantiles"] if scale["kind"] == "quantile" else [scale["low"], scale["high"]])
    return np.interp(value * (len(places) - 1), np.arange(len(places)), places)


def decoded(column, own, more):
    width = column["width"]
    if column["kind"] == "category":
        levels = np.array([*column["levels"], ""], dtype=object)
        value = levels[
            own.argmax(axis=1) if width > 1 else (own[:, 0] >= 0.5).astype(int) if width else np.zeros(count, int)
        ]
        return value, ""
    if width == 0 or column["scale"]["kind"] == "constant":
        return np.full(count, more["range"][0] if more["range"] else np.nan), np.nan
    value = unscaled(own[:, 0], column["scale"])
    if more["decimals"] is not None:
        unit = 10.0 ** more["decimals"]
        value = np.floor(value * unit + 0.5) / unit
    return (np.clip(value, *more["range"]) if more["range"] else value), np.nan


session = onnxruntime.InferenceSession(f"{model}/generator.onnx", providers=["CPUExecutionProvider"])
answer = dict(zip(about["outputs"], session.run(about["outputs"], feeds)))
at, largest, unlike = 0, 0.0, 0
for column, more in zip(columns, about["columns"]):
    width = column["width"]
    value, gap = decoded(column, features[:, at : at + width], more)
    at += width
    if column["missing"] is not None:
        value = np.where(features[:, at] >= 0.5, gap, value)
        at += 1
    got = answer[column["name"]][:, 0]
    if column["kind"] == "category":
        unlike += int((got != value).sum())
    else:
        unlike += int((np.isnan(got) != np.isnan(value)).sum())
        apart = np.abs(got - value) / np.maximum(1, np.abs(value))
        largest = max(largest, float(np.nanmax(apart, initial=0)))
unlike += int((answer[about["outputs"][len(columns)]][:, 0] != name).sum())
print(
    f"onnxruntime {onnxruntime.__version__}: {count} rows of {name}, {len(columns)} columns; "
    f"{unlike} cells unlike numpy's, numbers to {largest:.1e}"
)
sys.exit(0 if unlike == 0 and largest <= 1e-6 else 1)
