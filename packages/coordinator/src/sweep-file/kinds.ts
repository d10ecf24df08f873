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
  'when',
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

interface KindInfo {
  /** Keys that must be there, and keys that may. W&B's. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** A grid can try all its values. */
  readonly grid: boolean;
}

const BOUNDED = { required: ['min', 'max'], optional: [], grid: false } as const;
const STEPPED = { required: ['min', 'max'], optional: ['q'], grid: false } as const;
const NORMAL = { required: [], optional: ['mu', 'sigma'], grid: false } as const;
const STEPPED_NORMAL = { required: [], optional: ['mu', 'sigma', 'q'], grid: false } as const;

/** What each draws is in docs/sweep-file.md. */
export const KINDS: Readonly<Record<WrittenKind, KindInfo>> = {
  constant: { required: ['value'], optional: [], grid: true },
  categorical: { required: ['values'], optional: ['probabilities'], grid: true },
  int_uniform: { ...BOUNDED, grid: true },
  uniform: BOUNDED,
  q_uniform: { ...STEPPED, grid: true },
  log_uniform_values: BOUNDED,
  q_log_uniform_values: STEPPED,
  inv_log_uniform_values: BOUNDED,
  normal: NORMAL,
  q_normal: STEPPED_NORMAL,
  log_normal: NORMAL,
  q_log_normal: STEPPED_NORMAL,
  beta: { required: [], optional: ['a', 'b'], grid: false },
  q_beta: { required: [], optional: ['a', 'b', 'q'], grid: false },
  log_uniform: BOUNDED,
  q_log_uniform: STEPPED,
  inv_log_uniform: BOUNDED,
  categorical_w_probabilities: { required: ['values', 'probabilities'], optional: [], grid: false },
};
