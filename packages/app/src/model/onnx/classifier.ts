import type { PreparedColumn, TrainedClassifier } from '@latentsweep/core';
import { classified } from './classify.ts';
import { FLOAT, Graph, INT64 } from './graph.ts';
import { namer } from './names.ts';
import { prepared } from './prepare.ts';

/**
 * A classifier as an ONNX file with the preparation and the prior shift inside: from a table's cells to `probabilities`
 * [rows, classes] and `class` [rows, 1], the place of the most probable one. An input has its column's name; the outputs have
 * underscores behind theirs where a column is called so.
 */
export function classifierOnnx(
  columns: readonly PreparedColumn[],
  classifier: TrainedClassifier,
  classes: readonly string[],
): Uint8Array {
  const graph = new Graph();
  const named = namer(columns.map(({ name }) => name));
  const doubles = classified(graph, classifier, prepared(graph, columns));
  const probabilities = graph.add('Cast', [doubles], { to: FLOAT });
  graph.output(probabilities, named('probabilities'), 'float', classes.length);
  const best = graph.add('ArgMax', [probabilities], { axis: 1, keepdims: 1 });
  graph.output(graph.add('Cast', [best], { to: INT64 }), named('class'), 'int64', 1);
  return graph.bytes('classifier', { classes: JSON.stringify(classes) });
}
