import { METRICS, parameterNamed } from '@latentsweep/core';
import { entryOf, shown, type Tree } from '@latentsweep/plain-file';
import { GROUPS } from '../groups.ts';

const isBuiltIn = (name: string) => parameterNamed.has(name) || GROUPS.has(name);

/**
 * Why a file is a sweep of a program of the user's own; null: its trials are built in. They are where the file has a data set, or
 * nothing but parameters and metrics of ours: such a file of W&B was always taken for one of built-in trials.
 */
export function signOfProgram(file: Tree): string | null {
  const has = (key: string) => entryOf(file, key) !== undefined;
  if (has('dataset')) return null;
  if (asks(file)) return 'it has `ask: true`';
  if (!(has('program') || has('command'))) return null;
  const parameters = entryOf(file, 'parameters')?.value;
  const names = parameters?.kind === 'map' ? parameters.entries.map(({ key }) => key) : [];
  const foreign = names.find((name) => !isBuiltIn(name));
  if (foreign !== undefined) return `${shown(foreign)} is no parameter of built-in trials`;
  const metric = metricsOf(file).find((name) => !METRICS.includes(name));
  if (metric !== undefined) return `${shown(metric)} is no metric of built-in trials`;
  return has('config') ? 'it has `config`' : null;
}

/** Whether its trials are given out to whoever asks. */
export function asks(file: Tree): boolean {
  const ask = entryOf(file, 'ask')?.value;
  return ask?.kind === 'scalar' && ask.value === true;
}

function metricsOf(file: Tree): string[] {
  const one = entryOf(file, 'metric')?.value;
  const several = entryOf(file, 'metrics')?.value;
  const sections = [...(one ? [one] : []), ...(several?.kind === 'list' ? several.items : [])];
  return sections.flatMap((section) => {
    const name = entryOf(section, 'name')?.value;
    return name?.kind === 'scalar' && typeof name.value === 'string' ? [name.value] : [];
  });
}
