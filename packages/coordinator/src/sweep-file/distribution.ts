import type { Parameter } from '@latentsweep/core';
import {
  describe,
  didYouMean,
  entryOf,
  expectMap,
  type Findings,
  join,
  type MapTree,
  type Rule,
  readItems,
  readValue,
  refuseUnknown,
  show,
  type Tree,
} from '@latentsweep/plain-file';
import type { Distribution } from '../port.ts';
import type { NumberDistribution } from '../search/draw.ts';
import { isNumeric } from '../search/range.ts';
import { EXPONENTS, isByExponent, plainBounds } from './exponents.ts';
import { fits } from './fit.ts';
import { KEPT_AS, KINDS, type Kind, type NumberKey, PARAMETER_KEYS, type WrittenKind } from './kinds.ts';
import { steppedInside } from './multiples.ts';
import { expectItems, noteRepeated, readProbabilities } from './values.ts';

/** The distribution that an entry of `parameters` describes, or null with the faults in `findings`. */
export function readDistribution(
  parameter: Parameter,
  tree: Tree,
  path: string,
  method: string | undefined,
  findings: Findings,
): Distribution | null {
  const map = expectMap(tree, path, findings, spellOut(parameter, tree));
  if (map === null) return null;
  refuseUnknown(map, path, PARAMETER_KEYS, findings, ({ key }) =>
    key === 'parameters'
      ? `\`${parameter.name}\` is a single parameter; give it \`value\` or \`values\`.`
      : null,
  );
  const written = kindOf(map, path, findings);
  if (written === null || !keysFit(written, map, path, findings)) return null;
  const kind: Kind = Object.hasOwn(KEPT_AS, written)
    ? KEPT_AS[written as keyof typeof KEPT_AS]
    : (written as Kind);
  if (kind === 'constant') {
    const value = readValue(parameter, entryOf(map, 'value')!.value, join(path, 'value'), findings);
    return value === undefined ? null : { kind, value };
  }
  if (kind === 'categorical') return readCategorical(parameter, map, path, findings);
  if (!isNumeric(parameter)) {
    const message = `${written} draws numbers, but \`${parameter.name}\` must be ${describe(parameter)}`;
    findings.fault('wrong_distribution', path, map.at, message, 'Give it `values: […]`.');
    return null;
  }
  const numbers = readNumbers(written, map, path, findings);
  if (numbers === null) return null;
  const plain = { kind, ...plainBounds(written, numbers) } as NumberDistribution;
  if (kind === 'int_uniform' && parameter.type === 'number' && !entryOf(map, 'distribution')) {
    const message = 'min and max are written as integers, so only whole numbers are drawn, as in W&B';
    const hint = 'Write one as a float, such as 1.0, for all numbers between.';
    findings.note('whole_numbers', path, map.at, message, hint);
  }
  const fit = fits({ distribution: plain, written, parameter, map, path, findings });
  return fit ? steppedInside(plain, method, map, path, findings) : null;
}

function spellOut(parameter: Parameter, tree: Tree): string {
  const key = tree.kind === 'list' && parameter.type !== 'integers' ? 'values' : 'value';
  const text = show(tree);
  return tree.kind === 'scalar' && tree.value === null
    ? 'Write `{ value: … }` or `{ values: […] }`.'
    : `Write \`{ ${key}: ${text} }\`.`;
}

/** W&B's inference: `value` is a constant, `values` are categorical, two integers int_uniform, any float uniform. */
function kindOf(map: MapTree, path: string, findings: Findings): WrittenKind | null {
  const named = entryOf(map, 'distribution');
  if (named) {
    const name = named.value.kind === 'scalar' ? String(named.value.value) : '';
    if (Object.hasOwn(KINDS, name)) return name as WrittenKind;
    const hint = `${didYouMean(name, Object.keys(KINDS))}Known: ${Object.keys(KINDS).join(', ')}.`;
    const message = `unknown distribution ${show(named.value)}`;
    findings.fault('unknown_distribution', join(path, 'distribution'), named.value.at, message, hint);
    return null;
  }
  if (entryOf(map, 'value')) return 'constant';
  if (entryOf(map, 'values')) return 'categorical';
  const bounds = [entryOf(map, 'min')?.value, entryOf(map, 'max')?.value];
  if (bounds.some((bound) => bound !== undefined)) {
    return bounds.some((bound) => bound && isFloat(bound)) ? 'uniform' : 'int_uniform';
  }
  const hint = 'Give it `value`, `values`, `min` and `max`, or a `distribution`.';
  findings.fault('missing_key', path, map.at, 'says nothing of its values', hint);
  return null;
}

/** As in Python: 1.0 and 1e3 are floats, 1 is not. */
function isFloat(tree: Tree): boolean {
  return tree.kind === 'scalar' && typeof tree.value === 'number' && /[.eE]/.test(tree.source);
}

function keysFit(kind: WrittenKind, map: MapTree, path: string, findings: Findings): boolean {
  const { required, optional } = KINDS[kind];
  const allowed = [
    ...required,
    ...Object.keys(optional),
    ...(kind === 'categorical' ? ['probabilities'] : []),
  ];
  let fit = true;
  for (const { key, at } of map.entries) {
    if (key === 'distribution' || allowed.includes(key) || !PARAMETER_KEYS.some((known) => known === key))
      continue;
    fit = false;
    const message = `\`${key}\` means nothing for ${kind}`;
    findings.fault('unused_key', join(path, key), at, message, `${kind} takes ${allowed.join(', ')}.`);
  }
  for (const key of required) {
    if (entryOf(map, key)) continue;
    fit = false;
    findings.fault('missing_key', join(path, key), map.at, `${kind} needs \`${key}\``, `Add \`${key}\`.`);
  }
  return fit;
}

function readCategorical(
  parameter: Parameter,
  map: MapTree,
  path: string,
  findings: Findings,
): Distribution | null {
  const list = entryOf(map, 'values')!.value;
  const items = expectItems(list, join(path, 'values'), findings);
  if (items === null) return null;
  const values = readItems(parameter, items, join(path, 'values'), findings);
  const probabilities = readProbabilities(map, items.length, path, findings);
  if (probabilities === undefined || values === undefined) return null;
  noteRepeated(items, values, join(path, 'values'), findings);
  return { kind: 'categorical', values, probabilities };
}

const POSITIVE = { type: 'number', exclusiveMinimum: 0 } as const;

function readNumbers(
  kind: WrittenKind,
  map: MapTree,
  path: string,
  findings: Findings,
): Partial<Record<NumberKey, number>> | null {
  const { required, optional } = KINDS[kind];
  const numbers: Partial<Record<NumberKey, number>> = { ...optional };
  let whole = true;
  for (const key of [...required, ...Object.keys(optional)] as NumberKey[]) {
    const entry = entryOf(map, key);
    if (!entry) continue;
    const value = readValue(ruleFor(kind, key), entry.value, join(path, key), findings);
    if (value === undefined) whole = false;
    else numbers[key] = value;
  }
  return whole ? numbers : null;
}

function ruleFor(kind: WrittenKind, key: NumberKey): Extract<Rule, { readonly type: 'integer' | 'number' }> {
  if (key === 'mu') return { type: 'number' };
  if (key !== 'min' && key !== 'max') return POSITIVE;
  if (isByExponent(kind)) return EXPONENTS;
  if (kind.includes('log_uniform')) return POSITIVE;
  return { type: kind === 'int_uniform' ? 'integer' : 'number' };
}
