import { METRIC_NAME, type Summary } from '@latentsweep/core';
import { type Found, openSection, Section } from '@latentsweep/plain-file';
import type { Objective, SweepConstraint } from '../../port.ts';
import { readConstraints } from '../constraints.ts';
import { noteTargetOfOne, noteUnusedMetricKeys, oneOrSeveral, type RankedBy } from '../metric.ts';
import { PROGRAM_CONSTRAINT_KEYS, PROGRAM_METRIC_KEYS, PROGRAM_OBJECTIVE_KEYS } from './keys.ts';

/** What a program must report: by name, in the order in which the file names it. */
type Reported = { readonly name: string; readonly summary: Summary };

interface Metrics {
  readonly ranked: RankedBy;
  readonly constraints: readonly SweepConstraint[] | undefined;
  readonly reported: readonly Reported[];
}

/** By what a program's sweep ranks and what it bounds. Undefined with faults. */
export function readProgramMetrics(
  top: Found,
  method: string | undefined,
  replicates: number | undefined,
): Metrics | undefined {
  if (!top.under('metric') && !top.under('metrics')) {
    const message = 'a sweep of a program needs `metric`: what it reports and is ranked by';
    return top.at('metric').fault('missing_key', message, EXAMPLE);
  }
  const reported = new Map<string, Summary>();
  const ranked = oneOrSeveral(top, () => readMetric(top, method, replicates, reported), {
    keys: Object.keys(PROGRAM_OBJECTIVE_KEYS),
    read: (map) => readObjective(new Section(map, PROGRAM_OBJECTIVE_KEYS), reported),
    decidedBy: (metric) => metric,
  });
  const constraints = readConstraints(top, {
    keys: PROGRAM_CONSTRAINT_KEYS,
    measureOf: (metric) => metric,
    reachOf: () => ({ least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY }),
  });
  for (const item of top.under('constraints')?.items() ?? []) readBounded(item, reported);
  if (ranked === undefined) return undefined;
  return { ranked, constraints, reported: Array.from(reported, ([name, summary]) => ({ name, summary })) };
}

const EXAMPLE = 'Add `metric: { name: val_loss, goal: minimize }`.';

function readMetric(
  top: Found,
  method: string | undefined,
  replicates: number | undefined,
  reported: Map<string, Summary>,
): RankedBy['metric'] | undefined {
  const section = openSection(top, 'metric', PROGRAM_METRIC_KEYS, EXAMPLE);
  if (section === undefined) return undefined;
  if (!section.under('name'))
    return section.at('name').fault('missing_key', '`metric` needs `name`', EXAMPLE);
  noteUnusedMetricKeys(section, method);
  const objective = readObjective(section, reported);
  const target = section.get('target');
  if (target !== undefined) noteTargetOfOne(section.at('target'), replicates);
  return objective && { ...objective, ...(target === undefined ? {} : { target }) };
}

function readObjective(
  section: Section<typeof PROGRAM_OBJECTIVE_KEYS>,
  reported: Map<string, Summary>,
): Objective | undefined {
  const name = nameIn(section, 'name');
  const goal = section.get('goal');
  const summary = section.get('summary');
  if (name === undefined || summary === undefined) return undefined;
  if (!section.under('goal')) {
    const message = `${name} is minimized, as W&B does without \`goal\``;
    section.note('default_goal', message, 'Write `goal: maximize`, or `goal: minimize` to have it said.');
  } else if (goal === undefined) return undefined;
  reported.set(name, summary);
  return { name, goal: goal ?? 'minimize' };
}

/** A metric has one summary in a sweep, whether it ranks or is bounded. */
function readBounded(item: Found, reported: Map<string, Summary>): void {
  const map = item.tree.kind === 'map' ? item.asMap('') : undefined;
  if (!map?.under('metric')) return;
  const section = new Section(map, PROGRAM_CONSTRAINT_KEYS);
  const name = nameIn(section, 'metric');
  const summary = section.get('summary');
  if (name === undefined || summary === undefined) return;
  const before = reported.get(name);
  if (before === undefined) reported.set(name, summary);
  else if (section.under('summary') && before !== summary) {
    const message = `\`${name}\` is the ${before} of its reports above, and the ${summary} here`;
    section
      .at('summary')
      .fault('two_summaries', message, 'Have the program report the other under a name of its own.');
  }
}

function nameIn<Key extends 'name' | 'metric'>(
  section: Section<{ readonly [One in Key]: typeof PROGRAM_METRIC_KEYS.name }>,
  key: Key,
): string | undefined {
  const name = section.get(key);
  if (name === undefined) return undefined;
  const refuse = (message: string, hint: string) => section.at(key).fault('bad_metric_name', message, hint);
  if (!METRIC_NAME.test(name)) {
    const message = `must be 1 to 64 letters, digits and \`_ . - /\`, got "${name}"`;
    return refuse(message, 'Have the program report it under such a name.');
  }
  if (name !== 'step' && name !== '_step') return name;
  return refuse(`\`${name}\` is the place of a report, and no metric`, 'Name what is reported beside it.');
}
