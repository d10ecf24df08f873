import type { ParameterValue, Values } from '@latentsweep/core';
import type { Dimension } from '../dimensions.ts';
import { valuesAt } from '../dimensions.ts';

/**
 * A dimension as the model sees it. A coordinate is where the value stands among all draws, from 0 to 1, so that a draw is
 * uniform on every axis; where there are few values it is the number of one of them, its level.
 */
export interface Axis {
  /** Null: a line from 0 to 1. */
  readonly levels: Levels | null;
  /** Whether it has the values of these parameters. */
  readonly names: readonly string[];
  values(coordinate: number): Values;
  /** NaN where it is none of the values that are drawn. */
  coordinate(config: Values): number;
}

export interface Levels {
  readonly count: number;
  /** Near values stand for near results. */
  readonly ordered: boolean;
  /** Level j has the draws from edges[j] to edges[j + 1]; from 0 to 1. */
  readonly edges: Float64Array;
}

/** Up to so many values are levels, each with a chance of its own. */
const MOST_LEVELS = 64;

export function axisOf(dimension: Dimension): Axis {
  if (dimension.kind === 'categories') {
    const { names, rows, shares } = dimension;
    return listedAxis(names, rows, edgesOf(shares), false);
  }
  const { name, law, support } = dimension;
  if (support === null || support.count > MOST_LEVELS) {
    return {
      levels: null,
      names: [name],
      values: (u) => valuesAt(dimension, u),
      coordinate: (config) => {
        const value = config[name];
        return typeof value === 'number' ? law.below(value) : Number.NaN;
      },
    };
  }
  const values = Array.from({ length: support.count }, (_, i) => support.at(i) as number).sort(
    (a, b) => a - b,
  );
  const between = values.slice(1).map((value, i) => law.below((values[i]! + value) / 2));
  const rows = values.map((value) => ({ [name]: value }));
  return listedAxis([name], rows, Float64Array.of(0, ...between, 1), true);
}

function edgesOf(shares: readonly number[]): Float64Array {
  const edges = new Float64Array(shares.length + 1);
  for (const [i, share] of shares.entries()) edges[i + 1] = edges[i]! + share;
  edges[shares.length] = 1;
  return edges;
}

function listedAxis(
  names: readonly string[],
  rows: readonly Values[],
  edges: Float64Array,
  ordered: boolean,
): Axis {
  const keyOf =
    names.length === 1
      ? (values: Values) => plain(values[names[0]!])
      : (values: Values) => JSON.stringify(names.map((name) => values[name]));
  const numbers = new Map(rows.map((row, i) => [keyOf(row), i]));
  return {
    levels: { count: rows.length, ordered, edges },
    names,
    values: (level) => rows[level]!,
    coordinate: (config) => numbers.get(keyOf(config)) ?? Number.NaN,
  };
}

/** Lists by their content. */
const plain = (value: ParameterValue | undefined) =>
  typeof value === 'object' ? JSON.stringify(value) : value;
