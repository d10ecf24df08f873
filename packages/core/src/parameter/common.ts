import { OPTIMIZERS } from '../model/optimizer.ts';
import { BY_NETWORK } from './classifier.ts';
import { choice, hiddenSizes, integer, layers, number } from './domain.ts';
import type { Parameter } from './parameter.ts';

/** The parameters of every trial, but for its arm and its classifier. */
export const COMMON = [
  number(
    'minority_rate',
    { exclusiveMinimum: 0, maximum: 1, default: 0.01 },
    'Share of the minority classes’ training rows that is kept. 1 keeps all.',
  ),
  {
    ...integer(
      'epochs',
      { minimum: 1, maximum: 100_000, default: 20 },
      'Outer rounds: fit the VAE, build the augmented set, fit the classifier, evaluate. 1 where nothing is trained by steps.',
    ),
    otherwise: 1,
  },
  {
    ...integer(
      'classifier_epochs',
      { minimum: 1, maximum: 10_000, default: 10 },
      'Passes of the classifier over the augmented set in each epoch.',
    ),
    when: BY_NETWORK,
  },
  {
    ...hiddenSizes(
      'classifier_hidden_sizes',
      [],
      'Hidden layers of the classifier. Empty: logistic regression.',
    ),
    when: BY_NETWORK,
  },
  {
    ...layers(
      'classifier_layers',
      16,
      'Hidden layers of the classifier in the place of `classifier_hidden_sizes`, one a text: `conv 16 3x3`, `pool 2`, `dense 64`, `dropout 0.5`. Convolutions and pooling are for images.',
    ),
    when: BY_NETWORK,
    absentMeans: [],
  },
  integer(
    'batch_size',
    { minimum: 1, maximum: 4096, default: 160 },
    'Rows a step, for the VAE and the classifier.',
  ),
  choice('optimizer', OPTIMIZERS, 'Optimizer of the VAE and the classifier.'),
  number(
    'learning_rate',
    { exclusiveMinimum: 0, maximum: 10, default: 0.001 },
    'Step size of the VAE and the classifier.',
  ),
  {
    ...integer(
      'patience',
      { minimum: 0, maximum: 100_000, default: 0 },
      'Epochs without a better validation loss after which the VAE and the classifier are trained no further; their best weights are kept. 0: to the last epoch.',
    ),
    absentMeans: 0,
  },
  {
    ...integer(
      'steps_per_epoch',
      { minimum: 0, maximum: 1_000_000, default: 0 },
      'Steps of a pass of the VAE and of the classifier, over rows that are drawn anew each epoch. 0: as many as the rows make.',
    ),
    absentMeans: 0,
  },
] as const satisfies readonly Parameter[];
