"""Boosted trees of scikit-learn on its table of breast tumours. Run it as it is, or a sweep over it:

    python3 boosting.py --learning_rate=0.1
    sweep run sweep.yaml
"""

import latentsweep
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

x, y = load_breast_cancer(return_X_y=True)


def objective(config):
    # The seed is the same for all configs of a replicate: they are compared on the same rows.
    seed = latentsweep.seed()
    x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.3, stratify=y, random_state=seed)
    model = HistGradientBoostingClassifier(**{"max_iter": 50, "early_stopping": False, "random_state": seed, **config})
    model.fit(x_train, y_train)
    return {
        "val_loss": log_loss(y_val, model.predict_proba(x_val)),
        "val_accuracy": model.score(x_val, y_val),
        "train_accuracy": model.score(x_train, y_train),
    }


latentsweep.serve(objective)
