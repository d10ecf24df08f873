import type { Engine } from '@latentsweep/core';
import { TINY_CURVES, trainTiny } from '../tiny-trial.ts';

/** Rounding of f32 in another order makes 1e-6 of such a loss after some ten steps; what computes wrongly makes far more. */
const TOLERANCE = 1e-3;

/** What differs in a tiny trial's losses by more than rounding explains, in words; null where nothing does. */
export async function disagreement(engine: Engine, truth: Engine): Promise<string | null> {
  const [own, expected] = [(await trainTiny(engine)).curves, (await trainTiny(truth)).curves];
  for (const name of TINY_CURVES) {
    for (const [i, value] of expected[name]!.entries()) {
      const got = own[name]?.[i] ?? Number.NaN;
      if (Math.abs(got - value) <= TOLERANCE * (1 + Math.abs(value))) continue;
      return `${name} of a trial is ${got} after epoch ${i + 1} where ${value} is right`;
    }
  }
  return null;
}
