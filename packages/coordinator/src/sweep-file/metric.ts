import { bothSplits, MEASURES, measureNamed } from '@latentsweep/core';
import { type Found, openSection, type Section } from '@latentsweep/plain-file';
import type { SweepDefinition } from '../port.ts';
import { learns } from '../search/method.ts';
import { METRIC_KEYS } from './keys.ts';

/** They are checked, so that a slip is not found when they have an effect. */
function noteUnusedMetricKeys(section: Section<typeof METRIC_KEYS>, method: string | undefined): void {
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

/** What is proposed is decided on validation rows: the best of many test values would flatter itself. */
function noteLearnsFrom(name: string, method: string | undefined, section: Found): void {
  const { validation } = bothSplits(name);
  if (!learns(method) || validation === name) return;
  const message = `the search learns from ${validation}; ${name} is what configs are ranked by in the end`;
  section.at('name').note('learns_from', message, 'Nothing to do: test rows decide nothing.');
}

/** What ends a sweep is known on validation rows; one value may be luck, which is said and done as W&B does it. */
function readTarget(
  section: Section<typeof METRIC_KEYS>,
  name: string,
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
  if (replicates === 1) {
    const message = 'one lucky trial ends the sweep, as a config of one replicate has no interval';
    found.note('target_of_one', message, 'Use more `replicates`: 3, say.');
  }
  return { target };
}

/** By what a sweep ranks, and learns and ends where it does. Undefined with faults. */
export function readMetric(
  top: Found,
  method: string | undefined,
  replicates: number | undefined,
): SweepDefinition['metric'] | undefined {
  const hint = 'Write `metric: { name: test_accuracy, goal: maximize }`.';
  const section = openSection(top, 'metric', METRIC_KEYS, hint);
  if (section === undefined) return undefined;
  const named = section.at('name');
  const { tree } = named;
  if (tree.kind === 'scalar' && MEASURES.some(({ base, split }) => base === tree.value && split === 'test')) {
    const either = `Use test_${tree.source} or val_${tree.source}.`;
    return named.fault('unknown_value', `\`${tree.source}\` is measured on two splits`, either);
  }
  const name = section.get('name');
  noteUnusedMetricKeys(section, method);
  const goal = section.get('goal');
  if (name === undefined) return undefined;
  noteLearnsFrom(name, method, section);
  const target = readTarget(section, name, replicates);
  const natural = measureNamed.get(name)?.better === 'lower' ? 'minimize' : 'maximize';
  const given = section.under('goal');
  if (given === undefined) return { name, goal: natural, ...target };
  if (goal === undefined) return undefined;
  if (goal !== natural) {
    const message = `${name} is better when it is ${natural === 'minimize' ? 'smaller' : 'larger'}, but the goal is ${goal}`;
    given.note('unusual_goal', message, `Was \`goal: ${natural}\` meant?`);
  }
  return { name, goal, ...target };
}
