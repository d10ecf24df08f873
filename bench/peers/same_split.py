"""Classifiers of scikit-learn on the very rows of a sweep, for bench/tables/same-split.ts: one line of JSON for each read.

Each line asked names files of training features (float32), labels (uint8) and weights (float32, or null), of test features
and labels, the number of columns, and the classifier. Answers its balanced accuracy and log loss on the test rows, and
writes its probabilities [rows, classes] (float32).
"""

import json
import sys
import warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, log_loss

warnings.filterwarnings("ignore")
MODELS = {
    "logistic": lambda: LogisticRegression(C=1, tol=1e-8, max_iter=100000),
    "boosted_trees": lambda: HistGradientBoostingClassifier(early_stopping=False),
}

for line in sys.stdin:
    asked = json.loads(line)

    def rows(name):
        x = np.fromfile(asked[name], np.float32).reshape(-1, asked["columns"])
        return x.astype(np.float64) if asked["classifier"] == "logistic" else x

    y, test = (np.fromfile(asked[name], np.uint8) for name in ("labels", "testLabels"))
    weights = asked["weights"] and np.fromfile(asked["weights"], np.float32)
    model = MODELS[asked["classifier"]]().fit(rows("features"), y, sample_weight=weights)
    p = model.predict_proba(rows("testFeatures"))
    p.astype(np.float32).tofile(asked["probabilities"])
    loss = log_loss(test, p.astype(np.float32), labels=model.classes_)
    print(json.dumps({"balancedAccuracy": balanced_accuracy_score(test, p.argmax(1)), "logLoss": loss}), flush=True)
