/** Classic functions over parameters of ours. */

import { exp, log, type Values } from '@latentsweep/core';
import { normalsOf } from '../verdict/noise.ts';
import type { Problem } from './problem.ts';

const float = (name: string, low: number, high: number) => ({ name, kind: 'float', low, high }) as const;

const numberOf = (config: Values, name: string) => config[name] as number;

function branin(x: number, y: number): number {
  const bowl = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
  return bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

const BRANIN = [float('loss_weights.kl', 0, 15), float('loss_weights.prediction', 0, 15)];
const braninOf = (config: Values) =>
  branin(numberOf(config, 'loss_weights.kl') - 5, numberOf(config, 'loss_weights.prediction'));

const ALPHA = [1, 1.2, 3, 3.2];
const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];
const HARTMANN = [
  float('loss_weights.reconstruction', 0, 1),
  float('loss_weights.kl', 0, 1),
  float('loss_weights.prediction', 0, 1),
  float('free_bits', 0, 1),
  float('minority_rate', 1e-6, 1),
  float('learning_rate', 1e-6, 1),
];

const LEAST_HARTMANN = -3.322368011415515;

function hartmannOf(config: Values): number {
  const x = HARTMANN.map(({ name }) => numberOf(config, name));
  return -ALPHA.reduce((sum, alpha, i) => {
    const squares = x.reduce((total, at, j) => total + A[i]![j]! * (at - P[i]![j]!) ** 2, 0);
    return sum + alpha * exp(-squares);
  }, 0);
}

/** Ackley's function of numbers, whole numbers and a rate in logarithms, moved by a choice. */
function mixedOf(config: Values): number {
  const off = config['optimizer'] === 'adam' ? 0 : 1;
  const x = [
    (numberOf(config, 'latent_size') - 20) / 4,
    (numberOf(config, 'kl_warmup') - 7) / 2,
    (numberOf(config, 'dropout') - 0.2) * 10,
    (log(numberOf(config, 'learning_rate')) / Math.LN10 + 2.5 + off) * 2,
    (numberOf(config, 'free_bits') - 0.3) * 5,
  ];
  const mean = (of: (at: number) => number) => x.reduce((sum, at) => sum + of(at), 0) / x.length;
  const squares = mean((at) => at * at);
  const waves = mean((at) => Math.cos(2 * Math.PI * at));
  const ackley = -20 * exp(-0.2 * Math.sqrt(squares)) - exp(waves) + 20 + Math.E;
  return ackley + off + (config['reduction'] === 'sum' ? 0 : 0.5);
}

/** A function for each arm: some of its parameters are shared, some its own. The best lies in the third. */
function conditionalOf(config: Values): number {
  if (config['arm'] === 'vae_mixing') return 1 + braninOf(config) / 10;
  if (config['arm'] === 'smote') return 1.5 + ((numberOf(config, 'smote.neighbors') - 11) / 10) ** 2;
  const own = 10 * (numberOf(config, 'band') - 0.4) ** 2 + ((numberOf(config, 'latent_size') - 40) / 20) ** 2;
  return own + (braninOf(config) - LEAST_BRANIN) / 20;
}

const LEAST_BRANIN = 0.397887357729739;
const OF_VAES = ['arm', ['vae_mixing', 'vae_boundary']] as const;

function without(value: Problem['value']): Pick<Problem, 'value' | 'noisy' | 'shown'> {
  return { value, noisy: false, shown: () => value };
}

/** Normal, and anew for each trial. */
function withNoise(value: Problem['value'], deviation: number): Pick<Problem, 'value' | 'noisy' | 'shown'> {
  return {
    value,
    noisy: true,
    shown(seed) {
      const noise = normalsOf(seed);
      return (config) => value(config) + deviation * noise();
    },
  };
}

export const FUNCTIONS: readonly Problem[] = [
  { name: 'Branin', parameters: BRANIN, least: LEAST_BRANIN, ...without(braninOf) },
  { name: 'Hartmann 6', parameters: HARTMANN, least: LEAST_HARTMANN, ...without(hartmannOf) },
  {
    name: 'mixed Ackley',
    parameters: [
      { name: 'optimizer', kind: 'choice', choices: ['rmsprop', 'adam'] },
      { name: 'reduction', kind: 'choice', choices: ['mean', 'sum'] },
      { name: 'latent_size', kind: 'int', low: 1, high: 64 },
      { name: 'kl_warmup', kind: 'int', low: 0, high: 20 },
      float('dropout', 0, 0.9),
      { name: 'learning_rate', kind: 'log', low: 1e-6, high: 1 },
      float('free_bits', 0, 2),
    ],
    least: 0,
    ...without(mixedOf),
  },
  {
    name: 'conditional',
    parameters: [
      { name: 'arm', kind: 'choice', choices: ['vae_mixing', 'smote', 'vae_boundary'] },
      ...BRANIN.map((parameter) => ({ ...parameter, when: OF_VAES })),
      { name: 'latent_size', kind: 'int', low: 1, high: 64, when: OF_VAES },
      { ...float('band', 0.001, 0.5), when: ['arm', ['vae_boundary']] },
      { name: 'smote.neighbors', kind: 'int', low: 1, high: 50, when: ['arm', ['smote']] },
    ],
    least: 0,
    ...without(conditionalOf),
  },
  {
    name: 'noisy Hartmann 6',
    parameters: HARTMANN,
    least: LEAST_HARTMANN,
    ...withNoise(hartmannOf, 0.2),
  },
];
