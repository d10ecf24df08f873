/** Functions of several objectives over parameters of ours. All are minimised. */

import { hypervolume, type Values } from '@latentsweep/core';
import type { PeerParameter } from './problem.ts';

export interface TradeOff {
  readonly name: string;
  readonly parameters: readonly PeerParameter[];
  values(config: Values): readonly number[];
  /** Worse than what is worth finding: volumes are measured from it. */
  readonly reference: readonly number[];
  /** The volume that all there is dominates. */
  readonly most: number;
}

const float = (name: string) => ({ name, kind: 'float', low: 0, high: 1 }) as const;
const NUMBERS = ['loss_weights.reconstruction', 'loss_weights.kl', 'loss_weights.prediction', 'free_bits'];
const SIX = [
  ...NUMBERS.map(float),
  ...['minority_rate', 'learning_rate'].map((name) => ({ ...float(name), low: 1e-6 })),
];

const numberOf = (config: Values, name: string) => config[name] as number;
const sixOf = (config: Values) => SIX.map(({ name }) => numberOf(config, name));

/** ZDT1 (Zitzler, Deb & Thiele 2000): a convex front where all but the first number are 0. */
function zdt1(config: Values): readonly number[] {
  const [x, ...rest] = sixOf(config);
  const g = 1 + (9 * rest.reduce((sum, at) => sum + at, 0)) / rest.length;
  return [x!, g * (1 - Math.sqrt(x! / g))];
}

/** DTLZ2 (Deb, Thiele, Laumanns & Zitzler 2002) with three objectives: an eighth of a sphere where all but two numbers are a half. */
function dtlz2(config: Values): readonly number[] {
  const [a, b, ...rest] = sixOf(config);
  const r = 1 + rest.reduce((sum, at) => sum + (at - 0.5) ** 2, 0);
  const [u, v] = [(a! * Math.PI) / 2, (b! * Math.PI) / 2];
  return [r * Math.cos(u) * Math.cos(v), r * Math.cos(u) * Math.sin(v), r * Math.sin(u)];
}

/** An error that falls with size, and what that costs, by an arm each with a number of its own; two choices matter little. */
function errorAndCost(config: Values): readonly number[] {
  const off = (Math.log10(numberOf(config, 'learning_rate')) + 2.5) ** 2 / 10;
  const choices = (config['optimizer'] === 'adam' ? 0 : 0.1) + (config['reduction'] === 'sum' ? 0 : 0.05);
  if (config['arm'] === 'smote') {
    const neighbors = numberOf(config, 'smote.neighbors');
    return [0.6 + ((neighbors - 11) / 50) ** 2 + off + choices, 0.05 + neighbors / 500];
  }
  const size = numberOf(config, 'latent_size');
  const boundary = config['arm'] === 'vae_boundary';
  const own = boundary ? 4 * (numberOf(config, 'band') - 0.3) ** 2 : (numberOf(config, 'dropout') - 0.2) ** 2;
  return [(boundary ? 1 : 1.3) / (1 + size / 6) + own + off + choices, size / 64 + (boundary ? 0.1 : 0)];
}

const REFERENCE = [2, 1.2];

/** Of each size and each number of neighbors, with all else as it is best. */
function bestOfArms(): (readonly number[])[] {
  const rest = { learning_rate: 10 ** -2.5, optimizer: 'adam', reduction: 'sum', dropout: 0.2, band: 0.3 };
  const sizes = Array.from({ length: 64 }, (_, i) => i + 1);
  return ['vae_mixing', 'vae_boundary', 'smote'].flatMap((arm) =>
    sizes.map((size) =>
      errorAndCost({ ...rest, arm, latent_size: size, 'smote.neighbors': Math.min(50, size) }),
    ),
  );
}

/** The volume that they dominate together, from a reference that is worse. */
export function volumeOf(tried: readonly (readonly number[])[], reference: readonly number[]): number {
  const turned = (values: readonly number[]) => values.map((value) => -value);
  return hypervolume(
    tried.map((values) => ({ values: turned(values) })),
    turned(reference),
  );
}

const OF_VAES = ['arm', ['vae_mixing', 'vae_boundary']] as const;

export const TRADE_OFFS: readonly TradeOff[] = [
  { name: 'ZDT1 of six numbers', parameters: SIX, values: zdt1, reference: [1.1, 6], most: 6.6 - 1 / 3 },
  {
    name: 'DTLZ2 of six numbers, three objectives',
    parameters: SIX,
    values: dtlz2,
    reference: [1.5, 1.5, 1.5],
    most: 1.5 ** 3 - Math.PI / 6,
  },
  {
    name: 'error and cost of three arms',
    parameters: [
      { name: 'arm', kind: 'choice', choices: ['vae_mixing', 'smote', 'vae_boundary'] },
      { name: 'optimizer', kind: 'choice', choices: ['rmsprop', 'adam'] },
      { name: 'reduction', kind: 'choice', choices: ['mean', 'sum'] },
      { name: 'learning_rate', kind: 'log', low: 1e-6, high: 1 },
      { name: 'latent_size', kind: 'int', low: 1, high: 64, when: OF_VAES },
      { name: 'dropout', kind: 'float', low: 0, high: 0.9, when: ['arm', ['vae_mixing']] },
      { name: 'band', kind: 'float', low: 0.001, high: 0.5, when: ['arm', ['vae_boundary']] },
      { name: 'smote.neighbors', kind: 'int', low: 1, high: 50, when: ['arm', ['smote']] },
    ],
    values: errorAndCost,
    reference: REFERENCE,
    most: volumeOf(bestOfArms(), REFERENCE),
  },
];
