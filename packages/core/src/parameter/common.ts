import { OPTIMIZERS } from '../model/optimizer.ts';
import type { Parameter } from './parameter.ts';

/** The parameters of every trial, but for its arm. */
export const COMMON = [
  {
    name: 'minority_rate',
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 1,
    default: 0.01,
    description: 'Share of the minority classes’ training rows that is kept. 1 keeps all.',
  },
  {
    name: 'epochs',
    type: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: 20,
    description: 'Outer rounds: fit the VAE, build the augmented set, fit the classifier, evaluate.',
  },
  {
    name: 'classifier_epochs',
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 10,
    description: 'Passes of the classifier over the augmented set in each epoch.',
  },
  {
    name: 'classifier_hidden_sizes',
    type: 'integers',
    minimum: 1,
    maximum: 1024,
    maxItems: 8,
    default: [],
    description: 'Hidden layers of the classifier. Empty: logistic regression.',
  },
  {
    name: 'batch_size',
    type: 'integer',
    minimum: 1,
    maximum: 4096,
    default: 160,
    description: 'Rows a step, for the VAE and the classifier.',
  },
  {
    name: 'optimizer',
    type: 'choice',
    choices: OPTIMIZERS,
    default: 'rmsprop',
    description: 'Optimizer of the VAE and the classifier.',
  },
  {
    name: 'learning_rate',
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 10,
    default: 0.001,
    description: 'Step size of the VAE and the classifier.',
  },
] as const satisfies readonly Parameter[];
