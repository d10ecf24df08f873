import type { TrainedLayer } from '@latentsweep/core';
import type { Graph, Value } from './graph.ts';

/** A constant [rows, n] of doubles, row-major. */
export const matrix = (graph: Graph, rows: number, values: Float64Array): Value =>
  graph.constant({ type: 'double', dims: [rows, values.length / rows], values });

export const row = (graph: Graph, values: readonly number[]): Value =>
  matrix(graph, 1, Float64Array.from(values));

/** x W + b, [rows, units] of [rows, inputs] in doubles. */
export function dense(graph: Graph, values: Value, { inputs, weights, biases }: TrainedLayer): Value {
  const product = graph.add('MatMul', [values, matrix(graph, inputs, Float64Array.from(weights))]);
  return graph.add('Add', [product, row(graph, Array.from(biases))]);
}

export const relu = (graph: Graph, values: Value): Value => graph.add('Max', [values, row(graph, [0])]);

/** Columns `from` to `to`, without that, of [rows, n]. */
export function slice(graph: Graph, values: Value, from: number, to: number): Value {
  const list = (value: number) => graph.constant({ type: 'int64', dims: [1], values: [value] });
  return graph.add('Slice', [values, list(from), list(to), list(1)]);
}

/** Columns side by side. */
export const beside = (graph: Graph, parts: readonly Value[]): Value =>
  parts.length === 1 ? parts[0]! : graph.add('Concat', parts, { axis: 1 });

/** Over columns, [rows, 1]. */
export function summed(graph: Graph, values: Value): Value {
  const axes = graph.constant({ type: 'int64', dims: [1], values: [1] });
  return graph.add('ReduceSum', [values, axes], { keepdims: 1 });
}
