import { OPTIMIZERS } from '../model/optimizer.ts';
import { choice, hiddenSizes, integer, number } from './domain.ts';
import type { Parameter } from './parameter.ts';

/** The parameters of every trial, but for its arm. */
export const COMMON = [
  number(
    'minority_rate',
    { exclusiveMinimum: 0, maximum: 1, default: 0.01 },
    'Share of the minority classes’ training rows that is kept. 1 keeps all.',
  ),
  integer(
    'epochs',
    { minimum: 1, maximum: 100_000, default: 20 },
    'Outer rounds: fit the VAE, build the augmented set, fit the classifier, evaluate.',
  ),
  integer(
    'classifier_epochs',
    { minimum: 1, maximum: 10_000, default: 10 },
    'Passes of the classifier over the augmented set in each epoch.',
  ),
  hiddenSizes('classifier_hidden_sizes', [], 'Hidden layers of the classifier. Empty: logistic regression.'),
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
] as const satisfies readonly Parameter[];
