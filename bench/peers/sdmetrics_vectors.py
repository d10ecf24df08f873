"""Known answers of SDMetrics for the tests of packages/core/src/generated:

python3 bench/peers/sdmetrics_vectors.py > packages/core/src/generated/sdmetrics.vectors.ts
"""

import json
from importlib.metadata import version

import numpy as np
from generated_rows import figures

rng = np.random.default_rng(5)


def table(count, shift, missing):
    a = rng.normal(shift, 1, count)
    b = 0.6 * a + rng.normal(0, 1, count)
    c = rng.integers(0, 4, count).astype(float)
    d = (a + rng.normal(0, 1, count) > shift / 2).astype(float)
    e = np.minimum(rng.poisson(1.5 + shift, count), 4).astype(float)
    columns = [("number", a), ("number", b), ("category", c), ("category", d), ("number", e), ("number", b * 0 + 0.25)]
    for i, (_, values) in enumerate(columns[:5]):
        if missing:
            values[rng.random(count) < 0.1] = np.nan
    return [
        {"kind": kind, "values": [None if np.isnan(v) else round(float(v), 3) for v in values]} for kind, values in columns
    ]


print(f"/** Written by bench/peers/sdmetrics_vectors.py with SDMetrics {version('sdmetrics')}. */\n\nexport const VECTORS = [")
for name, real, made in [
    ("alike", table(60, 0, False), table(90, 0, False)),
    ("shifted, with gaps", table(60, 0, True), table(45, 0.7, True)),
    ("the same", *[table(40, 0, True)] * 2),
]:
    print(json.dumps({"name": name, "real": real, "made": made, **figures(real, made, 40)}) + ",")
print("] as const;")
