import type { Values } from './parameter.ts';

/**
 * What a VAE's parameters are by default on tables, where the deck's defaults collapse: docs/tables.md has what was
 * measured. Written into the configs of a sweep when it is submitted; an arm's own defaults go first.
 */
export const TABLE_VAE_DEFAULTS: Values = {
  reconstruction: 'mixed',
  reduction: 'sum',
  kl_warmup: 10,
  free_bits: 0.1,
};
