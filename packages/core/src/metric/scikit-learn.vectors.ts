/**
 * Metrics of small sets of rows, computed with scikit-learn 1.9.1 and imbalanced-learn 0.14.2 (numpy 2.4.6):
 * accuracy_score, balanced_accuracy_score, recall_score, precision_score, f1_score (zero_division=0; for K > 2
 * average='macro', labels=np.unique(y)), geometric_mean_score and specificity_score of imblearn (K > 2:
 * average='multiclass' and 'macro'), matthews_corrcoef, roc_auc_score, average_precision_score (K > 2: of each
 * class against the rest, mean over np.unique(y)), log_loss of float32 (which sets its eps), brier_score_loss,
 * confusion_matrix. ECE has no function there: numpy over 15 bins, as described in calibration.ts.
 */

export interface Vector {
  readonly name: string;
  readonly classes: number;
  readonly probabilities: readonly number[];
  readonly labels: readonly number[];
  readonly confusion: readonly number[];
  readonly metrics: Readonly<Record<string, number>>;
}

export const VECTORS: readonly Vector[] = [
  {
    name: 'ties and both ends',
    classes: 2,
    probabilities: [
      0, 0.5, 0.35, 0.55, 0.95, 0.05, 0.65, 0.05, 0.8, 1, 0.85, 0.15, 0.4, 0.15, 0.7, 0.8, 0.65, 0.8, 0.7,
      0.15, 0.8, 0.75, 0.6, 0.65,
    ],
    labels: [1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0],
    confusion: [7, 7, 1, 9],
    metrics: {
      accuracy: 0.6666666666666666,
      balanced_accuracy: 0.7,
      recall: 0.9,
      specificity: 0.5,
      precision: 0.5625,
      f1: 0.6923076923076923,
      g_mean: 0.6708203932499369,
      mcc: 0.4183300132670378,
      roc_auc: 0.7428571428571429,
      pr_auc: 0.7033150183150183,
      log_loss: 1.190092921257019,
      brier: 0.2234375016453367,
      ece: 0.2437500056500236,
    },
  },
  {
    name: 'all class 0 predicted',
    classes: 2,
    probabilities: [0.1, 0.2, 0.3, 0.4, 0.25, 0.45],
    labels: [0, 0, 1, 0, 1, 1],
    confusion: [3, 0, 3, 0],
    metrics: {
      accuracy: 0.5,
      balanced_accuracy: 0.5,
      recall: 0,
      specificity: 1,
      precision: 0,
      f1: 0,
      g_mean: 0,
      mcc: 0,
      roc_auc: 0.7777777777777779,
      pr_auc: 0.8055555555555556,
      log_loss: 0.7046840786933899,
      brier: 0.2608333337803682,
      ece: 0.24999999875823656,
    },
  },
  {
    name: 'imbalanced',
    classes: 2,
    probabilities: [
      0.001, 0.085, 0.003, 0.427, 0.119, 0.078, 0.108, 0.06, 0.224, 0.065, 0.164, 0.112, 0.126, 0.364, 0.207,
      0.033, 0.086, 0.179, 0.12, 0.164, 0.073, 0.063, 0.228, 0.261, 0.006, 0.011, 0.066, 0.005, 0.139, 0.223,
    ],
    labels: [1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    confusion: [25, 0, 5, 0],
    metrics: {
      accuracy: 0.8333333333333334,
      balanced_accuracy: 0.5,
      recall: 0,
      specificity: 1,
      precision: 0,
      f1: 0,
      g_mean: 0,
      mcc: 0,
      roc_auc: 0.4,
      pr_auc: 0.2252380952380952,
      log_loss: 0.6351182460784912,
      brier: 0.15203160045406466,
      ece: 0.18773333394977573,
    },
  },
  {
    name: 'three classes',
    classes: 3,
    probabilities: [
      0.0625, 0.0625, 0.875, 0, 0.8125, 0.1875, 0.625, 0.0625, 0.3125, 0.625, 0.1875, 0.1875, 0.0625, 0.75,
      0.1875, 0.0625, 0.8125, 0.125, 0, 0.0625, 0.9375, 0.75, 0.125, 0.125, 0.6875, 0.1875, 0.125, 0.1875,
      0.1875, 0.625, 0.5625, 0.375, 0.0625, 0.25, 0.0625, 0.6875, 0.0625, 0.4375, 0.5, 0, 0.5625, 0.4375,
      0.0625, 0.5625, 0.375, 0, 0.625, 0.375, 0.5625, 0.125, 0.3125, 0.0625, 0.6875, 0.25,
    ],
    labels: [0, 1, 2, 1, 1, 2, 2, 1, 1, 2, 1, 0, 2, 2, 2, 1, 0, 1],
    confusion: [1, 0, 2, 4, 4, 0, 1, 3, 3],
    metrics: {
      accuracy: 0.4444444444444444,
      balanced_accuracy: 0.42063492063492064,
      recall: 0.42063492063492064,
      specificity: 0.7282828282828283,
      precision: 0.446031746031746,
      f1: 0.4185185185185185,
      g_mean: 0.4149132666831217,
      mcc: 0.16833928295335673,
      roc_auc: 0.6840909090909091,
      pr_auc: 0.49252450980392154,
      log_loss: 1.0422377586364746,
      brier: 0.6779513888888888,
      ece: 0.2986111111111111,
    },
  },
  {
    name: 'four classes, one absent',
    classes: 4,
    probabilities: [
      0, 0.75, 0.15625, 0.09375, 0.125, 0.59375, 0.1875, 0.09375, 0.625, 0.09375, 0.03125, 0.25, 0.1875,
      0.0625, 0.03125, 0.71875, 0.0625, 0.09375, 0.71875, 0.125, 0.0625, 0.53125, 0.1875, 0.21875, 0.125,
      0.40625, 0.03125, 0.4375, 0.09375, 0.125, 0, 0.78125, 0.375, 0.5, 0.0625, 0.0625, 0.40625, 0.125, 0.375,
      0.09375, 0.21875, 0, 0.625, 0.15625, 0.03125, 0.5, 0.28125, 0.1875, 0.53125, 0.125, 0.28125, 0.0625,
      0.21875, 0.4375, 0.25, 0.09375, 0.625, 0.28125, 0.0625, 0.03125, 0.03125, 0.15625, 0.6875, 0.125,
    ],
    labels: [3, 0, 3, 1, 1, 1, 1, 3, 3, 0, 3, 0, 1, 1, 3, 0],
    confusion: [1, 2, 1, 0, 1, 2, 1, 2, 0, 0, 0, 0, 2, 2, 1, 1],
    metrics: {
      accuracy: 0.25,
      balanced_accuracy: 0.24999999999999997,
      recall: 0.24999999999999997,
      specificity: 0.7166666666666668,
      precision: 0.3055555555555555,
      f1: 0.2685185185185185,
      g_mean: 0.24037492838456803,
      mcc: -0.03394221166510653,
      roc_auc: 0.3993055555555555,
      pr_auc: 0.36696174196174197,
      log_loss: 1.9741089344024658,
      brier: 0.9959716796875,
      ece: 0.431640625,
    },
  },
];
