import { inRange, log, Stream } from '@latentsweep/core';
import { describe, type Found } from '@latentsweep/plain-file';
import { type NumberDistribution, shareInRange } from '../search/draw.ts';
import type { Numeric } from '../search/range.ts';
import { isByExponent, keyOfBound } from './exponents.ts';
import type { WrittenKind } from './kinds.ts';

export interface Drawn {
  readonly distribution: NumberDistribution;
  readonly written: WrittenKind;
  readonly parameter: Numeric;
  readonly map: Found;
}

/** Whether what is drawn can be a value of the parameter. Notes the share that cannot, and bounds that are exponents. */
export function fits(drawn: Drawn): boolean {
  const { distribution, parameter } = drawn;
  const fit = 'min' in distribution ? boundsFit(drawn, distribution) : drawsFit(drawn);
  return parameter.type === 'integer' && 'q' in distribution ? stepsFit(drawn, distribution) && fit : fit;
}

type Bounded = Extract<NumberDistribution, { readonly min: number }>;

function boundsFit({ written, parameter, map }: Drawn, bounds: Bounded): boolean {
  const { min, max } = bounds;
  const exponents = isByExponent(written);
  let fit = true;
  const refuse = (code: string, key: string, message: string, hint: string) => {
    fit = false;
    map.at(key).fault(code, message, hint);
  };
  if (min > max) {
    const [low, high] = [sourceOf(map, 'min'), sourceOf(map, 'max')];
    refuse('min_above_max', 'min', `min must not be above max, got ${low} and ${high}`, 'Swap them.');
  }
  for (const bound of ['min', 'max'] as const) {
    if (inRange(bounds[bound], parameter)) continue;
    const key = keyOfBound(written, bound);
    const power = exponents ? ` (e^${short(log(bounds[bound]))})` : '';
    const rule = `\`${parameter.name}\` must be ${describe(parameter)}, got ${short(bounds[bound])}${power}`;
    const hint = exponents
      ? `The bounds of ${written} are exponents, as in W&B: ${written}_values takes plain ones.`
      : `Choose a ${key} in that range.`;
    refuse('out_of_range', key, rule, hint);
  }
  if (fit && exponents) {
    const message = `the bounds of ${written} are exponents of e, as in W&B: ${short(min)} to ${short(max)}`;
    map.note('exponents', message, `${written}_values takes plain ones.`);
  }
  return fit;
}

function sourceOf(map: Found, key: string): string {
  const value = map.under(key)?.tree;
  return value?.kind === 'scalar' ? value.source : '';
}

/** To the digits that people care for. */
export const short = (x: number) => String(Number(x.toPrecision(6)));

/** Below it the search would draw again and again. */
const LEAST_INSIDE = 0.01;
/** What is worth a line: half a percent and more. */
const LEAST_CUT = 0.005;

function drawsFit({ distribution, parameter, map }: Drawn): boolean {
  const inside = shareInRange(distribution, parameter, new Stream([0, 0], 0));
  const rule = `\`${parameter.name}\` must be ${describe(parameter)}`;
  if (inside < LEAST_INSIDE) {
    const message = `${rule}, and almost no draw of this ${distribution.kind} is`;
    map.fault('out_of_range', message, 'Move the distribution into that range.');
    return false;
  }
  if (1 - inside >= LEAST_CUT) {
    const message = `${rule}: about ${Math.round(100 * (1 - inside))}% of this ${distribution.kind} is cut off`;
    const hint = 'Draws outside are drawn again; W&B would pass them on to the training.';
    map.note('cut_off', message, hint);
  }
  return true;
}

function stepsFit({ written, parameter, map }: Drawn, steps: NumberDistribution): boolean {
  const keys = 'min' in steps && !isByExponent(written) ? ['q', 'min', 'max'] : ['q'];
  const numbers: Readonly<Record<string, unknown>> = { ...steps };
  const wrong = keys.filter((key) => !Number.isInteger(numbers[key]));
  for (const key of wrong) {
    const message = `\`${parameter.name}\` takes whole numbers, got ${key} ${sourceOf(map, key)}`;
    map.at(key).fault('wrong_type', message, 'Use a whole number.');
  }
  return wrong.length === 0;
}
