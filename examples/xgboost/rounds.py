"""XGBoost on scikit-learn's table of diabetes: a report after each round, and an end when the sweep wants one."""

import latentsweep
import xgboost
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split

config = latentsweep.config(eta=0.1, max_depth=3, subsample=0.8, rounds=60)
rounds = config.pop("rounds")
x_train, x_val, y_train, y_val = train_test_split(*load_diabetes(return_X_y=True), random_state=latentsweep.seed())
train, val = xgboost.DMatrix(x_train, y_train), xgboost.DMatrix(x_val, y_val)


class Report(xgboost.callback.TrainingCallback):
    def after_iteration(self, model, epoch, evals_log):
        latentsweep.report(step=epoch + 1, val_rmse=evals_log["val"]["rmse"][-1])
        return latentsweep.should_stop()


model = xgboost.train(
    {**config, "seed": latentsweep.seed()}, train, rounds, evals=[(val, "val")], callbacks=[Report()], verbose_eval=False
)
model.save_model(latentsweep.artifacts_dir() / "model.json")
