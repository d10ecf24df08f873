import type { Parameter } from '@latentsweep/core';
import type { Distribution, Scalar } from '../port.ts';
import { quantise, stepped, stepsBetween } from './quantise.ts';

/** The values that a distribution can take, distinct, counted without listing them. */
export interface Support {
  readonly count: number;
  at(index: number): Scalar;
}

export function listed(values: readonly Scalar[]): Support {
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
      return multiples(distribution.min, distribution.max, distribution.q);
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
    default:
      return distribution satisfies never;
  }
}

function integers(min: number, max: number): Support {
  return { count: max - min + 1, at: (i) => min + i };
}

/** Multiples of q, the outermost pulled to the bounds. */
function multiples(min: number, max: number, q: number): Support {
  const first = Math.round(min / q);
  const count = Math.round(max / q) - first + 1;
  return { count, at: (i) => Math.min(max, Math.max(min, quantise((first + i) * q, q))) };
}
