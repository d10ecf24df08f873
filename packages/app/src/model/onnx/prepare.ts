import type { PreparedColumn } from '@latentsweep/core';
import { beside, slice } from './dense.ts';
import { DOUBLE, FLOAT, type Graph, type Value } from './graph.ts';
import { type ByQuantiles, byQuantiles } from './quantiles.ts';

type PreparedNumber = Extract<PreparedColumn, { kind: 'number' }>;
type PreparedCategory = Extract<PreparedColumn, { kind: 'category' }>;

/**
 * The features of a table's cells, [rows, D] in doubles that are rounded to single precision, as `prepareCells` makes them: an
 * input a column, doubles with NaN where a number is missing, strings with '' where a category is. `named`: what the input of
 * a column is called.
 */
export function prepared(
  graph: Graph,
  columns: readonly PreparedColumn[],
  named = (name: string): string => name,
): Value {
  const lookups: ByQuantiles[] = [];
  const features = columns.map((column): FeaturesOf => {
    const cell = graph.input(named(column.name), column.kind === 'number' ? 'double' : 'string', 1);
    return column.kind === 'number'
      ? ofNumber(graph, cell, column, lookups)
      : () => ofCategory(graph, cell, column);
  });
  const found = lookups.length === 0 ? null : byQuantiles(graph, lookups);
  const parts = features.flatMap((of) => of(found));
  return graph.add('Cast', [beside(graph, parts)], { to: FLOAT });
}

const one = (graph: Graph, value: number) =>
  graph.constant({ type: 'double', dims: [1, 1], values: Float64Array.of(value) });

/** The features of a column, once what is looked up in quantiles was found. */
type FeaturesOf = (found: Value | null) => Value[];

/** Adds what it wants to be looked up. */
function ofNumber(
  graph: Graph,
  cell: Value,
  { width, missing, scale, imputed }: PreparedNumber,
  lookups: ByQuantiles[],
): FeaturesOf {
  const isMissing = graph.add('IsNaN', [cell]);
  // What stands where a value is missing is put in afterwards; meanwhile any number will do.
  const value = graph.add('Where', [isMissing, one(graph, 0), cell]);
  const looksUp = width === 1 && scale.kind === 'quantile';
  const place = looksUp ? lookups.push({ value, quantiles: scale.quantiles }) - 1 : null;
  return (found) => {
    const parts: Value[] = [];
    if (width === 1) {
      const own =
        scale.kind === 'quantile' ? slice(graph, found!, place!, place! + 1) : scaled(graph, value, scale);
      parts.push(graph.add('Where', [isMissing, one(graph, imputed), own]));
    }
    if (missing !== null) {
      parts.push(graph.add('Where', [isMissing, one(graph, missing), one(graph, 0)]));
    }
    return parts;
  };
}

function scaled(
  graph: Graph,
  value: Value,
  scale: Exclude<PreparedNumber['scale'], { kind: 'quantile' }>,
): Value {
  switch (scale.kind) {
    case 'none':
      return value;
    case 'constant':
      return graph.add('Mul', [
        graph.add('Cast', [graph.add('IsInf', [value])], { to: DOUBLE }),
        one(graph, 0),
      ]);
    case 'minmax': {
      const { low, high } = scale;
      const above = graph.add('Sub', [half(graph, value), one(graph, low / 2)]);
      return between(graph, graph.add('Div', [above, one(graph, high / 2 - low / 2)]));
    }
  }
}

const half = (graph: Graph, value: Value) => graph.add('Mul', [value, one(graph, 0.5)]);

const between = (graph: Graph, value: Value) =>
  graph.add('Min', [graph.add('Max', [value, one(graph, 0)]), one(graph, 1)]);

/** What a category is as a whole number: its feature, or one of these. */
const UNKNOWN = -1;
const MISSING = -2;

function ofCategory(graph: Graph, cell: Value, { width, missing, levels, known }: PreparedCategory): Value[] {
  // Two levels share the feature of the second.
  const featureOf = (code: number) =>
    !known[code] ? UNKNOWN : width === 1 ? code - 1 : width === 0 ? UNKNOWN : code;
  const feature = graph.add(
    'LabelEncoder',
    [cell],
    {
      keys_strings: ['', ...levels.filter((level) => level !== '')],
      values_int64s: [MISSING, ...levels.flatMap((level, code) => (level === '' ? [] : [featureOf(code)]))],
      default_int64: UNKNOWN,
    },
    'ai.onnx.ml',
  );
  const parts: Value[] = [];
  if (width > 0) {
    const places = Array.from({ length: width }, (_, i) => i);
    const all = graph.constant({ type: 'int64', dims: [1, width], values: places });
    parts.push(graph.add('Cast', [graph.add('Equal', [feature, all])], { to: DOUBLE }));
  }
  if (missing !== null) {
    const lacks = graph.constant({ type: 'int64', dims: [1, 1], values: [MISSING] });
    const is = graph.add('Cast', [graph.add('Equal', [feature, lacks])], { to: DOUBLE });
    parts.push(graph.add('Mul', [is, one(graph, missing)]));
  }
  return parts;
}
