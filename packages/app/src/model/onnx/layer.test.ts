import {
  type ClassifierNetwork,
  classifierParts,
  layersOf,
  predictClasses,
  type TrainedClassifier,
} from '@latentsweep/core';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { classified } from './classify.ts';
import { Graph } from './graph.ts';

const ROWS = 6;

/** Numbers about zero, the same ones each time. */
const some = (count: number, seed: number, over = 2000) =>
  Float32Array.from({ length: count }, (_, i) => (((i * 7919 + seed * 104729) % 2003) - 1001) / over);

test.each([
  [[6, 7, 1], ['conv 4 3x3', 'pool 2', 'dropout 0.5', 'dense 5'], 2],
  [[7, 6, 3], ['conv 5 3x2 stride 2', 'conv 3 2x2 valid'], 3],
  [[8, 5, 2], ['conv 4 3x3 stride 3 valid'], 2],
  [[5, 5, 1], ['conv 3 4x4', 'pool 3', 'conv 4 1x1'], 4],
] as const)('onnxruntime, images of %j: %j', async (shape, texts, classes) => {
  const features = shape.reduce<number>((product, n) => product * n, 1);
  const network: ClassifierNetwork = { features, shape, hidden: layersOf(texts), classes };
  const parameters = some(classifierParts(network).size, 3);
  const classifier: TrainedClassifier = { kind: 'network', network, parameters };
  const x = some(ROWS * features, 11, 1000).map(Math.abs);

  const graph = new Graph();
  const input = graph.input('x', 'float', features);
  graph.output(classified(graph, classifier, input), 'p', 'double', classes);
  const session = await InferenceSession.create(graph.bytes('classifier', {}));
  const answer = await session.run({ x: new Tensor('float32', x, [ROWS, features]) });
  await session.release();

  const wanted = predictClasses(classifier, x, ROWS);
  const got = Array.from(answer['p']!.data as Float64Array);
  expect(got).toHaveLength(ROWS * classes);
  got.forEach((value, i) => {
    expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-5);
  });
  expect(new Set(got.map((value) => value.toFixed(4))).size).toBeGreaterThan(ROWS / 2);
});
