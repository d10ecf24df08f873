import { denseVae, initialVae } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { seenByVae } from './seen-by-vae.ts';

const SIZE = 6;
const network = denseVae({
  ...{ features: SIZE, hiddenSizes: [5], latentSize: 2, classes: 3 },
  ...{ reconstruction: 'bce', reduction: 'mean', conditional: true },
});
const generator = { network, parameters: initialVae(network, [1, 2]), fittedOn: [1, 2], band: null };
const labels = Uint8Array.of(0, 1, 2, 1, 1);
const features = Float32Array.from({ length: labels.length * SIZE }, (_, i) => ((i * 7) % 11) / 11);
const seen = seenByVae(generator, features, labels);

const rowsOf = (made: Float32Array) =>
  Array.from({ length: made.length / SIZE }, (_, row) => [...made.subarray(row * SIZE, (row + 1) * SIZE)]);

test('rows of the classes that it was fitted on are made again, in their order', () => {
  expect([...seen.reconstructed.labels]).toEqual([1, 2, 1, 1]);
  const made = rowsOf(seen.reconstructed.features);
  expect(made.flat().every((value) => value > 0 && value < 1)).toBe(true);
  // One at a time they are the same.
  const second = seenByVae(generator, features.subarray(2 * SIZE, 3 * SIZE), labels.subarray(2, 3));
  expect(rowsOf(second.reconstructed.features)).toEqual([made[1]]);
});

test('the way leads from the first to the last row of a class, and a class with one row has none', () => {
  expect([...seen.interpolated.labels]).toEqual(Array.from({ length: 8 }, () => 1));
  const [made, way] = [rowsOf(seen.reconstructed.features), rowsOf(seen.interpolated.features)];
  expect(way[0]).toEqual(made[0]);
  expect(way.at(-1)).toEqual(made[3]);
  const steps = way.slice(1).map((row, i) => Math.hypot(...row.map((value, j) => value - way[i]![j]!)));
  const whole = Math.hypot(...way.at(-1)!.map((value, j) => value - way[0]![j]!));
  expect(whole).toBeGreaterThan(0.001);
  expect(Math.max(...steps)).toBeLessThan(0.5 * whole);
});
