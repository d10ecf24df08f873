"""Fits of LogisticRegression, for bench/tables/logistic.ts: one line of JSON for each line read.

Each line asked names files of features (float32) and labels (uint8), the number of columns, the ridge (C = 1 / l2), the
solver, its tolerance, and whether it is given doubles. Answers seconds of CPU of the fit, and the mean loss that it found,
without and with the ridge.
"""

import json
import sys
import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
read = {}


def table(asked):
    if asked["features"] not in read:
        x = np.fromfile(asked["features"], np.float32).reshape(-1, asked["columns"])
        read[asked["features"]] = x, x.astype(np.float64), np.fromfile(asked["labels"], np.uint8)
    return read[asked["features"]]


for line in sys.stdin:
    asked = json.loads(line)
    single, double, y = table(asked)
    l2 = asked["l2"]
    model = LogisticRegression(C=1 / l2, solver=asked["solver"], tol=asked["tol"], max_iter=10000)
    x = double if asked["double"] else single
    start = time.process_time()
    model.fit(x, y)
    seconds = time.process_time() - start
    scores = double @ model.coef_[0].astype(np.float64) + model.intercept_[0]
    log_loss = (np.logaddexp(0, scores) - y * scores).mean()
    objective = log_loss + l2 / 2 * (model.coef_.astype(np.float64) ** 2).sum() / len(y)
    print(json.dumps({"seconds": seconds, "objective": objective, "logLoss": log_loss}), flush=True)
