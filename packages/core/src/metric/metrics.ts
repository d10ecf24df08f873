/** Metrics of one split, in the order of their columns. With K > 2 classes they are macro averages. */
export const METRICS = [
  'accuracy',
  'balanced_accuracy',
  'recall',
  'specificity',
  'precision',
  'f1',
  'g_mean',
  'mcc',
  'roc_auc',
  'pr_auc',
  'log_loss',
  'brier',
  'ece',
] as const;
export type MetricName = (typeof METRICS)[number];

/** Metrics where less is better. */
export const MINIMIZED: readonly MetricName[] = ['log_loss', 'brier', 'ece'];

export type Metrics = Readonly<Record<MetricName, number>> & {
  /** Recall of each class. [K] */
  readonly class_recall: readonly number[];
  /** Rows of true class i predicted as j, at i * K + j. [K * K] */
  readonly confusion: readonly number[];
};

/** `test_accuracy`, `val_accuracy`, …: a sweep's metric is one of these. */
export const METRIC_COLUMNS: readonly string[] = ['test', 'val'].flatMap((split) =>
  METRICS.map((m) => `${split}_${m}`),
);

/** Whether the VAE generates anything that depends on its input. Null in arms without a VAE. */
export interface Collapse {
  /** KL a latent coordinate in nats, mean over the minority's real rows and coordinates. */
  readonly kl_per_dim: number;
  /** Latent coordinates whose KL is above 0.01 nats. */
  readonly active_units: number;
  /** SD of generated rows over SD of the real rows they come from, mean over features. */
  readonly generated_sd_ratio: number;
  /** No active unit: every generated row is about the same. */
  readonly collapsed: boolean;
}
