import type { ClassifierLosses, VaeLosses } from '../engine/port.ts';
import type { Measure } from './measure.ts';

/** Losses of one epoch: of the fit, and of the same network on validation rows after it. */
export interface EpochLosses<Losses> {
  readonly fitted: Losses;
  readonly held: Losses;
}

export interface CurveMeasure<Losses> extends Pick<Measure, 'base' | 'better' | 'unit' | 'description'> {
  readonly split: 'train' | 'validation';
  readonly value: (losses: EpochLosses<Losses>) => number;
}

const LOSS = { better: 'lower', unit: null } as const;
const ACCURACY = { better: 'higher', unit: null } as const;

export const CLASSIFIER_CURVES: readonly CurveMeasure<ClassifierLosses>[] = [
  {
    ...{ base: 'classifier_loss', split: 'train', ...LOSS },
    description: 'The classifier’s loss on its training set.',
    value: ({ fitted }) => fitted.loss,
  },
  {
    ...{ base: 'classifier_accuracy', split: 'train', ...ACCURACY },
    description: 'The classifier’s accuracy on its training set.',
    value: ({ fitted }) => fitted.accuracy,
  },
  {
    ...{ base: 'classifier_loss', split: 'validation', ...LOSS },
    description: 'The classifier’s log loss on validation rows.',
    value: ({ held }) => held.loss,
  },
  {
    ...{ base: 'classifier_accuracy', split: 'validation', ...ACCURACY },
    description: 'The classifier’s accuracy on validation rows.',
    value: ({ held }) => held.accuracy,
  },
];

export const VAE_CURVES: readonly CurveMeasure<VaeLosses>[] = [
  {
    ...{ base: 'vae_loss', split: 'train', ...LOSS },
    description: 'The VAE’s weighted loss.',
    value: ({ fitted }) => fitted.loss,
  },
  {
    ...{ base: 'vae_accuracy', split: 'train', ...ACCURACY },
    description: 'The accuracy of the VAE’s own prediction.',
    value: ({ fitted }) => fitted.accuracy,
  },
  {
    ...{ base: 'vae_reconstruction', split: 'train', ...LOSS },
    description: 'Its reconstruction loss.',
    value: ({ fitted }) => fitted.reconstruction,
  },
  {
    ...{ base: 'vae_kl', split: 'train', better: 'neither', unit: 'nats' },
    description: 'Its KL divergence.',
    value: ({ fitted }) => fitted.kl,
  },
  {
    ...{ base: 'vae_prediction', split: 'train', ...LOSS },
    description: 'Its prediction loss.',
    value: ({ fitted }) => fitted.prediction,
  },
  {
    ...{ base: 'vae_loss', split: 'validation', ...LOSS },
    description: 'The VAE’s weighted loss on validation rows.',
    value: ({ held }) => held.loss,
  },
  {
    ...{ base: 'vae_accuracy', split: 'validation', ...ACCURACY },
    description: 'The accuracy of the VAE’s own prediction on validation rows.',
    value: ({ held }) => held.accuracy,
  },
];
