import type { Collapse, Metrics } from '../metric/metrics.ts';

/** One value an epoch, from the first to the trial's last. `vae_*` are empty in arms without a VAE. */
export const CURVES = [
  'classifier_loss',
  'classifier_accuracy',
  'val_classifier_loss',
  'val_classifier_accuracy',
  'vae_loss',
  'vae_accuracy',
  'vae_reconstruction',
  'vae_kl',
  'vae_prediction',
  'val_vae_loss',
  'val_vae_accuracy',
] as const;
export type CurveName = (typeof CURVES)[number];
export type Curves = Readonly<Record<CurveName, readonly number[]>>;

/** What a trial is judged by. */
export interface Measured {
  readonly test: Metrics;
  readonly validation: Metrics;
  /** Null in arms without a VAE. */
  readonly collapse: Collapse | null;
}

/** What a trial ends with. `diverged` carries the epoch in which a loss or a prediction stopped being a number. */
export type TrialResult =
  | (Measured & { readonly outcome: 'completed'; readonly curves: Curves })
  | {
      readonly outcome: 'diverged';
      readonly epoch: number;
      readonly reason: string;
      readonly curves: Curves;
    };
