import { bothSplits, METRICS } from '@latentsweep/core';
import { type Found, Section } from '@latentsweep/plain-file';
import type { SweepConstraint, SweepDefinition } from '../port.ts';
import { CONSTRAINT_KEYS, SHARES } from './keys.ts';
import { expectItems } from './values.ts';

/** `constraints` of the file: what configs must keep to be ranked. Undefined: there are none. */
export function readConstraints(top: Found): readonly SweepConstraint[] | undefined {
  const found = top.under('constraints');
  return found && expectItems(found)?.flatMap((item) => readConstraint(item) ?? []);
}

function readConstraint(item: Found): SweepConstraint | undefined {
  const map = item.asMap(HINT);
  if (map === undefined) return undefined;
  map.refuseUnknown(Object.keys(CONSTRAINT_KEYS));
  const section = new Section(map, CONSTRAINT_KEYS);
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
  const measure = measureOf(metric);
  if (METRICS.includes(metric) && measure !== metric) {
    const message = `configs are held to ${measure}, not to ${metric}`;
    section.at('metric').note('held_to', message, 'Nothing to do: test rows decide nothing.');
  }
  return { metric, measure, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** What is measured of each trial, on validation rows. */
const measureOf = (metric: string): string =>
  SHARES.get(metric) ?? (METRICS.includes(metric) ? bothSplits(metric).validation : metric);

const HINT = 'Write such as `{ metric: collapsed_share, max: 0.5 }`.';

/** A race compares by the metric alone: a config that breaks a constraint would drop others that keep it. */
export function checkConstraints({ constraints, race }: SweepDefinition, top: Found): void {
  if (!constraints || !race) return;
  const message =
    'a race drops configs by the metric alone, whatever `constraints` say of the one that leads';
  top.at('constraints').fault('race_of_constrained', message, 'Leave out `race` or `constraints`.');
}
