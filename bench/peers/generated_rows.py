"""SDMetrics' figures of generated rows, for bench/tables/generated.ts: one line of JSON for each line read.

A line has columns of two tables, `real` and `made`: each its kind and values, null where one is missing. Detection draws
folds, so that it is the mean of `draws` times.
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
from sdmetrics.reports.single_table._properties import ColumnPairTrends, ColumnShapes
from sdmetrics.single_table import LogisticDetection

warnings.filterwarnings("ignore")


def frame(columns):
    """Numbers as doubles, categories as text."""
    named = {}
    for i, column in enumerate(columns):
        values = column["values"]
        if column["kind"] == "category":
            named[f"c{i}"] = pd.Series([None if v is None else f"l{int(v)}" for v in values], dtype=object)
        else:
            named[f"c{i}"] = pd.Series([np.nan if v is None else v for v in values], dtype=float)
    return pd.DataFrame(named)


def figures(real, made, draws):
    kinds = {"number": "numerical", "category": "categorical"}
    metadata = {"columns": {f"c{i}": {"sdtype": kinds[column["kind"]]} for i, column in enumerate(real)}}
    real, made = frame(real), frame(made)
    shapes, trends = ColumnShapes(), ColumnPairTrends()
    trends.num_rows_subsample = shapes.num_rows_subsample = None
    scores = []
    for seed in range(draws):
        np.random.seed(seed)
        scores.append(LogisticDetection.compute(real, made, metadata))
    return {
        "columnShapes": float(shapes.get_score(real, made, metadata)),
        "pairTrends": float(trends.get_score(real, made, metadata)),
        "detection": float(1 - np.mean(scores) / 2),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(figures(asked["real"], asked["made"], asked["draws"])), flush=True)
