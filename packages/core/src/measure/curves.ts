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

type Kind = Pick<Measure, 'better' | 'unit'>;

const LOSS: Kind = { better: 'lower', unit: null };
const ACCURACY: Kind = { better: 'higher', unit: null };
const DIVERGENCE: Kind = { better: 'neither', unit: 'nats' };

/** One of the losses over the epochs, of the fit or of validation rows. */
const curve =
  (split: CurveMeasure<unknown>['split'], of: keyof EpochLosses<unknown>) =>
  <Name extends string>(
    base: string,
    name: Name,
    kind: Kind,
    description: string,
  ): CurveMeasure<Readonly<Record<Name, number>>> => ({
    ...kind,
    base,
    split,
    description,
    value: (losses) => losses[of][name],
  });

const fitted = curve('train', 'fitted');
const held = curve('validation', 'held');

export const CLASSIFIER_CURVES: readonly CurveMeasure<ClassifierLosses>[] = [
  fitted('classifier_loss', 'loss', LOSS, 'The classifier’s loss on its training set.'),
  fitted('classifier_accuracy', 'accuracy', ACCURACY, 'The classifier’s accuracy on its training set.'),
  held('classifier_loss', 'loss', LOSS, 'The classifier’s log loss on validation rows.'),
  held('classifier_accuracy', 'accuracy', ACCURACY, 'The classifier’s accuracy on validation rows.'),
];

export const VAE_CURVES: readonly CurveMeasure<VaeLosses>[] = [
  fitted('vae_loss', 'loss', LOSS, 'The VAE’s weighted loss.'),
  fitted('vae_accuracy', 'accuracy', ACCURACY, 'The accuracy of the VAE’s own prediction.'),
  fitted('vae_reconstruction', 'reconstruction', LOSS, 'Its reconstruction loss.'),
  fitted('vae_kl', 'kl', DIVERGENCE, 'Its KL divergence.'),
  fitted('vae_prediction', 'prediction', LOSS, 'Its prediction loss.'),
  held('vae_loss', 'loss', LOSS, 'The VAE’s weighted loss on validation rows.'),
  held('vae_accuracy', 'accuracy', ACCURACY, 'The accuracy of the VAE’s own prediction on validation rows.'),
];
