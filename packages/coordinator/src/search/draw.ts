import {
  exp,
  inRange,
  log,
  type Parameter,
  type ParameterValue,
  type Stream,
  sigmoid,
} from '@latentsweep/core';
import type { Distribution } from '../port.ts';
import { quantise, quantiseWithin } from './quantise.ts';
import { fitted, isNumeric, type Numeric } from './range.ts';
import type { Stepped } from './support.ts';

/** Draws outside a parameter's range that are thrown away before giving up; the sweep file's check makes it unreachable. */
const MOST_REDRAWS = 10_000;

/**
 * One value of `distribution` for `parameter`, by W&B's definitions. Bounded distributions stay within their bounds,
 * after rounding to a multiple of q as well. Unbounded ones (normal, log_normal, beta) are truncated to the parameter's
 * range by drawing again. Integer parameters round to the nearest whole number.
 */
export function draw(distribution: Distribution, parameter: Parameter, stream: Stream): ParameterValue {
  if (distribution.kind === 'constant') return distribution.value;
  if (distribution.kind === 'categorical') {
    return distribution.values[drawIndex(distribution.values.length, distribution.probabilities, stream)]!;
  }
  if (!isNumeric(parameter)) throw new Error(`${parameter.name} takes no ${distribution.kind}`);
  for (let i = 0; i < MOST_REDRAWS; i++) {
    const value = fitted(drawNumber(distribution, stream), parameter);
    if (inRange(value, parameter)) return value;
  }
  throw new Error(`No draw of ${distribution.kind} lies in the range of ${parameter.name}.`);
}

/** 0 .. count-1, by `probabilities`, or uniform where they are null. */
export function drawIndex(count: number, probabilities: readonly number[] | null, stream: Stream): number {
  if (probabilities === null) return Math.floor(stream.uniform() * count);
  let left = stream.uniform();
  for (let i = 0; i < count; i++) {
    left -= probabilities[i]!;
    if (left < 0) return i;
  }
  // Rounding left a crumb: the last value that can be drawn at all.
  return probabilities.findLastIndex((p) => p > 0);
}

export type NumberDistribution = Exclude<Distribution, { kind: 'constant' | 'categorical' }>;

function drawNumber(d: NumberDistribution, stream: Stream): number {
  if ('min' in d) return boundedAt(d, stream.uniform());
  switch (d.kind) {
    case 'normal':
      return d.mu + d.sigma * stream.normal();
    case 'q_normal':
      return quantise(d.mu + d.sigma * stream.normal(), d.q);
    case 'log_normal':
      return exp(d.mu + d.sigma * stream.normal());
    case 'q_log_normal':
      return quantise(exp(d.mu + d.sigma * stream.normal()), d.q);
    case 'beta':
      return beta(d, stream);
    case 'q_beta':
      return quantiseWithin(beta(d, stream), d.q, 0, 1);
    default:
      return d satisfies never;
  }
}

/** What a uniform number `u` from 0 to 1 becomes. Rises with u, but for inv_log_uniform_values, where it falls. */
export function boundedAt(d: Extract<NumberDistribution, { readonly min: number }>, u: number): number {
  switch (d.kind) {
    case 'int_uniform':
      return d.min + Math.floor(u * (d.max - d.min + 1));
    case 'uniform':
      return within(d.min + u * (d.max - d.min), d);
    case 'q_uniform':
      return stepWithin(d.min + u * (d.max - d.min), d);
    case 'log_uniform_values':
      return within(logUniform(d.min, d.max, u), d);
    case 'q_log_uniform_values':
      return stepWithin(logUniform(d.min, d.max, u), d);
    // log(1/x) uniform between log(1/max) and log(1/min): the law of log_uniform_values, counted from the other end.
    case 'inv_log_uniform_values':
      return within(logUniform(d.max, d.min, u), d);
    default:
      return d satisfies never;
  }
}

function stepWithin(x: number, d: Stepped): number {
  return d.inside ? quantiseWithin(x, d.q, d.min, d.max) : within(quantise(x, d.q), d);
}

function beta({ a, b }: { readonly a: number; readonly b: number }, stream: Stream): number {
  return sigmoid(logGamma(a, stream) - logGamma(b, stream));
}

function logUniform(from: number, to: number, u: number): number {
  return exp(log(from) + u * (log(to) - log(from)));
}

function within(x: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.min(max, Math.max(min, x));
}

/**
 * The logarithm of a Gamma(shape, 1) draw: Marsaglia & Tsang, "A simple method for generating gamma variables" (2000),
 * and for shape < 1 their G(shape) = G(shape + 1) U^(1/shape). In logarithms, because a small shape underflows.
 */
function logGamma(shape: number, stream: Stream): number {
  if (shape < 1) return logGamma(shape + 1, stream) + log(1 - stream.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = stream.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (log(1 - stream.uniform()) < 0.5 * x * x + d - d * v + d * log(v)) return log(d) + log(v);
  }
}

/** The share of 1,000 draws from a fixed stream that lie in the parameter's range. */
export function shareInRange(distribution: Distribution, parameter: Numeric, stream: Stream): number {
  if (distribution.kind === 'constant' || distribution.kind === 'categorical') return 1;
  let inside = 0;
  for (let i = 0; i < 1000; i++) {
    if (inRange(fitted(drawNumber(distribution, stream), parameter), parameter)) inside++;
  }
  return inside / 1000;
}
