import type { Distribution } from '../port.ts';

export type Kind = Distribution['kind'];
export type NumberKey = 'min' | 'max' | 'q' | 'mu' | 'sigma' | 'a' | 'b';

export interface KindInfo {
  readonly description: string;
  /** Keys that must be there, and keys with their default. W&B's. */
  readonly required: readonly (NumberKey | 'value' | 'values')[];
  readonly optional: Readonly<Partial<Record<NumberKey, number>>>;
  /** A grid can try all its values. */
  readonly grid: boolean;
}

const BOUNDED = { required: ['min', 'max'], optional: {}, grid: false } as const;
const STEPPED = { required: ['min', 'max'], optional: { q: 1 }, grid: false } as const;
const NORMAL = { required: [], optional: { mu: 0, sigma: 1 }, grid: false } as const;
const STEPPED_NORMAL = { required: [], optional: { mu: 0, sigma: 1, q: 1 }, grid: false } as const;

export const KINDS: Readonly<Record<Kind, KindInfo>> = {
  constant: { required: ['value'], optional: {}, grid: true, description: 'Always `value`.' },
  categorical: {
    required: ['values'],
    optional: {},
    grid: true,
    description: 'One of `values`, by `probabilities` where they are given.',
  },
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
  beta: { required: [], optional: { a: 1, b: 1 }, grid: false, description: 'Beta(a, b) on [0, 1].' },
};

/** Keys of one parameter's entry. */
export const PARAMETER_KEYS = [
  'value',
  'values',
  'probabilities',
  'distribution',
  'min',
  'max',
  'q',
  'mu',
  'sigma',
  'a',
  'b',
] as const;
