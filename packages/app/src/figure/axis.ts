/** Parameters as axes: which scale, and where a value lies on it. */

import { storedDefinition } from '@latentsweep/coordinator';
import { grouped } from '@latentsweep/core';
import type { Axis, OnAxis } from '@latentsweep/figures';
import type { BinnedParameters, Cut, KnownSweep } from '@latentsweep/store';

/** Up to so many different numbers, each has a place of its own. */
const FEW_NUMBERS = 12;
const MOST_CHOICES = 30;
/** Listed numbers that are so far apart, the greatest to the least, stand on a logarithmic axis. */
const WIDE = 100;

/** What is known of a parameter's values. */
export interface AxisValues {
  readonly name: string;
  readonly column: string;
  readonly numeric: boolean;
  /** Different values, and those that are known one by one, the commonest first where they are no numbers. */
  readonly values: number;
  readonly single: readonly (number | string)[];
  /** Of numbers. */
  readonly low: number;
  readonly high: number;
}

type Binned = BinnedParameters['parameters'][number];

export function valuesOfBins({ name, column, numeric, bins }: Binned): AxisValues {
  return {
    ...{ name, column, numeric },
    values: bins.reduce((sum, bin) => sum + bin.values, 0),
    single: bins.filter((bin) => bin.values === 1).map((bin) => bin.low),
    ...{ low: Number(bins[0]?.low), high: Number(bins.at(-1)?.high) },
  };
}

/** Of values as they were found in configs; null: the config lacks it. */
export function valuesOfConfigs(
  { name, column, numeric }: Pick<AxisValues, 'name' | 'column' | 'numeric'>,
  values: readonly (number | string | null)[],
): AxisValues {
  const counts = new Map<number | string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
  const single = numeric ? byCount.map(Number).sort((a, b) => a - b) : byCount;
  const ends = { low: Number(single[0]), high: Number(single.at(-1)) };
  return { ...{ name, column, numeric }, values: single.length, single, ...ends };
}

export function axisOf(sweep: KnownSweep, of: AxisValues): Axis {
  const { name: parameter, column, low, high } = of;
  if (of.numeric && of.values > FEW_NUMBERS) {
    return { parameter, column, kind: 'number', low, high, log: isLog(sweep, of) };
  }
  const shown = of.single.slice(0, MOST_CHOICES);
  const choices = of.numeric ? shown.map(String) : shown.map(String).sort();
  return { parameter, column, kind: 'choices', choices, more: of.values - choices.length };
}

function isLog(sweep: KnownSweep, { name, low, high }: AxisValues): boolean {
  if (low <= 0) return false;
  const swept = storedDefinition(sweep).parameters?.find((parameter) => parameter.name === name);
  const kind = swept?.distribution?.kind;
  return kind === undefined || kind === 'categorical' ? high / low >= WIDE : kind.includes('log');
}

/** Null too where the axis does not show the value. */
export function placeOn(axis: Axis, value: number | string | null): OnAxis {
  if (value === null) return null;
  if (axis.kind === 'number') return Number(value);
  const at = axis.choices.indexOf(String(value));
  return at < 0 ? null : at;
}

/** The axis in parts, of a number `bins` equally wide ones on its scale. */
export function cutOf(axis: Axis, bins: number): Cut & { readonly middles: readonly number[] } {
  const { parameter } = axis;
  if (axis.kind === 'choices') {
    return { parameter, choices: axis.choices, middles: axis.choices.map((_, i) => i) };
  }
  const { low, high, log } = axis;
  const at = (share: number) => (log ? low * (high / low) ** share : low * (1 - share) + high * share);
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : at(i / bins)));
  return { parameter, edges, middles: Array.from({ length: bins }, (_, i) => at((i + 0.5) / bins)) };
}

export function noteOfMore(axis: Axis): string[] {
  return axis.kind === 'choices' && axis.more > 0
    ? [
        `${axis.parameter} has ${grouped(axis.choices.length + axis.more)} values; the ${axis.choices.length} commonest are shown.`,
      ]
    : [];
}
