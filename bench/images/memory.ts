/**
 * Part 3: what training an arm adds to the memory of a process that holds 60,000 images of 28 x 28: the most that was resident,
 * over two replicates one after the other. Each arm, and each classifier that is no network, in a process of its own.
 */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ARM_NAMES, type ParameterValue } from '@latentsweep/core';
import { print } from '../parts.ts';

const TRIAL = join(import.meta.dirname, 'memory-trial.ts');
/** Megabytes that a thread may take. */
const TARGET = 300;

type Parameters = Readonly<Record<string, ParameterValue>>;

const COMMON: Parameters = { minority_rate: 0.1, epochs: 1 };
const LAYERS = ['conv 4 3x3 stride 2', 'dense 16'];
const STEPS: Parameters = { batch_size: 128, steps_per_epoch: 20 };
const NETWORK: Parameters = { ...STEPS, classifier_layers: LAYERS };
const VAE: Parameters = { encoder_layers: LAYERS, latent_size: 4 };

const withVae = (arm: string): boolean => arm.startsWith('vae_');

const CASES: readonly Parameters[] = [
  ...ARM_NAMES.map((arm) => ({ arm, ...COMMON, ...NETWORK, ...(withVae(arm) ? VAE : {}) })),
  ...['logistic', 'linear_svm', 'boosted_trees'].flatMap((classifier) =>
    ['none', 'oversample', 'smote', 'vae_minority'].map((arm) => ({
      ...{ arm, classifier, ...COMMON },
      ...(classifier === 'boosted_trees' ? { 'trees.max_iter': 2 } : {}),
      ...(withVae(arm) ? { ...STEPS, ...VAE } : {}),
    })),
  ),
];

export async function benchMemory(): Promise<void> {
  for (const parameters of CASES) {
    const { stdout } = await promisify(execFile)(process.execPath, [TRIAL, JSON.stringify(parameters)]);
    const { base, most } = JSON.parse(stdout) as { readonly base: number; readonly most: number };
    const adds = Math.round((most - base) / 1e6);
    const { arm, classifier } = parameters;
    print(
      classifier ? `${arm}, ${classifier}` : `${arm}`,
      `${adds} MB${adds > TARGET ? `, over ${TARGET}` : ''}`,
    );
  }
}
