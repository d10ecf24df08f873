"""A fit of logistic regression by scikit-learn, for bench/tables/logistic.ts: one line of JSON for each line read.

Arguments: features (float32), labels (uint8), columns, l2. The fit is that of `C = 1 / l2`, each solver in turn.
"""

import json
import sys
import time
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
columns, l2 = int(sys.argv[3]), float(sys.argv[4])
x = np.fromfile(sys.argv[1], np.float32).reshape(-1, columns)
wide = x.astype(np.float64)
y = np.fromfile(sys.argv[2], np.uint8)


def objective(model):
    scores = wide @ model.coef_[0] + model.intercept_[0]
    losses = np.logaddexp(0, scores) - y * scores
    return losses.mean() + l2 / 2 * (model.coef_ ** 2).sum() / len(y), losses.mean()


for line in sys.stdin:
    asked = json.loads(line)
    model = LogisticRegression(C=1 / l2, solver=asked["solver"], tol=asked["tol"], max_iter=10000)
    given = wide if asked["double"] else x
    start = time.perf_counter()
    model.fit(given, y)
    seconds = time.perf_counter() - start
    value, log_loss = objective(model)
    iterations = int(model.n_iter_[0])
    print(json.dumps({"seconds": seconds, "objective": value, "log_loss": log_loss, "iterations": iterations}), flush=True)
