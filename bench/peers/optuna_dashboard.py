"""optuna-dashboard, the peer that bench/dashboard.ts compares with.

    optuna_dashboard.py fill URL TRIALS    a study of so many completed trials, by add_trials
    optuna_dashboard.py serve URL PORT     the dashboard, as its command line serves it
"""

import random
import sys

sys.path.pop(0)  # This file's own folder: in it, this file is called optuna_dashboard.

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

DISTRIBUTIONS = {
    "arm": CategoricalDistribution(["none", "oversample", "smote", "vae_mixing"]),
    "learning_rate": FloatDistribution(1e-4, 1e-1, log=True),
    "latent_size": IntDistribution(2, 32),
    "dropout": FloatDistribution(0.0, 0.5),
    "kl": FloatDistribution(1e-4, 1.0, log=True),
    "prediction": FloatDistribution(1e-2, 10.0, log=True),
    "epochs": IntDistribution(5, 50),
    "minority_rate": FloatDistribution(0.001, 0.1, log=True),
}


def drawn(name, distribution):
    if isinstance(distribution, CategoricalDistribution):
        return random.choice(distribution.choices)
    if isinstance(distribution, IntDistribution):
        return random.randint(distribution.low, distribution.high)
    if distribution.log:
        return distribution.low * (distribution.high / distribution.low) ** random.random()
    return random.uniform(distribution.low, distribution.high)


def fill(url, trials):
    random.seed(1)
    study = optuna.create_study(study_name="peer", storage=url, direction="maximize")
    made = []
    for _ in range(trials):
        params = {name: drawn(name, distribution) for name, distribution in DISTRIBUTIONS.items()}
        value = 0.9 - 0.02 * abs(params["dropout"] - 0.2) - params["learning_rate"] + random.gauss(0, 0.01)
        made.append(optuna.trial.create_trial(params=params, distributions=DISTRIBUTIONS, value=value))
    study.add_trials(made)


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    mode, url, number = sys.argv[1:]
    url = url.replace("postgresql://", "postgresql+psycopg2://")
    if mode == "fill":
        fill(url, int(number))
    else:
        import optuna_dashboard

        optuna_dashboard.run_server(url, host="127.0.0.1", port=int(number))
