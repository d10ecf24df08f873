/** Those aggregates of a config that a condition may name, beside its parameters and the means of measures. */
export const CONFIG_FIGURES: readonly string[] = [
  'n',
  'mean',
  'sd',
  'test_mean',
  'val_mean',
  'collapsed_share',
  'violation',
  'n_undefined',
  'n_diverged',
  'n_failed',
];
