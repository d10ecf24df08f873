import { betaBelow, betaQuantile, exp, inRange, log, normalBelow, normalQuantile } from '@latentsweep/core';
import { boundedAt, type NumberDistribution } from './draw.ts';
import { firstMultiple, lastMultiple, quantise, quantiseWithin } from './quantise.ts';
import { fitted, type Numeric } from './range.ts';

/** A distribution of numbers as `draw` draws from it, by its distribution function. */
export interface Law {
  /** The value that the share `u`, between 0 and 1, of all draws lies below. Rises with u. */
  at(u: number): number;
  /** The share of the draws before rounding that lies below `x`, from 0 to 1. */
  below(x: number): number;
}

/** The law of what is drawn for `parameter`: truncated to its range, rounded where it takes whole numbers. */
export function lawOf(distribution: NumberDistribution, parameter: Numeric): Law {
  if ('min' in distribution) return boundedLaw(distribution, parameter);
  return truncatedLaw(distribution, parameter);
}

type Bounded = Extract<NumberDistribution, { readonly min: number }>;

function boundedLaw(d: Bounded, parameter: Numeric): Law {
  const whole = d.kind === 'int_uniform' ? 0.5 : 0;
  const scale = d.kind.includes('log') ? log : (x: number) => x;
  const [low, high] = [scale(d.min - whole), scale(d.max + whole)];
  // The law of inv_log_uniform_values counts from the other end.
  const turned = d.kind === 'inv_log_uniform_values';
  return {
    at: (u) => fitted(boundedAt(d, turned ? 1 - u : u), parameter),
    below: (x) => (high > low ? share((scale(Math.max(x, d.min - whole)) - low) / (high - low)) : 0),
  };
}

/** Of an unbounded distribution before it is truncated. */
function wholeLaw(d: Exclude<NumberDistribution, Bounded>): Law {
  switch (d.kind) {
    case 'normal':
    case 'q_normal':
      return {
        at: (u) => d.mu + d.sigma * normalQuantile(u),
        below: (x) => normalBelow((x - d.mu) / d.sigma),
      };
    case 'log_normal':
    case 'q_log_normal':
      return {
        at: (u) => exp(d.mu + d.sigma * normalQuantile(u)),
        below: (x) => (x <= 0 ? 0 : normalBelow((log(x) - d.mu) / d.sigma)),
      };
    case 'beta':
    case 'q_beta':
      return { at: (u) => betaQuantile(u, d.a, d.b), below: (x) => betaBelow(x, d.a, d.b) };
    default:
      return d satisfies never;
  }
}

function truncatedLaw(d: Exclude<NumberDistribution, Bounded>, parameter: Numeric): Law {
  const whole = wholeLaw(d);
  const q = 'q' in d ? d.q : parameter.type === 'integer' ? 1 : null;
  const [low, high] = q === null ? boundsOf(parameter) : edgesOf(parameter, q, d.kind === 'q_beta');
  const [from, to] = [whole.below(low), whole.below(high)];
  const round = (x: number) => {
    if (!('q' in d)) return x;
    return d.kind === 'q_beta' ? quantiseWithin(x, d.q, 0, 1) : quantise(x, d.q);
  };
  return {
    at(u) {
      // Rounding may put the outermost on an open bound, or beyond a closed one: then it is one nearer to the middle.
      for (let v = u; ; v = (v + 0.5) / 2) {
        const value = fitted(round(whole.at(from + v * (to - from))), parameter);
        if (inRange(value, parameter) || v === 0.5) return value;
      }
    },
    below: (x) => share((whole.below(x) - from) / (to - from)),
  };
}

const share = (x: number) => Math.min(1, Math.max(0, x));

function boundsOf({
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
}: Numeric): [low: number, high: number] {
  return [
    minimum ?? exclusiveMinimum ?? Number.NEGATIVE_INFINITY,
    maximum ?? exclusiveMaximum ?? Number.POSITIVE_INFINITY,
  ];
}

/** What rounds to the multiples of q in the parameter's range, of a beta in [0, 1] as well. */
function edgesOf(parameter: Numeric, q: number, beta: boolean): [low: number, high: number] {
  const [min, max] = boundsOf(parameter);
  const open = (value: number) => Number.isFinite(value) && !inRange(value, parameter);
  let first = firstMultiple(beta ? Math.max(0, min) : min, q);
  let last = lastMultiple(beta ? Math.min(1, max) : max, q);
  if (open(first * q)) first += 1;
  if (open(last * q)) last -= 1;
  return [(first - 0.5) * q, (last + 0.5) * q];
}
