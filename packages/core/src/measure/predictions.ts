import type { Metrics } from '../metric/compute.ts';
import type { Measure, MeasureValue } from './measure.ts';

/** What is measured of a classifier's predictions, on test rows (`test_`) and on validation rows (`val_`). */
export interface PredictionMeasure
  extends Pick<Measure, 'base' | 'shape' | 'better' | 'unit' | 'description'> {
  readonly value: (metrics: Metrics) => MeasureValue;
}

type Written = Pick<PredictionMeasure, 'base' | 'description' | 'value'>;

const share = (measure: Written): PredictionMeasure => ({
  ...{ shape: 'scalar', better: 'higher', unit: null },
  ...measure,
});
const loss = (measure: Written & { readonly unit: string | null }): PredictionMeasure => ({
  ...{ shape: 'scalar', better: 'lower' },
  ...measure,
});

/** With more than two classes, averages are macro averages over the classes that occur. */
export const PREDICTION_MEASURES: readonly PredictionMeasure[] = [
  share({
    base: 'accuracy',
    description: 'Share of rows predicted as their class.',
    value: (m) => m.accuracy,
  }),
  share({
    base: 'balanced_accuracy',
    description: 'Mean recall of the classes.',
    value: (m) => m.balanced_accuracy,
  }),
  share({
    base: 'recall',
    description: 'Share of the rows of class 1 that are found.',
    value: (m) => m.recall,
  }),
  share({
    base: 'specificity',
    description: 'Share of the other rows that are left alone.',
    value: (m) => m.specificity,
  }),
  share({
    base: 'precision',
    description: 'Share of the rows predicted as class 1 that are.',
    value: (m) => m.precision,
  }),
  share({ base: 'f1', description: 'Harmonic mean of precision and recall.', value: (m) => m.f1 }),
  share({
    base: 'g_mean',
    description: 'Geometric mean of the recalls of the classes.',
    value: (m) => m.g_mean,
  }),
  share({
    base: 'mcc',
    description: 'Matthews correlation of classes and predictions, -1 to 1.',
    value: (m) => m.mcc,
  }),
  {
    ...{ base: 'class_recall', shape: 'per class', better: 'higher', unit: null },
    description: 'Recall of each class.',
    value: (m) => m.class_recall,
  },
  share({
    base: 'roc_auc',
    description: 'Area under the ROC curve; ties count half.',
    value: (m) => m.roc_auc,
  }),
  share({ base: 'pr_auc', description: 'Average precision.', value: (m) => m.pr_auc }),
  loss({
    base: 'log_loss',
    unit: 'nats',
    description: 'Mean of -ln p of the true class.',
    value: (m) => m.log_loss,
  }),
  loss({
    base: 'brier',
    unit: null,
    description: 'Mean squared distance of probabilities and truth.',
    value: (m) => m.brier,
  }),
  loss({
    base: 'ece',
    unit: null,
    description: 'Expected calibration error over 15 bins of equal width.',
    value: (m) => m.ece,
  }),
  {
    ...{ base: 'confusion', shape: 'matrix', better: 'neither', unit: 'rows' },
    description: 'Rows of class i predicted as j.',
    value: (m) => m.confusion,
  },
];
