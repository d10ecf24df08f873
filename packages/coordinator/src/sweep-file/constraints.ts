import { bothSplits, METRICS } from '@latentsweep/core';
import { type Found, Section } from '@latentsweep/plain-file';
import type { SweepConstraint } from '../port.ts';
import { CONSTRAINT_KEYS, SHARES } from './keys.ts';
import type { PROGRAM_CONSTRAINT_KEYS } from './program/keys.ts';
import { reachOf } from './reach.ts';
import { expectItems } from './values.ts';

/** What may be bounded. */
export interface Bounded {
  readonly keys: typeof CONSTRAINT_KEYS | typeof PROGRAM_CONSTRAINT_KEYS;
  /** What is measured of each trial. */
  measureOf(metric: string): string;
  /** Between what that always lies. */
  reachOf(measure: string): { readonly least: number; readonly most: number };
}

const OF_BUILT_IN: Bounded = { keys: CONSTRAINT_KEYS, measureOf, reachOf };

/** `constraints` of the file: what configs must keep to be ranked. Undefined: there are none. */
export function readConstraints(
  top: Found,
  of: Bounded = OF_BUILT_IN,
): readonly SweepConstraint[] | undefined {
  const found = top.under('constraints');
  const held = new Map<string, SweepConstraint>();
  return (
    found &&
    expectItems(found)?.flatMap((item) => {
      const read = readConstraint(item, of);
      if (read === undefined) return [];
      const before = held.get(read.measure);
      const both = before ? narrowed(before, read) : read;
      held.set(read.measure, both);
      if (before && isEmpty(both)) {
        const message = `nothing is above ${both.min} and below ${both.max}, as \`${read.metric}\` is bounded above it`;
        item.fault('bad_constraint', message, 'Keep one of the two.');
      }
      return [read];
    })
  );
}

const isEmpty = ({ min, max }: SweepConstraint) => min !== undefined && max !== undefined && min > max;

function narrowed(a: SweepConstraint, b: SweepConstraint): SweepConstraint {
  const min = Math.max(a.min ?? Number.NEGATIVE_INFINITY, b.min ?? Number.NEGATIVE_INFINITY);
  const max = Math.min(a.max ?? Number.POSITIVE_INFINITY, b.max ?? Number.POSITIVE_INFINITY);
  return { ...b, min, max };
}

function readConstraint(item: Found, { keys, ...of }: Bounded): SweepConstraint | undefined {
  const map = item.asMap(HINT);
  if (map === undefined) return undefined;
  map.refuseUnknown(Object.keys(keys));
  const section = new Section(map, keys);
  if (!section.under('metric')) return map.fault('missing_key', 'a constraint needs `metric`', HINT);
  const metric = section.get('metric');
  const [min, max] = [section.get('min'), section.get('max')];
  if (!section.under('min') && !section.under('max')) {
    return map.fault('missing_key', 'a constraint needs `min` or `max`', HINT);
  }
  if (min !== undefined && max !== undefined && min > max) {
    return map.fault('bad_constraint', `nothing is above ${min} and below ${max}`, 'Swap `min` and `max`.');
  }
  if (metric === undefined) return undefined;
  const measure = of.measureOf(metric);
  const { least, most } = of.reachOf(measure);
  if (min !== undefined && min > most) {
    section.at('min').fault('bad_constraint', `${metric} is never above ${most}, got ${min}`, OUT_OF_REACH);
  }
  if (max !== undefined && max < least) {
    section.at('max').fault('bad_constraint', `${metric} is never below ${least}, got ${max}`, OUT_OF_REACH);
  }
  if (METRICS.includes(measure) && measure !== metric) {
    const message = `configs are held to ${measure}, not to ${metric}`;
    section.at('metric').note('held_to', message, 'Nothing to do: test rows decide nothing.');
  }
  return { metric, measure, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** What is measured of each trial, on validation rows. */
function measureOf(metric: string): string {
  return SHARES.get(metric) ?? (METRICS.includes(metric) ? bothSplits(metric).validation : metric);
}

const OUT_OF_REACH = 'No config would keep it: choose a bound that some can.';

const HINT = 'Write such as `{ metric: collapsed_share, max: 0.5 }`.';
