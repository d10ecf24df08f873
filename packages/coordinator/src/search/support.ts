import { inRange, type Parameter, type ParameterValue } from '@latentsweep/core';
import type { Distribution } from '../port.ts';
import { firstMultiple, lastMultiple, quantise, stepped, stepsBetween } from './quantise.ts';
import { isNumeric } from './range.ts';

/** The values that a distribution can take, distinct, counted without listing them. */
export interface Support {
  readonly count: number;
  at(index: number): ParameterValue;
}

export function listed(values: readonly ParameterValue[]): Support {
  return { count: values.length, at: (i) => values[i]! };
}

/** Distinct values in their first order. 1 and 1.0 are one value already; lists are compared by content. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/**
 * What a grid tries. A q_uniform counts from `min` in steps of q and includes `max` where a step lands on it.
 * Null: not enumerable.
 */
export function gridSupport(distribution: Distribution): Support | null {
  switch (distribution.kind) {
    case 'constant':
      return listed([distribution.value]);
    case 'categorical':
      return listed(distinct(distribution.values));
    case 'int_uniform':
      return integers(distribution.min, distribution.max);
    case 'q_uniform': {
      const { min, max, q } = distribution;
      return { count: stepsBetween(min, max, q) + 1, at: (i) => Math.min(max, stepped(min, i, q)) };
    }
    case 'uniform':
    case 'log_uniform_values':
    case 'q_log_uniform_values':
    case 'inv_log_uniform_values':
    case 'normal':
    case 'q_normal':
    case 'log_normal':
    case 'q_log_normal':
    case 'beta':
    case 'q_beta':
      return null;
    default:
      return distribution satisfies never;
  }
}

/** What a random search can draw, or null where that is not a finite list. */
export function drawnSupport(distribution: Distribution, parameter: Parameter): Support | null {
  switch (distribution.kind) {
    case 'constant':
      return listed([distribution.value]);
    case 'categorical': {
      const { values, probabilities } = distribution;
      return listed(distinct(values.filter((_, i) => probabilities === null || probabilities[i]! > 0)));
    }
    case 'int_uniform':
      return integers(distribution.min, distribution.max);
    case 'q_uniform':
    case 'q_log_uniform_values':
      return multiples(distribution);
    case 'uniform':
    case 'log_uniform_values':
    case 'inv_log_uniform_values':
      if (distribution.min === distribution.max && parameter.type === 'number')
        return listed([distribution.min]);
      return parameter.type === 'integer'
        ? integers(Math.round(distribution.min), Math.round(distribution.max))
        : null;
    case 'normal':
    case 'q_normal':
    case 'log_normal':
    case 'q_log_normal':
    case 'beta':
      return null;
    case 'q_beta': {
      const all = multiplesInside(0, 1, distribution.q);
      if (all.count > MOST_LISTED || !isNumeric(parameter)) return null;
      const values = Array.from({ length: all.count }, (_, i) => all.at(i) as number);
      return listed(values.filter((value) => inRange(value, parameter)));
    }
    default:
      return distribution satisfies never;
  }
}

/** Values that are listed rather than counted. */
const MOST_LISTED = 10_000;

function integers(min: number, max: number): Support {
  return { count: max - min + 1, at: (i) => min + i };
}

export type Stepped = Extract<Distribution, { kind: 'q_uniform' | 'q_log_uniform_values' }>;

/** Multiples of q between the bounds, or, by the rule of earlier versions, the outermost pulled to the bounds. */
function multiples({ min, max, q, inside }: Stepped): Support {
  if (inside) return multiplesInside(min, max, q);
  const first = Math.round(min / q);
  const count = Math.round(max / q) - first + 1;
  return { count, at: (i) => Math.min(max, Math.max(min, quantise((first + i) * q, q))) };
}

function multiplesInside(min: number, max: number, q: number): Support {
  const first = firstMultiple(min, q);
  return { count: lastMultiple(max, q) - first + 1, at: (i) => stepped(0, first + i, q) };
}
