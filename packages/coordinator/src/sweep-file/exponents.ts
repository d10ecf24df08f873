import { exp } from '@latentsweep/core';
import type { NumberKey, WrittenKind } from './kinds.ts';

/** Distributions of W&B whose bounds are exponents of e. */
export function isByExponent(kind: WrittenKind): boolean {
  return kind === 'log_uniform' || kind === 'q_log_uniform' || kind === 'inv_log_uniform';
}

/** Exponents whose powers are numbers above 0 that a double can hold. */
export const EXPONENTS = { type: 'number', minimum: -700, maximum: 700 } as const;

type Numbers = Readonly<Partial<Record<NumberKey, number>>>;

/** The numbers of a distribution with plain bounds. Those of an inverse are the exponents of 1/x. */
export function plainBounds(kind: WrittenKind, numbers: Numbers): Numbers {
  if (!isByExponent(kind)) return numbers;
  const { min, max } = numbers as { readonly min: number; readonly max: number };
  return kind === 'inv_log_uniform'
    ? { ...numbers, min: exp(-max), max: exp(-min) }
    : { ...numbers, min: exp(min), max: exp(max) };
}

/** Which key of the file gave a plain bound. */
export function keyOfBound(kind: WrittenKind, bound: 'min' | 'max'): 'min' | 'max' {
  if (kind !== 'inv_log_uniform') return bound;
  return bound === 'min' ? 'max' : 'min';
}
