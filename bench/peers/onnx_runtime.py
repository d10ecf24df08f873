"""Runs a model's classifier.onnx in onnxruntime on a CSV and compares with what `sweep predict` wrote.

    python bench/peers/onnx_runtime.py MODEL FILE.csv PREDICTED.csv

Needs onnxruntime and numpy. Cells are read as text: dates of ISO 8601 as days since
1970-01-01, and what else is no number counts as missing in columns of numbers.
"""

import csv
import datetime
import json
import sys

import numpy as np
import onnxruntime

model, file, predicted = sys.argv[1:4]
with open(f"{model}/preparation.json", encoding="utf-8") as source:
    columns = json.load(source)["columns"]
with open(file, encoding="utf-8", newline="") as source:
    rows = list(csv.DictReader(source))
with open(predicted, encoding="utf-8", newline="") as source:
    wanted = np.array([[float(cell) for cell in row[1:]] for row in list(csv.reader(source))[1:]])


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


feeds = {}
for column in columns:
    cells = [row[column["name"]].strip() for row in rows]
    if column["kind"] == "number":
        feeds[column["name"]] = np.array([[number(cell)] for cell in cells], dtype=np.float64)
    else:
        feeds[column["name"]] = np.array([[cell] for cell in cells], dtype=object)

session = onnxruntime.InferenceSession(f"{model}/classifier.onnx", providers=["CPUExecutionProvider"])
# Their names end in `_` where a column is called so.
probabilities, best = session.run(None, feeds)
largest = float(np.abs(probabilities - wanted).max())
print(f"onnxruntime {onnxruntime.__version__}: {len(rows)} rows, largest difference {largest:.2e}")
sys.exit(0 if largest <= 1e-6 and (best[:, 0] == wanted.argmax(axis=1)).all() else 1)
