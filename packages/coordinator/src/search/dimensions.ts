import type { ConfigSpace, Values } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';
import { configSpaceOf } from './config-space.ts';
import { type Law, lawOf } from './law.ts';
import { isNumeric } from './range.ts';
import { type Group, groupsOf } from './space.ts';
import { drawnSupport, type Support } from './support.ts';

/** What is drawn by one number: a parameter, or a group of parameters whose values go together. */
export type Dimension = Categories | Numbers;

interface Categories {
  readonly kind: 'categories';
  readonly names: readonly string[];
  /** Distinct, and drawn at all. */
  readonly rows: readonly Values[];
  /** Of the draws. They sum to 1. */
  readonly shares: readonly number[];
}

interface Numbers {
  readonly kind: 'numbers';
  readonly name: string;
  readonly law: Law;
  /** The values that can be drawn, rising; null where they are no finite list. */
  readonly support: Support | null;
}

/**
 * The dimensions of a sweep that draws. Those that decide over others come first, then all in the order of the space: of the
 * table, so that the order of a file decides nothing there. `fixed`: what all draws have in common.
 */
export function drawnOf(definition: SweepDefinition): {
  readonly dimensions: readonly Dimension[];
  readonly fixed: Values;
} {
  const space = configSpaceOf(definition);
  const places = placesIn(space);
  const all = groupsOf(definition.parameters)
    .toSorted((a, b) => places.get(a[0].name)! - places.get(b[0].name)!)
    .map((group) => dimensionOf(space, group));
  const isFixed = (one: Dimension) => one.kind === 'categories' && one.rows.length === 1;
  return {
    dimensions: all.filter((one) => !isFixed(one)),
    fixed: Object.assign({}, ...all.filter(isFixed).map((one) => valuesAt(one, 0))),
  };
}

/** The values that the share `u`, between 0 and 1, of all draws stands before. */
export function valuesAt(dimension: Dimension, u: number): Values {
  if (dimension.kind === 'numbers') return { [dimension.name]: dimension.law.at(u) };
  let left = u;
  for (const [i, share] of dimension.shares.entries()) {
    left -= share;
    if (left < 0) return dimension.rows[i]!;
  }
  // Rounding left a crumb.
  return dimension.rows.at(-1)!;
}

const placesIn = ({ deciders, parameters }: ConfigSpace): ReadonlyMap<string, number> =>
  new Map([...deciders, ...parameters].map(({ name }, i) => [name, i] as const).reverse());

function dimensionOf(space: ConfigSpace, group: Group): Dimension {
  const [{ name, distribution }] = group;
  const parameter = space.named(name)!;
  if (distribution.kind === 'constant') return categories(group, [{ [name]: distribution.value }], [1]);
  if (distribution.kind === 'categorical') {
    const { values, probabilities } = distribution;
    const rows = values.map((_, i) => Object.fromEntries(group.map((one) => [one.name, listedAt(one, i)])));
    return categories(group, rows, probabilities ?? values.map(() => 1 / values.length));
  }
  if (!isNumeric(parameter)) throw new Error(`${name} takes no ${distribution.kind}`);
  const support = drawnSupport(distribution, parameter);
  if (support?.count === 1) return categories(group, [{ [name]: support.at(0) }], [1]);
  return { kind: 'numbers', name, law: lawOf(distribution, parameter), support };
}

function listedAt({ name, distribution }: Group[number], i: number) {
  if (distribution.kind !== 'categorical') throw new Error(`${name} is linked but not categorical`);
  return distribution.values[i]!;
}

/** Each row once, with all of its shares, and none without a share. */
function categories(group: Group, rows: readonly Values[], shares: readonly number[]): Categories {
  const sums = new Map<string, { readonly row: Values; share: number }>();
  for (const [i, row] of rows.entries()) {
    const key = JSON.stringify(row);
    const known = sums.get(key);
    if (known) known.share += shares[i]!;
    else if (shares[i]! > 0) sums.set(key, { row, share: shares[i]! });
  }
  const distinct = [...sums.values()];
  return {
    kind: 'categories',
    names: group.map(({ name }) => name),
    rows: distinct.map(({ row }) => row),
    shares: distinct.map(({ share }) => share),
  };
}
