import { bothSplits } from '@latentsweep/core';
import { type Found, type MapTree, Section } from '@latentsweep/plain-file';
import type { Objective, SweepDefinition } from '../port.ts';
import { METRIC_KEYS, OBJECTIVE_KEYS } from './keys.ts';
import { readObjective } from './objective.ts';
import { expectItems } from './values.ts';

/** Beyond that no other beats more of them than count as good: see docs/decisions/0047-several-objectives.md. */
const MOST = 4;

/** What may be an objective, and how one is read. */
export interface Objectives {
  readonly keys: readonly string[];
  read(map: Found<MapTree>): Objective | undefined;
  /** What is decided by in place of a metric: two of which that is one are one objective. */
  decidedBy(metric: string): string;
}

/** Those of built-in trials. What is decided on validation rows is one objective, whichever rows a metric names. */
export const builtInObjectives = (method: string | undefined): Objectives => ({
  keys: Object.keys(OBJECTIVE_KEYS),
  read: (map) => readObjective(new Section(map, METRIC_KEYS), method),
  decidedBy: (metric) => bothSplits(metric).validation,
});

/** `metrics` of the file. Undefined with faults. */
export function readObjectives(found: Found, of: Objectives): readonly Objective[] | undefined {
  const items = expectItems(found);
  if (items === undefined) return undefined;
  if (items.length < 2 || items.length > MOST) {
    const hint = items.length < 2 ? 'Write `metric` for one.' : 'Bound the others by `constraints`.';
    return found.fault('bad_objectives', `must be 2 to ${MOST} metrics, got ${items.length}`, hint);
  }
  const read = items.map((item) => readItem(item, of));
  const objectives = read.filter((one) => one !== undefined);
  if (objectives.length < items.length) return undefined;
  if (!items.every((item, i) => isOther(item, objectives[i]!, objectives.slice(0, i), of))) return undefined;
  const [first] = objectives;
  const message = `where there is room for one metric, configs are ranked by the first, ${first!.name}`;
  found.note('ranked_by_first', message, '`sweep top SWEEP --pareto` lists those that none beats in all.');
  return objectives;
}

function readItem(item: Found, { keys, read }: Objectives): Objective | undefined {
  const map = item.asMap(HINT);
  if (map === undefined) return undefined;
  const target = map.under('target');
  if (target) {
    const message = 'a target is of one metric: it would end the sweep before the others are any good';
    return target.fault('target_of_several', message, 'Leave it out, or write `metric`.', target.keyAt);
  }
  map.refuseUnknown(keys);
  if (!map.under('name')) return map.fault('missing_key', 'one of `metrics` needs `name`', HINT);
  return read(map);
}

const HINT = 'Write such as `{ name: val_accuracy }`.';

function isOther(
  item: Found,
  { name, goal }: Objective,
  before: readonly Objective[],
  { decidedBy }: Objectives,
): boolean {
  const same = before.find((one) => decidedBy(one.name) === decidedBy(name));
  if (same === undefined) return true;
  if (same.goal !== goal) {
    const message = `contradicts ${same.name} above it: one is to ${same.goal} and the other to ${goal} the same`;
    item.fault('contradictory_objectives', message, 'Keep the one that is meant.');
  } else {
    const told =
      same.name === name ? `${name} is there twice` : `${name} and ${same.name} are decided by the same rows`;
    item.fault('repeated_objective', told, 'Keep one of them.');
  }
  return false;
}

/** Who drops configs early does so by one metric, and would drop those that are the best by another. */
export function checkObjectives({ metrics, race }: SweepDefinition, top: Found): void {
  if (!metrics || !race) return;
  const message = `a race drops configs by one metric, and those that are good by the others of \`metrics\` with them`;
  top.at('race').fault('race_of_several', message, 'Leave out `race`, or write `metric`.');
}
