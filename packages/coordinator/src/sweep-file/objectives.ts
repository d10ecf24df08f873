import { bothSplits } from '@latentsweep/core';
import { type Found, Section } from '@latentsweep/plain-file';
import type { Objective, SweepDefinition } from '../port.ts';
import { METRIC_KEYS, OBJECTIVE_KEYS } from './keys.ts';
import { readObjective } from './objective.ts';
import { expectItems } from './values.ts';

/** Beyond that no other beats more of them than count as good: see docs/decisions/0047-several-objectives.md. */
const MOST = 4;

/** `metrics` of the file. Undefined with faults. */
export function readObjectives(found: Found, method: string | undefined): readonly Objective[] | undefined {
  const items = expectItems(found);
  if (items === undefined) return undefined;
  if (items.length < 2 || items.length > MOST) {
    const hint = items.length < 2 ? 'Write `metric` for one.' : 'Bound the others by `constraints`.';
    return found.fault('bad_objectives', `must be 2 to ${MOST} metrics, got ${items.length}`, hint);
  }
  const read = items.map((item) => readItem(item, method));
  const objectives = read.filter((one) => one !== undefined);
  if (objectives.length < items.length) return undefined;
  if (!items.every((item, i) => isOther(item, objectives[i]!, objectives.slice(0, i)))) return undefined;
  const [first] = objectives;
  const message = `where there is room for one metric, configs are ranked by the first, ${first!.name}`;
  found.note('ranked_by_first', message, '`sweep top SWEEP --pareto` lists those that none beats in all.');
  return objectives;
}

function readItem(item: Found, method: string | undefined): Objective | undefined {
  const map = item.asMap(HINT);
  if (map === undefined) return undefined;
  const target = map.under('target');
  if (target) {
    const message = 'a target is of one metric: it would end the sweep before the others are any good';
    return target.fault('target_of_several', message, 'Leave it out, or write `metric`.', target.keyAt);
  }
  map.refuseUnknown(Object.keys(OBJECTIVE_KEYS));
  if (!map.under('name')) return map.fault('missing_key', 'one of `metrics` needs `name`', HINT);
  return readObjective(new Section(map, METRIC_KEYS), method);
}

const HINT = 'Write such as `{ name: val_accuracy }`.';

/** What is decided on validation rows is one objective, whichever rows a metric names. */
function isOther(item: Found, { name, goal }: Objective, before: readonly Objective[]): boolean {
  const validation = (metric: string) => bothSplits(metric).validation;
  const same = before.find((one) => validation(one.name) === validation(name));
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
