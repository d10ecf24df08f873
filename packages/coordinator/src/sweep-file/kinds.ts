import type { Distribution } from '../port.ts';
import type { DescribedKeys } from './keys.ts';

export type Kind = Distribution['kind'];

export const POSITIVE = { type: 'number', exclusiveMinimum: 0 } as const;

/** Keys of distributions of numbers, with W&B's defaults. */
export const NUMBER_KEYS = {
  min: { description: 'The smallest value.', rule: { type: 'number' } },
  max: { description: 'The largest value.', rule: { type: 'number' } },
  q: { description: 'Values are multiples of it.', rule: POSITIVE, default: 1 },
  mu: { description: 'Mean of the normal distribution.', rule: { type: 'number' }, default: 0 },
  sigma: { description: 'Standard deviation of the normal distribution.', rule: POSITIVE, default: 1 },
  a: { description: 'First shape of the beta distribution.', rule: POSITIVE, default: 1 },
  b: { description: 'Second shape of the beta distribution.', rule: POSITIVE, default: 1 },
} as const satisfies DescribedKeys;

export type NumberKey = keyof typeof NUMBER_KEYS;

/** Keys of one parameter's entry. */
export const PARAMETER_KEYS = [
  'value',
  'values',
  'probabilities',
  'distribution',
  ...Object.keys(NUMBER_KEYS),
];

/** Names of W&B that are kept under another: older ones, whose bounds are exponents of e, and one that says more. */
export const KEPT_AS = {
  log_uniform: 'log_uniform_values',
  q_log_uniform: 'q_log_uniform_values',
  inv_log_uniform: 'inv_log_uniform_values',
  categorical_w_probabilities: 'categorical',
} as const satisfies Record<string, Kind>;

/** What a file may call a distribution. */
export type WrittenKind = Kind | keyof typeof KEPT_AS;

export interface KindInfo {
  readonly description: string;
  /** Keys that must be there, and keys that may. W&B's. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** A grid can try all its values. */
  readonly grid: boolean;
}

const LISTED = { required: ['values'], optional: ['probabilities'], grid: true } as const;
const BOUNDED = { required: ['min', 'max'], optional: [], grid: false } as const;
const STEPPED = { required: ['min', 'max'], optional: ['q'], grid: false } as const;
const NORMAL = { required: [], optional: ['mu', 'sigma'], grid: false } as const;
const STEPPED_NORMAL = { required: [], optional: ['mu', 'sigma', 'q'], grid: false } as const;
const STEPPED_BETA = { required: [], optional: ['a', 'b', 'q'], grid: false } as const;

export const KINDS: Readonly<Record<WrittenKind, KindInfo>> = {
  constant: { required: ['value'], optional: [], grid: true, description: 'Always `value`.' },
  categorical: { ...LISTED, description: 'One of `values`, by `probabilities` where they are given.' },
  int_uniform: { ...BOUNDED, grid: true, description: 'Whole numbers from min to max, both included.' },
  uniform: { ...BOUNDED, description: 'Uniform between min and max.' },
  q_uniform: { ...STEPPED, grid: true, description: 'round(x / q) * q of a uniform x.' },
  log_uniform_values: { ...BOUNDED, description: 'Uniform in the logarithm; min and max are plain values.' },
  q_log_uniform_values: { ...STEPPED, description: 'round(x / q) * q of a log-uniform x.' },
  inv_log_uniform_values: { ...BOUNDED, description: '1/x is log-uniform between 1/max and 1/min.' },
  normal: { ...NORMAL, description: 'Normal with mean mu and standard deviation sigma.' },
  q_normal: { ...STEPPED_NORMAL, description: 'round(x / q) * q of a normal x.' },
  log_normal: { ...NORMAL, description: 'exp(x) of a normal x.' },
  q_log_normal: { ...STEPPED_NORMAL, description: 'round(x / q) * q of a log-normal x.' },
  beta: { required: [], optional: ['a', 'b'], grid: false, description: 'Beta(a, b) on [0, 1].' },
  q_beta: { ...STEPPED_BETA, description: 'round(x / q) * q of a beta x, between 0 and 1.' },
  log_uniform: { ...BOUNDED, description: 'Log-uniform between e^min and e^max.' },
  q_log_uniform: { ...STEPPED, description: 'round(x / q) * q of a log-uniform x between e^min and e^max.' },
  inv_log_uniform: { ...BOUNDED, description: '1/x is log-uniform between e^min and e^max.' },
  categorical_w_probabilities: {
    required: ['values', 'probabilities'],
    optional: [],
    grid: false,
    description: 'One of `values`, by `probabilities`.',
  },
};
