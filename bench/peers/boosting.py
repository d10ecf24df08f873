"""Fits of HistGradientBoostingClassifier, for bench/tables/trees.ts: one line of JSON for each line read.

Each line asked names files of features (float32) and labels (uint8), the number of columns, and how many rows from the
first on to fit on; the others are predicted. Answers seconds of CPU of the fit and the probabilities' file.
"""

import json
import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

for line in sys.stdin:
    asked = json.loads(line)
    x = np.fromfile(asked["features"], np.float32).reshape(-1, asked["columns"])
    y = np.fromfile(asked["labels"], np.uint8)
    train = asked["train"]
    model = HistGradientBoostingClassifier(early_stopping=False)
    start = time.process_time()
    model.fit(x[:train], y[:train])
    seconds = time.process_time() - start
    model.predict_proba(x[train:])[:, 1].astype(np.float32).tofile(asked["probabilities"])
    print(json.dumps({"seconds": seconds}), flush=True)
