"""Known answers of linear classifiers, for scikit-learn.vectors.ts.

python packages/core/src/classifier/linear/scikit-learn.py > packages/core/src/classifier/linear/scikit-learn.vectors.ts
then `npx biome check --write` of that file. Needs scikit-learn; written with 1.9.1 (numpy 2.4.6).
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")


def rows(seed, count, columns, classes, weighted=False):
    draw = np.random.default_rng(seed)
    x = draw.random((count, columns)).round(2).astype(np.float32)
    w = draw.normal(0, 3, (columns, classes))
    y = np.argmax(x @ w + draw.gumbel(size=(count, classes)), axis=1)
    y[:classes] = np.arange(classes)
    weights = draw.integers(1, 5, count) / 2 if weighted else None
    return x, y, weights


CASES = [
    ("two classes", "logistic", 1.0, rows(1, 40, 3, 2)),
    ("two classes, weights, little ridge", "logistic", 0.01, rows(2, 40, 4, 2, True)),
    ("three classes", "logistic", 0.5, rows(3, 45, 3, 3)),
    ("four classes, weights", "logistic", 2.0, rows(4, 50, 2, 4, True)),
    ("more columns than rows", "logistic", 1.0, rows(5, 8, 12, 2)),
    ("two classes", "linear_svm", 1.0, rows(6, 40, 3, 2)),
    ("two classes, weights", "linear_svm", 0.1, rows(7, 40, 4, 2, True)),
    ("three classes", "linear_svm", 2.0, rows(8, 45, 3, 3)),
]


def fitted(kind, l2, x, y, weights):
    if kind == "logistic":
        model = LogisticRegression(C=1 / l2, solver="lbfgs", tol=1e-12, max_iter=100000)
    else:
        model = LinearSVC(C=1 / l2, dual=False, tol=1e-12, max_iter=1000000)
    return model.fit(x.astype(np.float64), y, sample_weight=weights)


vectors = []
for name, kind, l2, (x, y, weights) in CASES:
    model = fitted(kind, l2, x, y, weights)
    vectors.append({
        "name": f"{kind}, {name}",
        "kind": kind,
        "l2": l2,
        "columns": x.shape[1],
        "classes": int(y.max()) + 1,
        "features": [round(float(v), 2) for v in x.ravel()],
        "labels": y.tolist(),
        "sampleWeights": None if weights is None else weights.tolist(),
        "weights": [[float(f"{v:.10g}") for v in row] for row in model.coef_],
        "intercepts": [float(f"{v:.10g}") for v in np.atleast_1d(model.intercept_)],
    })

print(f"""/**
 * Linear classifiers of small sets of rows by scikit-learn {sklearn.__version__} (numpy {np.__version__}), made by scikit-learn.py beside
 * this file: LogisticRegression(C=1/l2, solver='lbfgs', tol=1e-12), LinearSVC(C=1/l2, dual=False, tol=1e-12).
 */

export interface Vector {{
  readonly name: string;
  readonly kind: 'logistic' | 'linear_svm';
  readonly l2: number;
  readonly columns: number;
  readonly classes: number;
  readonly features: readonly number[];
  readonly labels: readonly number[];
  readonly sampleWeights: readonly number[] | null;
  readonly weights: readonly (readonly number[])[];
  readonly intercepts: readonly number[];
}}

export const VECTORS: readonly Vector[] = {json.dumps(vectors)};""")
