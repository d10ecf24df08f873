import { bothSplits } from '@latentsweep/core';
import { type Found, openSection, type Section } from '@latentsweep/plain-file';
import type { Objective, SweepDefinition } from '../port.ts';
import { learns } from '../search/method.ts';
import { METRIC_KEYS } from './keys.ts';
import { readObjective } from './objective.ts';
import { builtInObjectives, type Objectives, readObjectives } from './objectives.ts';
import { reachOf } from './reach.ts';

/** They are checked, so that a slip is not found when they have an effect. */
export function noteUnusedMetricKeys(
  section: Section<Pick<typeof METRIC_KEYS, 'impute' | 'impute_while_running'>>,
  method: string | undefined,
): void {
  const unused = [
    [
      'impute',
      learns(method) ? 'A config without a value counts as a bad one.' : 'It is for searches that learn.',
    ],
    [
      'impute_while_running',
      learns(method) ? 'A config that is under way counts as a bad one.' : 'It is for searches that learn.',
    ],
  ] as const;
  for (const [key, hint] of unused) {
    if (section.get(key) === undefined) continue;
    const found = section.at(key);
    found.note('ignored_key', `\`${key}\` has no effect`, hint, found.keyAt);
  }
}

export function noteTargetOfOne(target: Found, replicates: number | undefined): void {
  if (replicates !== 1) return;
  const message = 'one lucky trial ends the sweep, as a config of one replicate has no interval';
  target.note('target_of_one', message, 'Use more `replicates`: 3, say.');
}

/** What ends a sweep is known on validation rows; one value may be luck, which is said and done as W&B does it. */
function readTarget(
  section: Section<typeof METRIC_KEYS>,
  { name, goal }: Objective,
  replicates: number | undefined,
): { readonly target?: number } {
  const target = section.get('target');
  if (target === undefined) return {};
  const { validation } = bothSplits(name);
  const found = section.at('target');
  if (validation !== name) {
    const message = `the sweep ends by ${validation}; ${name} is what configs are ranked by`;
    found.note('ends_by', message, 'Nothing to do: test rows decide nothing.');
  }
  noteTargetOfOne(found, replicates);
  const { least, most } = reachOf(validation);
  if (target < least || target > most) {
    const range =
      most === Number.POSITIVE_INFINITY ? `is never below ${least}` : `lies between ${least} and ${most}`;
    const isBeyond = target > most === (goal === 'minimize');
    const message = `${name} ${range}, and so ${isBeyond ? 'always' : 'never'} beyond ${target}`;
    found.fault('bad_target', message, 'Choose a target that some configs can reach and others cannot.');
  }
  return { target };
}

/** `metric` of the file. Undefined with faults. */
function readMetric(
  top: Found,
  method: string | undefined,
  replicates: number | undefined,
): SweepDefinition['metric'] | undefined {
  const section = openSection(
    top,
    'metric',
    METRIC_KEYS,
    'Write `metric: { name: test_accuracy, goal: maximize }`.',
  );
  if (section === undefined) return undefined;
  noteUnusedMetricKeys(section, method);
  const objective = readObjective(section, method);
  return objective && { ...objective, ...readTarget(section, objective, replicates) };
}

/** By what a sweep ranks, and learns and ends where it does. Undefined with faults. */
export function readMetrics(
  top: Found,
  method: string | undefined,
  replicates: number | undefined,
): RankedBy | undefined {
  return oneOrSeveral(top, () => readMetric(top, method, replicates), builtInObjectives(method));
}

export type RankedBy = Pick<SweepDefinition, 'metric' | 'metrics'>;

/** `metric`, or `metrics`. Undefined with faults. */
export function oneOrSeveral(
  top: Found,
  readOne: () => RankedBy['metric'] | undefined,
  of: Objectives,
): RankedBy | undefined {
  const several = top.under('metrics');
  if (several === undefined) {
    const metric = readOne();
    return metric && { metric };
  }
  if (top.under('metric')) {
    const message = 'a sweep has one `metric` or several `metrics`, and not both';
    return several.fault('metric_and_metrics', message, 'Leave one of them out.', several.keyAt);
  }
  const metrics = readObjectives(several, of);
  return metrics && { metric: metrics[0]!, metrics };
}
