import { denseVae, initialVae, latentSpace, layeredVae, type TrainedGenerator } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { shownLatent } from './shown-latent.ts';

const SHAPE = [4, 3, 1] as const;
const SIZE = 12;

function generatorOf(encoder: readonly string[] | null, fittedOn: readonly number[]): TrainedGenerator {
  const dense = denseVae({
    ...{ features: SIZE, hiddenSizes: [5], latentSize: 2, classes: 3 },
    ...{ reconstruction: 'bce', reduction: 'mean', conditional: true },
  });
  const network = encoder ? layeredVae(dense, encoder, SHAPE) : dense;
  return { network, parameters: initialVae(network, [1, 2]), fittedOn, band: null };
}

function trainingOf(labels: Uint8Array) {
  const features = Float32Array.from({ length: labels.length * SIZE }, (_, i) => ((i * 7) % 11) / 11);
  return { features: SIZE, train: { features, labels, count: labels.length } };
}

/** Row numbers by class. */
const byClass = (labels: Uint8Array, classes: number) =>
  Array.from({ length: classes }, (_, k) =>
    Uint32Array.from([...labels.keys()].filter((row) => labels[row] === k)),
  );

test.for([null, ['conv 4 3x3', 'pool 2', 'dense 6']])('rows lie as their means do: %j', (encoder) => {
  const labels = Uint8Array.of(0, 1, 2, 1, 1, 2);
  const generator = generatorOf(encoder, [1, 2]);
  const dataset = trainingOf(labels);
  const shown = shownLatent(dataset, byClass(labels, 3), generator);
  expect(shown).toMatchObject({ coordinates: 2, labels: Uint8Array.of(1, 1, 1, 2, 2), of: 5 });
  expect(shown.explained[0] + shown.explained[1]).toBeCloseTo(1);

  // Two coordinates on two components are turned and moved: rows are as far apart as their means.
  const { encode } = latentSpace(generator);
  const means = [1, 3, 4, 2, 5].map((row) =>
    encode(dataset.train.features.subarray(row * SIZE, (row + 1) * SIZE), labels[row]!),
  );
  const places = means.map((_, i) => shown.places.subarray(2 * i, 2 * i + 2));
  const between = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
  for (const i of [1, 2, 3, 4]) {
    expect(between(places[i]!, places[0]!)).toBeCloseTo(between(means[i]!, means[0]!), 5);
  }
  expect(between(places[0]!, places[4]!)).toBeGreaterThan(0.01);
});

test('a rare class has all of its rows, and what is kept grows with neither rows nor classes', () => {
  const rare = Uint8Array.from({ length: 900 }, (_, i) => (i % 90 === 0 ? 1 : 0));
  const two = shownLatent(trainingOf(rare), byClass(rare, 2), generatorOf(null, [0, 1]));
  const count = ({ labels }: typeof two, k: number) => labels.filter((label) => label === k).length;
  expect([count(two, 0), count(two, 1), two.of]).toEqual([300, 10, 900]);

  const labels = Uint8Array.from({ length: 40 * 100 }, (_, i) => i % 40);
  const all = Array.from({ length: 40 }, (_, k) => k);
  const many = shownLatent(trainingOf(labels), byClass(labels, 40), generatorOf(['conv 2 3x3'], all));
  expect([new Set(many.labels).size, many.labels.length, many.of]).toEqual([12, 600, 4000]);
});
