import { expect, test } from 'vitest';
import { measureCollapse } from './collapse.ts';

const real = Float32Array.of(0, 0.2, 1, 0.2, 0.5, 0.2, 0.25, 0.2);

test('rows that vary half as much, with one of two latent coordinates in use', () => {
  const half = real.map((x, at) => (at % 2 === 0 ? 0.3 + x / 2 : 0.2));
  const collapse = measureCollapse([0.5, 0.001], half, real, 2);
  expect(collapse.klPerDim).toBeCloseTo(0.2505, 12);
  expect(collapse).toMatchObject({ activeUnits: 1 });
  expect(collapse.generatedSdRatio).toBeCloseTo(0.5, 6);
});

test('constant rows from an unused latent space', () => {
  const constant = real.map(() => 0.5);
  expect(measureCollapse(new Float64Array(3), constant, real, 2)).toEqual({
    klPerDim: 0,
    activeUnits: 0,
    generatedSdRatio: 0,
  });
});

test('a feature that is constant among real rows does not count, and one row has no ratio', () => {
  const noisy = Float32Array.of(0, 0.9, 1, 0.1, 0.5, 0.4, 0.25, 0.7);
  expect(measureCollapse([1], noisy, real, 2).generatedSdRatio).toBe(1);
  expect(measureCollapse([1], noisy.subarray(0, 2), real.subarray(0, 2), 2).generatedSdRatio).toBeNaN();
});
