import { type Parameter, Stream } from '@latentsweep/core';
import type { Distribution, Scalar } from '../port.ts';
import { shareInRange } from '../search/draw.ts';
import { inRange, isNumeric, type Numeric } from '../search/range.ts';
import { type Findings, join } from './faults.ts';
import { KINDS, type Kind, type NumberKey, PARAMETER_KEYS } from './kinds.ts';
import { didYouMean } from './nearest.ts';
import { describe, readValue } from './rule.ts';
import { expectMap, refuseUnknown } from './section.ts';
import { entryOf, type MapTree, show, type Tree } from './tree.ts';
import { expectItems, readProbabilities } from './values.ts';

/** Distributions of W&B whose bounds are exponents: easily meant to be the ones in plain values. */
const BY_EXPONENT = ['log_uniform', 'q_log_uniform', 'inv_log_uniform'];

/** The distribution that an entry of `parameters` describes, or null with the faults in `findings`. */
export function readDistribution(
  parameter: Parameter,
  tree: Tree,
  path: string,
  findings: Findings,
): Distribution | null {
  const map = expectMap(tree, path, findings, spellOut(parameter, tree));
  if (map === null) return null;
  refuseUnknown(map, path, PARAMETER_KEYS, findings, ({ key }) =>
    key === 'parameters'
      ? `\`${parameter.name}\` is a single parameter; give it \`value\` or \`values\`.`
      : null,
  );
  const kind = kindOf(map, path, findings);
  if (kind === null || !keysFit(kind, map, path, findings)) return null;
  if (kind === 'constant') {
    const value = readOne(parameter, entryOf(map, 'value')!.value, join(path, 'value'), findings);
    return value === undefined ? null : { kind, value };
  }
  if (kind === 'categorical') return readCategorical(parameter, map, path, findings);
  if (!isNumeric(parameter)) {
    findings.fault(
      'wrong_distribution',
      path,
      map.at,
      `${kind} draws numbers, but \`${parameter.name}\` must be ${describe(parameter)}`,
      'Give it `values: […]`.',
    );
    return null;
  }
  const numbers = readNumbers(kind, map, path, findings);
  if (numbers === null) return null;
  const distribution = { kind, ...numbers } as Distribution;
  if (kind === 'int_uniform' && parameter.type === 'number' && !entryOf(map, 'distribution')) {
    const message = 'min and max are written as integers, so only whole numbers are drawn, as in W&B';
    findings.note(
      'whole_numbers',
      path,
      map.at,
      message,
      'Write one as a float, such as 1.0, for all numbers between.',
    );
  }
  return fits(distribution, parameter, map, path, findings) ? distribution : null;
}

function spellOut(parameter: Parameter, tree: Tree): string {
  const key = tree.kind === 'list' && parameter.type !== 'integers' ? 'values' : 'value';
  const text = show(tree);
  return tree.kind === 'scalar' && tree.value === null
    ? 'Write `{ value: … }` or `{ values: […] }`.'
    : `Write \`{ ${key}: ${text} }\`.`;
}

/** W&B's inference: `value` is a constant, `values` are categorical, two integers int_uniform, any float uniform. */
function kindOf(map: MapTree, path: string, findings: Findings): Kind | null {
  const named = entryOf(map, 'distribution');
  if (named) {
    const name = named.value.kind === 'scalar' ? String(named.value.value) : '';
    if (Object.hasOwn(KINDS, name)) return name as Kind;
    const hint = BY_EXPONENT.includes(name)
      ? `In W&B the bounds of ${name} are exponents. Use ${name}_values with plain bounds.`
      : `${didYouMean(name, Object.keys(KINDS))}Known: ${Object.keys(KINDS).join(', ')}.`;
    const at = join(path, 'distribution');
    findings.fault(
      'unknown_distribution',
      at,
      named.value.at,
      `unknown distribution ${show(named.value)}`,
      hint,
    );
    return null;
  }
  if (entryOf(map, 'value')) return 'constant';
  if (entryOf(map, 'values')) return 'categorical';
  const bounds = [entryOf(map, 'min')?.value, entryOf(map, 'max')?.value];
  if (bounds.some((bound) => bound !== undefined)) {
    return bounds.some((bound) => bound && isFloat(bound)) ? 'uniform' : 'int_uniform';
  }
  findings.fault(
    'missing_key',
    path,
    map.at,
    'says nothing of its values',
    'Give it `value`, `values`, `min` and `max`, or a `distribution`.',
  );
  return null;
}

/** As in Python: 1.0 and 1e3 are floats, 1 is not. */
function isFloat(tree: Tree): boolean {
  return tree.kind === 'scalar' && typeof tree.value === 'number' && /[.eE]/.test(tree.source);
}

function keysFit(kind: Kind, map: MapTree, path: string, findings: Findings): boolean {
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
    findings.fault(
      'unused_key',
      join(path, key),
      at,
      `\`${key}\` means nothing for ${kind}`,
      `${kind} takes ${allowed.join(', ')}.`,
    );
  }
  for (const key of required) {
    if (entryOf(map, key)) continue;
    fit = false;
    findings.fault('missing_key', join(path, key), map.at, `${kind} needs \`${key}\``, `Add \`${key}\`.`);
  }
  return fit;
}

function readOne(parameter: Parameter, tree: Tree, path: string, findings: Findings): Scalar | undefined {
  return readValue(parameter, tree, path, findings) as Scalar | undefined;
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
  const values = items.map((item, i) => readOne(parameter, item, `${path}.values[${i}]`, findings));
  const probabilities = readProbabilities(map, items.length, path, findings);
  if (probabilities === undefined || values.includes(undefined)) return null;
  return { kind: 'categorical', values: values as Scalar[], probabilities };
}

const POSITIVE = { type: 'number', exclusiveMinimum: 0 } as const;

function readNumbers(
  kind: Kind,
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
    const positive = !['min', 'max', 'mu'].includes(key) || (kind.includes('log_uniform') && key !== 'mu');
    const rule = positive
      ? POSITIVE
      : { type: kind === 'int_uniform' ? ('integer' as const) : ('number' as const) };
    const value = readValue(rule, entry.value, join(path, key), findings) as number | undefined;
    if (value === undefined) whole = false;
    else numbers[key] = value;
  }
  return whole ? numbers : null;
}

/** Whether what is drawn can be a value of the parameter. */
function fits(
  distribution: Distribution,
  parameter: Numeric,
  map: MapTree,
  path: string,
  findings: Findings,
): boolean {
  let fit = true;
  const fault = (code: string, key: string, message: string, hint: string) => {
    fit = false;
    findings.fault(code, join(path, key), entryOf(map, key)?.value.at ?? map.at, message, hint);
  };
  if ('min' in distribution) {
    const { min, max } = distribution;
    if (min > max) {
      fault('min_above_max', 'min', `min must not be above max, got ${min} and ${max}`, 'Swap them.');
    }
    for (const key of ['min', 'max'] as const) {
      if (inRange(distribution[key], parameter)) continue;
      const rule = `\`${parameter.name}\` must be ${describe(parameter)}, got ${distribution[key]}`;
      fault('out_of_range', key, rule, `Choose a ${key} in that range.`);
    }
  } else if (shareInRange(distribution, parameter, new Stream([0, 0], 0)) < 0.01) {
    fit = false;
    findings.fault(
      'out_of_range',
      path,
      map.at,
      `\`${parameter.name}\` must be ${describe(parameter)}, and almost no draw of this ${distribution.kind} is`,
      'Move the distribution into that range.',
    );
  }
  if (parameter.type === 'integer' && 'q' in distribution) {
    for (const key of ['q', ...('min' in distribution ? ['min', 'max'] : [])]) {
      const value = distribution[key as 'q'];
      if (Number.isInteger(value)) continue;
      fault(
        'wrong_type',
        key,
        `\`${parameter.name}\` takes whole numbers, got ${key} ${value}`,
        'Use a whole number.',
      );
    }
  }
  return fit;
}
