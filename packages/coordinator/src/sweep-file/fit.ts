import { inRange, log, Stream } from '@latentsweep/core';
import { describe, entryOf, type Findings, join, type MapTree } from '@latentsweep/plain-file';
import { type NumberDistribution, shareInRange } from '../search/draw.ts';
import type { Numeric } from '../search/range.ts';
import { isByExponent, keyOfBound } from './exponents.ts';
import type { WrittenKind } from './kinds.ts';

export interface Drawn {
  readonly distribution: NumberDistribution;
  readonly written: WrittenKind;
  readonly parameter: Numeric;
  readonly map: MapTree;
  readonly path: string;
  readonly findings: Findings;
}

/** Whether what is drawn can be a value of the parameter. Notes the share that cannot, and bounds that are exponents. */
export function fits(drawn: Drawn): boolean {
  const { distribution, parameter } = drawn;
  const fit = 'min' in distribution ? boundsFit(drawn, distribution) : drawsFit(drawn);
  return parameter.type === 'integer' && 'q' in distribution ? stepsFit(drawn, distribution) && fit : fit;
}

type Bounded = Extract<NumberDistribution, { readonly min: number }>;

function boundsFit({ written, parameter, map, path, findings }: Drawn, bounds: Bounded): boolean {
  const { min, max } = bounds;
  const exponents = isByExponent(written);
  const faults: [code: string, key: string, message: string, hint: string][] = [];
  if (min > max) {
    const [low, high] = [sourceOf(map, 'min'), sourceOf(map, 'max')];
    faults.push(['min_above_max', 'min', `min must not be above max, got ${low} and ${high}`, 'Swap them.']);
  }
  for (const bound of ['min', 'max'] as const) {
    if (inRange(bounds[bound], parameter)) continue;
    const key = keyOfBound(written, bound);
    const power = exponents ? ` (e^${short(log(bounds[bound]))})` : '';
    const rule = `\`${parameter.name}\` must be ${describe(parameter)}, got ${short(bounds[bound])}${power}`;
    const hint = exponents
      ? `The bounds of ${written} are exponents, as in W&B: ${written}_values takes plain ones.`
      : `Choose a ${key} in that range.`;
    faults.push(['out_of_range', key, rule, hint]);
  }
  for (const [code, key, message, hint] of faults) {
    findings.fault(code, join(path, key), entryOf(map, key)?.value.at ?? map.at, message, hint);
  }
  if (faults.length > 0) return false;
  if (exponents) {
    const message = `the bounds of ${written} are exponents of e, as in W&B: ${short(min)} to ${short(max)}`;
    findings.note('exponents', path, map.at, message, `${written}_values takes plain ones.`);
  }
  return true;
}

function sourceOf(map: MapTree, key: string): string {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'scalar' ? value.source : '';
}

/** To the digits that people care for. */
export const short = (x: number) => String(Number(x.toPrecision(6)));

/** Below it the search would draw again and again. */
const LEAST_INSIDE = 0.01;
/** What is worth a line: half a percent and more. */
const LEAST_CUT = 0.005;

function drawsFit({ distribution, parameter, map, path, findings }: Drawn): boolean {
  const inside = shareInRange(distribution, parameter, new Stream([0, 0], 0));
  const rule = `\`${parameter.name}\` must be ${describe(parameter)}`;
  if (inside < LEAST_INSIDE) {
    const message = `${rule}, and almost no draw of this ${distribution.kind} is`;
    findings.fault('out_of_range', path, map.at, message, 'Move the distribution into that range.');
    return false;
  }
  if (1 - inside >= LEAST_CUT) {
    const message = `${rule}: about ${Math.round(100 * (1 - inside))}% of this ${distribution.kind} is cut off`;
    const hint = 'Draws outside are drawn again; W&B would pass them on to the training.';
    findings.note('cut_off', path, map.at, message, hint);
  }
  return true;
}

function stepsFit(
  { written, parameter, map, path, findings }: Drawn,
  steps: Extract<NumberDistribution, { readonly q: number }>,
): boolean {
  const plain = 'min' in steps && !isByExponent(written);
  const wrong = (plain ? (['q', 'min', 'max'] as const) : (['q'] as const)).filter(
    (key) => !Number.isInteger((steps as Readonly<Record<string, unknown>>)[key]),
  );
  for (const key of wrong) {
    const message = `\`${parameter.name}\` takes whole numbers, got ${key} ${sourceOf(map, key)}`;
    const at = entryOf(map, key)?.value.at ?? map.at;
    findings.fault('wrong_type', join(path, key), at, message, 'Use a whole number.');
  }
  return wrong.length === 0;
}
