import type { PreparedColumn } from '@latentsweep/core';
import { beside, summed } from './dense.ts';
import type { Graph, Value } from './graph.ts';

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
  const parts = columns.flatMap((column) => {
    const name = named(column.name);
    return column.kind === 'number' ? ofNumber(graph, name, column) : ofCategory(graph, name, column);
  });
  return graph.add('Cast', [beside(graph, parts)], { to: FLOAT });
}

export const FLOAT = 1;
export const INT64 = 7;
export const DOUBLE = 11;

const one = (graph: Graph, value: number) =>
  graph.constant({ type: 'double', dims: [1, 1], values: Float64Array.of(value) });

function ofNumber(graph: Graph, name: string, { width, missing, scale, imputed }: PreparedNumber): Value[] {
  const cell = graph.input(name, 'double', 1);
  const isMissing = graph.add('IsNaN', [cell]);
  const parts: Value[] = [];
  if (width === 1) {
    // What stands where a value is missing is put in afterwards; meanwhile any number will do.
    const value = graph.add('Where', [isMissing, one(graph, 0), cell]);
    parts.push(graph.add('Where', [isMissing, one(graph, imputed), scaled(graph, value, scale)]));
  }
  if (missing !== null) {
    parts.push(graph.add('Where', [isMissing, one(graph, missing), one(graph, 0)]));
  }
  return parts;
}

function scaled(graph: Graph, value: Value, scale: PreparedNumber['scale']): Value {
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
    case 'quantile':
      return byQuantiles(graph, value, scale.quantiles);
  }
}

const half = (graph: Graph, value: Value) => graph.add('Mul', [value, one(graph, 0.5)]);

const between = (graph: Graph, value: Value) =>
  graph.add('Min', [graph.add('Max', [value, one(graph, 0)]), one(graph, 1)]);

/**
 * With b quantiles below a value and a at most it, of m + 1: (b - 1 + part) / m between the quantiles b - 1 and b, the middle
 * (b + a - 1) / 2m of those that it equals, 0 at the first and below, 1 at the last and above.
 */
function byQuantiles(graph: Graph, value: Value, quantiles: Float64Array): Value {
  const last = quantiles.length - 1;
  const list = graph.constant({ type: 'double', dims: [last + 1], values: quantiles });
  const counted = (operator: string) => {
    const tests = graph.add('Cast', [graph.add(operator, [list, value])], { to: INT64 });
    return summed(graph, tests);
  };
  const below = counted('Less');
  const atMost = counted('LessOrEqual');
  const place = (of: Value, plus: number) => {
    const moved = graph.add('Add', [of, graph.constant({ type: 'int64', dims: [1, 1], values: [plus] })]);
    const bounds = [0, last].map((end) => graph.constant({ type: 'int64', dims: [1, 1], values: [end] }));
    return graph.add('Min', [graph.add('Max', [moved, bounds[0]!]), bounds[1]!]);
  };
  const low = graph.add('Gather', [list, place(below, -1)], { axis: 0 });
  const high = graph.add('Gather', [list, place(below, 0)], { axis: 0 });
  const step = graph.add('Sub', [half(graph, high), half(graph, low)]);
  const safe = graph.add('Where', [graph.add('Equal', [step, one(graph, 0)]), one(graph, 1), step]);
  const part = graph.add('Div', [graph.add('Sub', [half(graph, value), half(graph, low)]), safe]);
  const number = (of: Value) => graph.add('Cast', [of], { to: DOUBLE });
  const inside = graph.add('Div', [
    graph.add('Add', [graph.add('Sub', [number(below), one(graph, 1)]), part]),
    one(graph, last),
  ]);
  const sum = graph.add('Sub', [graph.add('Add', [number(below), number(atMost)]), one(graph, 1)]);
  const tied = graph.add('Div', [sum, one(graph, 2 * last)]);
  const isTied = graph.add('Greater', [atMost, below]);
  const middle = graph.add('Where', [isTied, tied, inside]);
  const first = graph.add('LessOrEqual', [value, one(graph, quantiles[0]!)]);
  const top = graph.add('GreaterOrEqual', [value, one(graph, quantiles[last]!)]);
  return graph.add('Where', [first, one(graph, 0), graph.add('Where', [top, one(graph, 1), middle])]);
}

/** What a category is as a whole number: its feature, or one of these. */
const UNKNOWN = -1;
const MISSING = -2;

function ofCategory(
  graph: Graph,
  name: string,
  { width, missing, levels, known }: PreparedCategory,
): Value[] {
  const cell = graph.input(name, 'string', 1);
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
