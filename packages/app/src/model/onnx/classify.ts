import { classesOf, classifierParts, type TrainedClassifier } from '@latentsweep/core';
import { matrix, row, summed } from './dense.ts';
import { DOUBLE, type Graph, type Value } from './graph.ts';
import { hidden, layered, ONNX_LAYERS } from './layer.ts';

/** Probabilities of all classes, [rows, classes] in doubles, of features [rows, D] in single precision. */
export function classified(graph: Graph, classifier: TrainedClassifier, features: Value): Value {
  const doubles = graph.add('Cast', [features], { to: DOUBLE });
  switch (classifier.kind) {
    case 'network':
      return probabilities(graph, network(graph, classifier, doubles), classesOf(classifier));
    case 'linear':
      return linear(graph, classifier, doubles);
    case 'trees': {
      const scores = withShift(graph, trees(graph, classifier, features), classifier);
      return probabilities(graph, scores, classesOf(classifier));
    }
  }
}

type Of<Kind> = Extract<TrainedClassifier, { kind: Kind }>;

function network(graph: Graph, classifier: Of<'network'>, features: Value): Value {
  const { hidden: layers, head } = classifierParts(classifier.network, ONNX_LAYERS);
  const { parameters } = classifier;
  const last = layers.reduce((values, layer) => hidden(graph, values, layer, parameters), features);
  return layered(graph, last, head, parameters);
}

function linear(graph: Graph, classifier: Of<'linear'>, features: Value): Value {
  const { weights, intercepts, platt, columns, classes } = classifier.model;
  const byColumn = Float64Array.from({ length: columns * weights.length }, (_, i) => {
    return weights[i % weights.length]![Math.floor(i / weights.length)]!;
  });
  const product = graph.add('MatMul', [features, matrix(graph, columns, byColumn)]);
  const scores = graph.add('Add', [product, row(graph, intercepts)]);
  if (platt === null) return probabilities(graph, withShift(graph, scores, classifier), classes);
  const slopes = row(
    graph,
    platt.map(({ slope }) => slope),
  );
  const offsets = row(
    graph,
    platt.map(({ offset }) => offset),
  );
  const moved = graph.add('Add', [graph.add('Mul', [scores, slopes]), offsets]);
  // Of two classes the shift moves what the sigmoid is taken of; of more it multiplies the shares.
  if (classes === 2) return probabilities(graph, withShift(graph, moved, classifier), classes);
  const each = graph.add('Sigmoid', [moved]);
  const { shift } = classifier;
  const weighed = shift ? graph.add('Mul', [each, row(graph, shift.map(Math.exp))]) : each;
  return graph.add('Div', [weighed, summed(graph, weighed)]);
}

/** The prior shift added to scores; with one score for two classes, the difference of theirs. */
function withShift(graph: Graph, scores: Value, { model, shift }: Of<'linear' | 'trees'>): Value {
  if (!shift) return scores;
  return graph.add('Add', [scores, row(graph, model.classes === 2 ? [shift[1]! - shift[0]!] : shift)]);
}

function trees(graph: Graph, { model }: Of<'trees'>, features: Value): Value {
  const outputs = model.baseline.length;
  const ids = { tree: [] as number[], node: [] as number[], column: [] as number[] };
  const links = { yes: [] as number[], no: [] as number[], missing: [] as number[] };
  const modes: string[] = [];
  const thresholds: number[] = [];
  const target = { tree: [] as number[], node: [] as number[], id: [] as number[], weight: [] as number[] };
  model.trees.forEach((tree, t) => {
    tree.column.forEach((column, i) => {
      ids.tree.push(t);
      ids.node.push(i);
      const leaf = column < 0;
      ids.column.push(leaf ? 0 : column);
      modes.push(leaf ? 'LEAF' : 'BRANCH_LEQ');
      thresholds.push(leaf ? 0 : (tree.threshold[i] ?? LARGEST));
      links.yes.push(leaf ? 0 : tree.left[i]!);
      links.no.push(leaf ? 0 : tree.right[i]!);
      links.missing.push(leaf || !tree.missingLeft[i] ? 0 : 1);
      if (!leaf) return;
      target.tree.push(t);
      target.node.push(i);
      target.id.push(t % outputs);
      target.weight.push(tree.value[i]!);
    });
  });
  const doubles = (values: readonly number[]) =>
    ({ type: 'double', dims: [values.length], values: Float64Array.from(values) }) as const;
  const scores = graph.add(
    'TreeEnsembleRegressor',
    [graph.add('Cast', [features], { to: DOUBLE })],
    {
      aggregate_function: 'SUM',
      base_values_as_tensor: doubles(model.baseline),
      n_targets: outputs,
      nodes_treeids: ids.tree,
      nodes_nodeids: ids.node,
      nodes_featureids: ids.column,
      nodes_modes: modes,
      nodes_values_as_tensor: doubles(thresholds),
      nodes_truenodeids: links.yes,
      nodes_falsenodeids: links.no,
      nodes_missing_value_tracks_true: links.missing,
      post_transform: 'NONE',
      target_treeids: target.tree,
      target_nodeids: target.node,
      target_ids: target.id,
      target_weights_as_tensor: doubles(target.weight),
    },
    'ai.onnx.ml',
  );
  return graph.add('Cast', [scores], { to: DOUBLE });
}

/** Every feature is at most this. */
const LARGEST = 3.4e38;

function probabilities(graph: Graph, scores: Value, classes: number): Value {
  if (classes > 2) return graph.add('Softmax', [scores], { axis: 1 });
  const one = graph.add('Sigmoid', [scores]);
  const other = graph.add('Sub', [row(graph, [1]), one]);
  return graph.add('Concat', [other, one], { axis: 1 });
}
