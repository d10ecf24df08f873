"""What scikit-learn's HistGradientBoostingClassifier makes of small tables: writes the known answers of the tests of
packages/core/src/classifier/boosting, as in

python3 bench/peers/boosting_vectors.py > packages/core/src/classifier/boosting/scikit-learn.vectors.ts
"""

import json

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier

CASES = [
    ("two classes", 300, 4, 2, 1, dict(max_iter=5), False, False),
    ("four classes", 400, 4, 4, 2, dict(max_iter=4, max_leaf_nodes=6), False, False),
    (
        "weights, ridge, few bins, shallow",
        300,
        4,
        2,
        3,
        dict(max_iter=5, max_bins=16, l2_regularization=1.5, max_depth=3, min_samples_leaf=5, learning_rate=0.3),
        True,
        False,
    ),
    ("missing values", 400, 4, 2, 4, dict(max_iter=5, min_samples_leaf=10), False, True),
    ("more values than bins", 900, 3, 2, 5, dict(max_iter=3), False, False),
]


def rows(count, columns, classes, seed):
    """Drawn by a linear congruential generator (Numerical Recipes), so that the tests draw the same."""
    state, values = seed, np.empty(count * columns, dtype=np.float32)
    for i in range(count * columns):
        state = (state * 1664525 + 1013904223) % 2**32
        values[i] = (state >> 8) / 2**24
    features = values.reshape(count, columns)
    wide = features.astype(float)
    score = wide[:, 0] + wide[:, 1] * wide[:, 2]
    return features, np.minimum(np.floor(score * classes * 0.6), classes - 1).astype(int)


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


print(f"/** Written by bench/peers/boosting_vectors.py with scikit-learn {sklearn.__version__}. */\n\nexport const VECTORS = [")
for name, count, columns, classes, seed, settings, weighed, missing in CASES:
    x, y = rows(count, columns, classes, seed)
    if missing:
        x[np.arange(count) % 7 == 0, 0] = np.nan
        x[np.arange(count) % 5 == 0, 1] = np.nan
    weights = (np.arange(count) % 3).astype(float) if weighed else None
    fitted = HistGradientBoostingClassifier(early_stopping=False, **settings).fit(x, y, sample_weight=weights)
    p = fitted.predict_proba(x)
    p = p[:, 1:] if classes == 2 else p
    case = dict(
        name=name,
        count=count,
        columns=columns,
        classes=classes,
        seed=seed,
        settings={camel(key): value for key, value in settings.items()},
        weighed=weighed,
        missing=missing,
        leaves=[int(tree.get_n_leaf_nodes()) for trees in fitted._predictors for tree in trees],
        probabilities=[float(value) for value in p[:6].ravel()],
        meanSquare=float(np.mean(p**2)),
    )
    print(json.dumps(case) + ",")
print("] as const;")
