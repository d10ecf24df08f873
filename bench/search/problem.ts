import type { Values } from '@latentsweep/core';

/** A parameter as peers have it. */
export interface PeerParameter {
  readonly name: string;
  readonly kind: 'float' | 'log' | 'int' | 'choice';
  readonly low?: number;
  readonly high?: number;
  readonly choices?: readonly Choice[];
  /** Suggested only where an earlier one has one of these values. */
  readonly when?: readonly [name: string, values: readonly Choice[]];
}

export type Choice = string | number;

/** A black box over parameters of ours, so that the very searcher of a sweep is measured; it is minimised. */
export interface Problem {
  readonly name: string;
  readonly parameters: readonly PeerParameter[];
  /** The same in all configs; not searched. */
  readonly fixed?: Values;
  /** Without noise. */
  value(config: Values): number;
  readonly least: number;
  /** Whether a trial shows its config's value with noise. */
  readonly noisy: boolean;
  /** What trials show in a study with this seed. */
  shown(seed: number): Shown;
}

/** The result of a trial; those of equal replicates share their noise where the problem has it so. */
export type Shown = (config: Values, replicate: number) => number;
