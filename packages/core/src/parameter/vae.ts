import { RECONSTRUCTIONS, REDUCTIONS } from '../model/network.ts';
import { choice, hiddenSizes, integer, layers, number } from './domain.ts';
import type { Parameter } from './parameter.ts';

const WEIGHT = { minimum: 0, maximum: 1e6 };

/** The parameters of a VAE and of its training. */
export const VAE = [
  hiddenSizes('hidden_sizes', [10, 10], 'Hidden layers of the VAE’s encoder; the decoder mirrors them.'),
  {
    ...layers(
      'encoder_layers',
      16,
      'Hidden layers of the VAE’s encoder in the place of `hidden_sizes`, one a text: `conv 16 3x3`, `pool 2`, `dense 64`. The decoder takes them back: by transposed convolutions, by upsampling.',
    ),
    absentMeans: [],
  },
  integer('latent_size', { minimum: 1, maximum: 1024, default: 2 }, 'Latent coordinates.'),
  number(
    'dropout',
    { minimum: 0, exclusiveMaximum: 1, default: 0 },
    'Share of units dropped after each hidden layer of the encoder.',
  ),
  integer(
    'vae_epochs',
    { minimum: 1, maximum: 10_000, default: 1 },
    'Passes of the VAE over the oversampled training set in each epoch.',
  ),
  number('loss_weights.reconstruction', { ...WEIGHT, default: 1 }, 'Weight of the reconstruction loss.'),
  number(
    'loss_weights.kl',
    { ...WEIGHT, default: 1 },
    'Weight of the KL divergence. The deck’s "-0.5" is 1 here.',
  ),
  number('loss_weights.prediction', { ...WEIGHT, default: 0.1 }, 'Weight of the prediction loss.'),
  choice(
    'reconstruction',
    RECONSTRUCTIONS,
    'What the decoder makes of features: a sigmoid each, with binary cross entropy or squared error; or by kinds of columns, `mixed`.',
  ),
  choice(
    'reduction',
    REDUCTIONS,
    'Over features and latent coordinates: mean as in Keras, sum for the ELBO.',
  ),
  {
    ...integer(
      'kl_warmup',
      { minimum: 0, maximum: 100_000, default: 0 },
      'Epochs over which the weight of the KL divergence rises from 0 to `loss_weights.kl`.',
    ),
    absentMeans: 0,
  },
  {
    ...number(
      'free_bits',
      { minimum: 0, maximum: 100, default: 0 },
      'Nats of KL divergence that each latent coordinate has for nothing.',
    ),
    absentMeans: 0,
  },
] as const satisfies readonly Parameter[];
