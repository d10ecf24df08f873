import { bothSplits, MEASURES, measureNamed } from '@latentsweep/core';
import type { Found, Section } from '@latentsweep/plain-file';
import type { Objective } from '../port.ts';
import { learns } from '../search/method.ts';
import type { METRIC_KEYS } from './keys.ts';

/** What is proposed is decided on validation rows: the best of many test values would flatter itself. */
function noteLearnsFrom(name: string, method: string | undefined, section: Found): void {
  const { validation } = bothSplits(name);
  if (!learns(method) || validation === name) return;
  const message = `the search learns from ${validation}; ${name} is what configs are ranked by in the end`;
  section.at('name').note('learns_from', message, 'Nothing to do: test rows decide nothing.');
}

/** A measure and its goal: where that is not given, the one by which it is better. Undefined with faults. */
export function readObjective(
  section: Section<typeof METRIC_KEYS>,
  method: string | undefined,
): Objective | undefined {
  const named = section.at('name');
  const { tree } = named;
  if (tree.kind === 'scalar' && MEASURES.some(({ base, split }) => base === tree.value && split === 'test')) {
    const either = `Use test_${tree.source} or val_${tree.source}.`;
    return named.fault('unknown_value', `\`${tree.source}\` is measured on two splits`, either);
  }
  const [name, goal] = [section.get('name'), section.get('goal')];
  if (name === undefined) return undefined;
  noteLearnsFrom(name, method, section);
  const natural = measureNamed.get(name)?.better === 'lower' ? 'minimize' : 'maximize';
  const given = section.under('goal');
  if (given === undefined) return { name, goal: natural };
  if (goal === undefined) return undefined;
  if (goal !== natural) {
    const message = `${name} is better when it is ${natural === 'minimize' ? 'smaller' : 'larger'}, but the goal is ${goal}`;
    given.note('unusual_goal', message, `Was \`goal: ${natural}\` meant?`);
  }
  return { name, goal };
}
