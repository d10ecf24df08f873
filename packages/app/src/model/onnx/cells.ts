/** Features of a row as the cells of its table: what `rowDecoder` in core does. */

import type { ColumnDecoding } from '@latentsweep/core';
import { row, slice } from './dense.ts';
import { DOUBLE, type Graph, INT64, type Value } from './graph.ts';

/**
 * Adds an output a column, of its name and of [rows, 1]: doubles, NaN where a number is missing, or strings, empty where a
 * category is. `features`: [rows, D] in single precision. `zeros`: [rows, 1] whole ones.
 */
export function addCells(
  graph: Graph,
  columns: readonly ColumnDecoding[],
  features: Value,
  zeros: Value,
): void {
  let at = 0;
  for (const column of columns) {
    const { name, width, missing } = column;
    const own = width === 0 ? null : slice(graph, features, at, at + width);
    const value =
      column.kind === 'number' ? numbers(graph, column, own, zeros) : levels(graph, column, own, zeros);
    const type = column.kind === 'number' ? 'double' : 'string';
    if (missing) {
      const flag = slice(graph, features, at + width, at + width + 1);
      const gap = type === 'double' ? row(graph, [Number.NaN]) : text(graph, ['']);
      graph.output(graph.add('Where', [isYes(graph, flag), gap, value]), name, type, 1);
    } else graph.output(value, name, type, 1);
    at += width + (missing ? 1 : 0);
  }
}

type Of<Kind> = Extract<ColumnDecoding, { kind: Kind }>;

const text = (graph: Graph, values: readonly string[]): Value =>
  graph.constant({ type: 'string', dims: [1, values.length], values });

const isYes = (graph: Graph, flag: Value): Value =>
  graph.add('GreaterOrEqual', [
    flag,
    graph.constant({ type: 'float', dims: [1, 1], values: Float32Array.of(0.5) }),
  ]);

/** Of a list, what is at places [rows, 1]. */
const taken = (graph: Graph, list: Value, places: Value): Value =>
  graph.add('Gather', [list, places], { axis: 0 });

function numbers(
  graph: Graph,
  { scale, decimals, range }: Of<'number'>,
  own: Value | null,
  zeros: Value,
): Value {
  if (scale.kind === 'constant' || own === null) {
    return taken(graph, list(graph, [range?.[0] ?? Number.NaN]), zeros);
  }
  const feature = graph.add('Cast', [own], { to: DOUBLE });
  const value = rounded(graph, unscaled(graph, feature, scale), decimals);
  if (range === null) return value;
  const [lowest, highest] = range;
  return graph.add('Min', [graph.add('Max', [value, row(graph, [lowest])]), row(graph, [highest])]);
}

const list = (graph: Graph, values: readonly number[]): Value =>
  graph.constant({ type: 'double', dims: [values.length], values: Float64Array.from(values) });

function unscaled(
  graph: Graph,
  feature: Value,
  scale: Exclude<Of<'number'>['scale'], { kind: 'constant' }>,
): Value {
  if (scale.kind === 'none') return feature;
  const places = scale.kind === 'quantile' ? Array.from(scale.quantiles) : [scale.low, scale.high];
  const last = places.length - 1;
  const inside = graph.add('Min', [graph.add('Max', [feature, row(graph, [0])]), row(graph, [1])]);
  const position = graph.add('Mul', [inside, row(graph, [last])]);
  const below = graph.add('Floor', [position]);
  const part = graph.add('Sub', [position, below]);
  const all = list(graph, places);
  const whole = (value: Value) => graph.add('Cast', [value], { to: INT64 });
  const low = taken(graph, all, whole(below));
  const next = graph.add('Min', [graph.add('Add', [below, row(graph, [1])]), row(graph, [last])]);
  const high = taken(graph, all, whole(next));
  const step = graph.add('Sub', [high, low]);
  const straight = graph.add('Add', [low, graph.add('Mul', [part, step])]);
  // The step between the largest doubles of either sign is no double.
  if (places.every((place, i) => i === 0 || Number.isFinite(place - places[i - 1]!))) return straight;
  const rest = graph.add('Sub', [row(graph, [1]), part]);
  const weighed = graph.add('Add', [graph.add('Mul', [low, rest]), graph.add('Mul', [high, part])]);
  return graph.add('Where', [graph.add('IsInf', [step]), weighed, straight]);
}

/** Halves go up, as they do in JavaScript; ONNX has a Round of its own that takes them to even numbers. */
function rounded(graph: Graph, value: Value, decimals: number | null): Value {
  if (decimals === null) return value;
  const unit = row(graph, [10 ** decimals]);
  const many = graph.add('Mul', [value, unit]);
  const floor = graph.add('Floor', [many]);
  const up = graph.add('GreaterOrEqual', [graph.add('Sub', [many, floor]), row(graph, [0.5])]);
  const whole = graph.add('Add', [floor, graph.add('Cast', [up], { to: DOUBLE })]);
  return graph.add('Div', [whole, unit]);
}

function levels(
  graph: Graph,
  { width, levels: names }: Of<'category'>,
  own: Value | null,
  zeros: Value,
): Value {
  const all = graph.constant({
    ...{ type: 'string', dims: [Math.max(1, names.length)] },
    values: names.length === 0 ? [''] : names,
  });
  if (own === null) return taken(graph, all, zeros);
  const place =
    width === 1
      ? graph.add('Cast', [isYes(graph, own)], { to: INT64 })
      : graph.add('ArgMax', [own], { axis: 1, keepdims: 1 });
  return taken(graph, all, place);
}
