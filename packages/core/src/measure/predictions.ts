import type { Metrics } from '../metric/compute.ts';
import type { Measure, MeasureValue } from './measure.ts';

/** What is measured of a classifier's predictions, on test rows (`test_`) and on validation rows (`val_`). */
export interface PredictionMeasure
  extends Pick<Measure, 'base' | 'shape' | 'better' | 'unit' | 'description'> {
  readonly value: (metrics: Metrics) => MeasureValue;
}

type Kind = Pick<Measure, 'shape' | 'better' | 'unit'>;

/** Measures that are metrics, under the same name. */
const metric = (base: keyof Metrics, description: string, kind: Kind): PredictionMeasure => ({
  ...kind,
  base,
  description,
  value: (metrics) => metrics[base],
});

const share = (base: keyof Metrics, description: string): PredictionMeasure =>
  metric(base, description, { shape: 'scalar', better: 'higher', unit: null });

const loss = (base: keyof Metrics, description: string, unit: string | null = null): PredictionMeasure =>
  metric(base, description, { shape: 'scalar', better: 'lower', unit });

/** With more than two classes, averages are macro averages over the classes that occur. */
export const PREDICTION_MEASURES: readonly PredictionMeasure[] = [
  share('accuracy', 'Share of rows predicted as their class.'),
  share('balanced_accuracy', 'Mean recall of the classes.'),
  share('recall', 'Share of the rows of class 1 that are found.'),
  share('specificity', 'Share of the other rows that are left alone.'),
  share('precision', 'Share of the rows predicted as class 1 that are.'),
  share('f1', 'Harmonic mean of precision and recall.'),
  share('g_mean', 'Geometric mean of the recalls of the classes.'),
  share('mcc', 'Matthews correlation of classes and predictions, -1 to 1.'),
  metric('class_recall', 'Recall of each class.', { shape: 'per class', better: 'higher', unit: null }),
  share('roc_auc', 'Area under the ROC curve; ties count half.'),
  share('pr_auc', 'Average precision.'),
  loss('log_loss', 'Mean of -ln p of the true class.', 'nats'),
  loss('brier', 'Mean squared distance of probabilities and truth.'),
  loss('ece', 'Expected calibration error over 15 bins of equal width.'),
  metric('confusion', 'Rows of class i predicted as j.', {
    shape: 'matrix',
    better: 'neither',
    unit: 'rows',
  }),
];
