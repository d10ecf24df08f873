import { isList, type Parameter } from '@latentsweep/core';
import {
  describe,
  didYouMean,
  type Found,
  type MapTree,
  readItems,
  readValue,
  Section,
  show,
  type Tree,
} from '@latentsweep/plain-file';
import type { Distribution } from '../port.ts';
import type { NumberDistribution } from '../search/draw.ts';
import { isNumeric } from '../search/range.ts';
import { type Catalogue, listedOf } from './catalogue.ts';
import { EXPONENTS, isByExponent, plainBounds } from './exponents.ts';
import { fits } from './fit.ts';
import {
  KEPT_AS,
  KINDS,
  type Kind,
  NUMBER_KEYS,
  type NumberKey,
  PARAMETER_KEYS,
  POSITIVE,
  type WrittenKind,
} from './kinds.ts';
import { steppedInside } from './multiples.ts';
import { expectItems, noteRepeated, readProbabilities } from './values.ts';

/** The distribution that an entry of `parameters` describes, or undefined and its faults. */
export function readDistribution(
  name: string,
  catalogue: Catalogue,
  entry: Found,
  method: string | undefined,
): Distribution | undefined {
  const map = entry.asMap(spellOut(listedOf(catalogue, name), entry.tree));
  if (map === undefined) return undefined;
  map.refuseUnknown(PARAMETER_KEYS, (key) =>
    key === 'parameters' ? `\`${name}\` is a single parameter; give it \`value\` or \`values\`.` : null,
  );
  const written = kindOf(map);
  if (written === undefined || !keysFit(written, map)) return undefined;
  const kind = (KEPT_AS as Partial<Record<WrittenKind, Kind>>)[written] ?? (written as Kind);
  const parameter = catalogue.parameter(name, kind);
  if (kind === 'constant') {
    const value = readValue(parameter, map.at('value'));
    return value === undefined ? undefined : { kind, value };
  }
  if (kind === 'categorical') return readCategorical(parameter, map);
  if (!isNumeric(parameter)) {
    const message = `${written} draws numbers, but \`${name}\` must be ${describe(parameter)}`;
    return map.fault('wrong_distribution', message, 'Give it `values: […]`.');
  }
  const numbers = readNumbers(written, map);
  if (numbers === undefined) return undefined;
  const plain = { kind, ...plainBounds(written, numbers) } as NumberDistribution;
  if (kind === 'int_uniform' && parameter.type === 'number' && !map.under('distribution')) {
    const message = 'min and max are written as integers, so only whole numbers are drawn, as in W&B';
    map.note('whole_numbers', message, 'Write one as a float, such as 1.0, for all numbers between.');
  }
  return fits({ distribution: plain, written, parameter, map })
    ? steppedInside(plain, method, map)
    : undefined;
}

function spellOut(parameter: Parameter, tree: Tree): string {
  const key = tree.kind === 'list' && !isList(parameter) ? 'values' : 'value';
  return tree.kind === 'scalar' && tree.value === null
    ? 'Write `{ value: … }` or `{ values: […] }`.'
    : `Write \`{ ${key}: ${show(tree)} }\`.`;
}

/** W&B's inference: `value` is a constant, `values` are categorical, two integers int_uniform, any float uniform. */
function kindOf(map: Found): WrittenKind | undefined {
  const named = map.under('distribution');
  if (named) {
    const name = named.tree.kind === 'scalar' ? String(named.tree.value) : '';
    if (Object.hasOwn(KINDS, name)) return name as WrittenKind;
    const known = Object.keys(KINDS);
    const hint = `${didYouMean(name, known)}Known: ${known.join(', ')}.`;
    return named.fault('unknown_distribution', `unknown distribution ${show(named.tree)}`, hint);
  }
  if (map.under('value')) return 'constant';
  if (map.under('values')) return 'categorical';
  const bounds = [map.under('min'), map.under('max')].filter((bound) => bound !== undefined);
  if (bounds.length > 0) return bounds.some(isFloat) ? 'uniform' : 'int_uniform';
  const hint = 'Give it `value`, `values`, `min` and `max`, or a `distribution`.';
  return map.fault('missing_key', 'says nothing of its values', hint);
}

/** As in Python: 1.0 and 1e3 are floats, 1 is not. */
function isFloat({ tree }: Found): boolean {
  return tree.kind === 'scalar' && typeof tree.value === 'number' && /[.eE]/.test(tree.source);
}

/** Keys that an entry may have, whatever its distribution. */
const OF_ALL = ['distribution', 'when'];

function keysFit(kind: WrittenKind, map: Found): boolean {
  const { required, optional } = KINDS[kind];
  const allowed = [...required, ...optional];
  const unused = map
    .entries()
    .filter(([key]) => ![...allowed, ...OF_ALL].includes(key) && PARAMETER_KEYS.includes(key));
  for (const [key, value] of unused) {
    const hint = `${kind} takes ${allowed.join(', ')}.`;
    value.fault('unused_key', `\`${key}\` means nothing for ${kind}`, hint, value.keyAt);
  }
  const missing = required.filter((key) => !map.under(key));
  for (const key of missing) map.at(key).fault('missing_key', `${kind} needs \`${key}\``, `Add \`${key}\`.`);
  return unused.length === 0 && missing.length === 0;
}

function readCategorical(parameter: Parameter, map: Found): Distribution | undefined {
  const items = expectItems(map.at('values'));
  if (items === undefined) return undefined;
  const values = readItems(parameter, items);
  const probabilities = readProbabilities(map, items.length);
  if (probabilities === undefined || values === undefined) return undefined;
  noteRepeated(items, values);
  return { kind: 'categorical', values, probabilities };
}

function readNumbers(
  kind: WrittenKind,
  map: Found<MapTree>,
): Readonly<Partial<Record<NumberKey, number>>> | undefined {
  const { required, optional } = KINDS[kind];
  const bound = { rule: boundRule(kind) };
  const section = new Section(map, { ...NUMBER_KEYS, min: bound, max: bound });
  const numbers = section.all(...([...required, ...optional] as NumberKey[]));
  // Stored definitions name q before the bounds.
  return numbers && { ...section.all(...(optional as NumberKey[])), ...numbers };
}

function boundRule(kind: WrittenKind) {
  if (isByExponent(kind)) return EXPONENTS;
  if (kind.includes('log_uniform')) return POSITIVE;
  return { type: kind === 'int_uniform' ? 'integer' : 'number' } as const;
}
