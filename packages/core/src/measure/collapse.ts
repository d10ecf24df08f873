import type { Collapse } from '../metric/collapse.ts';
import type { Measure } from './measure.ts';

/** Whether the VAE generates anything that depends on its input. */
export interface CollapseMeasure extends Pick<Measure, 'base' | 'type' | 'better' | 'unit' | 'description'> {
  readonly value: (collapse: Collapse) => number;
}

export const COLLAPSE_MEASURES: readonly CollapseMeasure[] = [
  {
    ...{ base: 'kl_per_dim', type: 'number', better: 'neither', unit: 'nats' },
    description: 'KL divergence a latent coordinate, mean over the minority’s real rows and coordinates.',
    value: (c) => c.klPerDim,
  },
  {
    ...{ base: 'active_units', type: 'integer', better: 'higher', unit: 'coordinates' },
    description: 'Latent coordinates whose KL divergence is above 0.01 nats.',
    value: (c) => c.activeUnits,
  },
  {
    ...{ base: 'generated_sd_ratio', type: 'number', better: 'neither', unit: null },
    description: 'SD of generated rows over that of the real rows they come from, mean over features.',
    value: (c) => c.generatedSdRatio,
  },
  {
    ...{ base: 'collapsed', type: 'boolean', better: 'lower', unit: null },
    description: 'No active unit: every generated row is about the same.',
    value: (c) => Number(c.activeUnits === 0),
  },
];
