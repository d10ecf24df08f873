/** Part 5: the memory that a thread takes for 60,000 images, by arm and by classifier. */

import { ARM_NAMES } from '@latentsweep/core';
import { print } from '../parts.ts';
import { LENET } from './lenet.ts';
import { type Parameters, threadMemory } from './thread-memory.ts';

/** In MB. */
const TARGET = 300;

const STEPS: Parameters = { batch_size: 128, steps_per_epoch: 20 };
const NETWORK: Parameters = { ...STEPS, classifier_epochs: 1, classifier_layers: LENET };
const VAE: Parameters = { ...STEPS, encoder_layers: ['conv 4 3x3 stride 2', 'dense 16'], latent_size: 4 };
const TREES: Parameters = { 'trees.max_iter': 2 };
/** Noise has nothing to learn: a steep ridge ends a fit in seconds where the usual one takes minutes. */
const LINEAR: Parameters = { l2: 1e6 };
const OWN: Readonly<Record<string, Parameters>> = {
  ffn: NETWORK,
  logistic: LINEAR,
  linear_svm: LINEAR,
  boosted_trees: TREES,
};

/** Of the classifiers that are no networks: as they are, drawn again, and with made rows. */
const FEW = ['none', 'oversample', 'smote', 'vae_minority'];

export async function benchMemory(): Promise<void> {
  for (const [classifier, own] of Object.entries(OWN)) {
    for (const arm of classifier === 'ffn' ? ARM_NAMES : FEW) {
      const megabytes = threadMemory({
        ...{ arm, classifier, minority_rate: 0.1, epochs: 1 },
        ...own,
        ...(arm.startsWith('vae_') ? VAE : {}),
      });
      print(`memory of a thread, ${arm}, ${classifier}`, `${megabytes.toFixed(0)} MB (target ${TARGET})`);
    }
  }
}
