import type { TrialConfig } from './config.ts';
import { type Arm, parameterNamed } from './parameters.ts';

/**
 * What trials on data of one width must have in common to be lanes of a cohort: its networks and how they are trained.
 * All else may differ from lane to lane: arm, seed, rates, dropout, loss weights, passes, epochs.
 */
export function shapeOf(config: TrialConfig): string {
  const { hiddenSizes, latentSize, reconstruction, reduction } = config;
  const { classifierHiddenSizes, batchSize, optimizer } = config;
  const vae = hasVae(config.arm) ? [hiddenSizes, latentSize, reconstruction, reduction] : null;
  return JSON.stringify([vae, classifierHiddenSizes, batchSize, optimizer]);
}

const hasVae = (arm: Arm): boolean => parameterNamed.get('latent_size')!.usedBy.includes(arm);
