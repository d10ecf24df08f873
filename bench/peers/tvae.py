"""TVAE of `ctgan` on one core, for bench/tables/mixed-vae.ts: one line of JSON for each line read.

Argument: the public table of credit card clients. A question names widths and epochs; the answer is the CPU time that a fit
took in seconds, without fitting and applying the transforms of columns, and where as many generated rows lie: float64, column by column.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import torch
from ctgan import TVAE
from ctgan.data_transformer import DataTransformer
from ctgan.synthesizers import tvae

torch.set_num_threads(1)
torch.manual_seed(1)
np.random.seed(1)
CATEGORIES = ["SEX", "EDUCATION", "MARRIAGE"]
table = pd.read_csv(sys.argv[1]).drop(columns=["ID", "default"])
transformer = DataTransformer()
transformer.fit(table, CATEGORIES)
transformed = transformer.transform(table)


class Ready:
    """The transformer as it is fitted: what TVAE would do to fit it is no part of what is measured."""

    def __getattr__(self, name):
        return getattr(transformer, name)

    def fit(self, *_):
        pass

    def transform(self, _):
        return transformed


tvae.DataTransformer = Ready
for line in sys.stdin:
    asked = json.loads(line)
    widths = tuple(asked["hidden"])
    model = TVAE(
        embedding_dim=asked["latent"],
        compress_dims=widths,
        decompress_dims=widths,
        batch_size=asked["batch"],
        epochs=asked["epochs"],
        enable_gpu=False,
    )
    start = time.process_time()
    model.fit(table, CATEGORIES)
    seconds = time.process_time() - start
    made = model.sample(len(table))
    np.concatenate([made[name].to_numpy(np.float64) for name in table.columns]).tofile(asked["to"])
    print(json.dumps({"seconds": seconds, "features": int(transformed.shape[1])}), flush=True)
