import { isList, parameterNamed } from '@latentsweep/core';
import {
  didYouMean,
  entryOf,
  type Findings,
  join,
  mapOf,
  parseYaml,
  shown,
  type Tree,
  withValue,
} from '@latentsweep/plain-file';
import { GROUPS } from './groups.ts';
import { IGNORED_KEYS, TOP_KEYS } from './keys.ts';
import { signOfProgram } from './program/sign.ts';

/** What the command line changes in a file. */
export interface Overrides {
  readonly seed?: number;
  readonly replicates?: number;
  /** False: every config has all its replicates and epochs, whatever the file says. */
  readonly race?: boolean;
  /** `KEY=VALUE` each: KEY a dotted path in the file or the name of a parameter, VALUE in YAML. */
  readonly set?: readonly string[];
}

/** How to speak of a sweep file. */
export const SWEEP_FILE = {
  doubt: 'Is it a sweep file?',
  start: 'Start from sweeps/quickstart.yaml.',
};

const SECTIONS = [
  'metric',
  'metrics',
  'constraints',
  'race',
  'early_terminate',
  'parameters',
  'points',
  'baseline',
  'dataset',
];
/** All keys at the top of a file that have a meaning here. */
export const TOP_NAMES = [...Object.keys(TOP_KEYS), ...SECTIONS];

/** The file's tree with the overrides in it, in their order. */
export function applyOverrides(tree: Tree, overrides: Overrides, findings: Findings): Tree {
  const given: [key: string, value: string, label: string][] = [];
  for (const key of ['seed', 'replicates'] as const) {
    if (overrides[key] !== undefined) given.push([key, String(overrides[key]), `--${key}`]);
  }
  if (overrides.race === false)
    given.push(['race', 'false', '--no-race'], ['early_terminate', 'false', '--no-race']);
  for (const text of overrides.set ?? []) {
    const equals = text.indexOf('=');
    if (equals > 0) given.push([text.slice(0, equals).trim(), text.slice(equals + 1), `--set ${text}`]);
    else {
      const message = `must be KEY=VALUE, got ${shown(text)}`;
      findings.fault('bad_override', '', { override: '--set' }, message, 'Write `--set latent_size=2`.');
    }
  }
  return given.reduce((changed, [key, value, label]) => apply(changed, key, value, label, findings), tree);
}

function apply(tree: Tree, key: string, text: string, label: string, findings: Findings): Tree {
  const override = label.length > 100 ? `${label.slice(0, 97)}…` : label;
  const value = parseYaml(text, findings, { ...SWEEP_FILE, override });
  if (value === null) return tree;
  if ([...TOP_NAMES, ...Object.keys(IGNORED_KEYS)].includes(key.split('.')[0]!))
    return withValue(tree, key.split('.'), value);
  if (signOfProgram(tree) !== null) return applyToProgram(tree, key, value, override, findings);
  if (parameterNamed.has(key)) return withValue(tree, placeOf(tree, key), parameterEntry(key, value));
  if (GROUPS.has(key)) return withValue(tree, ['parameters', key], groupEntry(value));
  const known = [...TOP_NAMES, ...parameterNamed.keys(), ...GROUPS.keys(), 'dataset.train', 'dataset.path'];
  const hint = `${didYouMean(key, known)}KEY is a key of the file, such as dataset.train, or a parameter.`;
  findings.fault('unknown_key', join('', key), { override }, `unknown key ${shown(key)}`, hint);
  return tree;
}

/** A program has the parameters that the file has: another one would be a slip more often than a wish. */
function applyToProgram(tree: Tree, key: string, value: Tree, override: string, findings: Findings): Tree {
  const parameters = entryOf(tree, 'parameters')?.value;
  const place = parameters && placeIn(parameters, key);
  if (place) return withValue(tree, ['parameters', ...place], entryFor(value, false));
  const known = [...TOP_NAMES, ...(parameters ? namesIn(parameters) : [])];
  const hint = `${didYouMean(key, known)}KEY is a key of the file, or one of its parameters.`;
  findings.fault('unknown_key', join('', key), { override }, `unknown key ${shown(key)}`, hint);
  return tree;
}

/** The way to a parameter by its dotted name, which may be nested in groups. */
function placeIn(parameters: Tree, name: string): string[] | null {
  if (entryOf(parameters, name)) return [name];
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const group = entryOf(parameters, name.slice(0, dot))?.value;
    const nested = group && entryOf(group, 'parameters')?.value;
    const place = nested && placeIn(nested, name.slice(dot + 1));
    if (place) return [name.slice(0, dot), 'parameters', ...place];
  }
  return null;
}

function namesIn(parameters: Tree, before = ''): string[] {
  if (parameters.kind !== 'map') return [];
  return parameters.entries.flatMap(({ key, value }) => {
    const nested = entryOf(value, 'parameters')?.value;
    return nested ? namesIn(nested, `${before}${key}.`) : [`${before}${key}`];
  });
}

/** Where the file gives the parameter, or where it would: `loss_weights.kl` under its group. */
function placeOf(tree: Tree, name: string): string[] {
  const parameters = entryOf(tree, 'parameters')?.value;
  const dot = name.indexOf('.');
  if (dot < 0 || (parameters && entryOf(parameters, name))) return ['parameters', name];
  return ['parameters', name.slice(0, dot), 'parameters', name.slice(dot + 1)];
}

const parameterEntry = (name: string, value: Tree): Tree =>
  entryFor(value, isList(parameterNamed.get(name)!));

/** `2` is a value, `[2, 10]` are values, `{ min: 2, max: 10 }` is an entry as in the file. `lists`: so are all values. */
function entryFor(value: Tree, lists: boolean): Tree {
  if (value.kind === 'map') return value;
  if (value.kind === 'scalar') return mapOf('value', value);
  const oneList = lists && !value.items.some((item) => item.kind === 'list');
  return mapOf(oneList ? 'value' : 'values', value);
}

function groupEntry(value: Tree): Tree {
  if (value.kind === 'list') return mapOf('values', value);
  const entry = ['parameters', 'value', 'values'].some((key) => entryOf(value, key));
  return entry ? value : mapOf('value', value);
}
