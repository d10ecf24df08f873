import { LOSSES, REDUCTIONS } from '../model/network.ts';
import type { Parameter } from './parameter.ts';

/** The parameters of a VAE and of its training. */
export const VAE = [
  {
    name: 'hidden_sizes',
    type: 'integers',
    minimum: 1,
    maximum: 1024,
    maxItems: 8,
    default: [10, 10],
    description: 'Hidden layers of the VAE’s encoder; the decoder mirrors them.',
  },
  {
    name: 'latent_size',
    type: 'integer',
    minimum: 1,
    maximum: 1024,
    default: 2,
    description: 'Latent coordinates.',
  },
  {
    name: 'dropout',
    type: 'number',
    minimum: 0,
    exclusiveMaximum: 1,
    default: 0,
    description: 'Share of units dropped after each hidden layer of the encoder.',
  },
  {
    name: 'vae_epochs',
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 1,
    description: 'Passes of the VAE over the oversampled training set in each epoch.',
  },
  {
    name: 'loss_weights.reconstruction',
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: 1,
    description: 'Weight of the reconstruction loss.',
  },
  {
    name: 'loss_weights.kl',
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: 1,
    description: 'Weight of the KL divergence. The deck’s "-0.5" is 1 here.',
  },
  {
    name: 'loss_weights.prediction',
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    default: 0.1,
    description: 'Weight of the prediction loss.',
  },
  {
    name: 'reconstruction',
    type: 'choice',
    choices: LOSSES,
    default: 'bce',
    description: 'Reconstruction loss: binary cross entropy or squared error.',
  },
  {
    name: 'reduction',
    type: 'choice',
    choices: REDUCTIONS,
    default: 'mean',
    description: 'Over features and latent coordinates: mean as in Keras, sum for the ELBO.',
  },
] as const satisfies readonly Parameter[];
