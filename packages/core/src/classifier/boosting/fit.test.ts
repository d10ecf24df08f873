import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FittingRows } from '../classifier.ts';
import { fitBoostedTrees } from './fit.ts';
import { drawnRows } from './fixtures.ts';
import { boostedTreesOf } from './model.ts';
import { VECTORS } from './scikit-learn.vectors.ts';
import { EARLY_STOPPING_DEFAULTS } from './settings.ts';

const predicted = (rows: FittingRows, options = {}) =>
  fitBoostedTrees(rows, options).predict(rows.features, rows.count);

describe('beside scikit-learn', () => {
  it.each(VECTORS)('$name', (vector) => {
    const { count, columns, classes, seed, settings, probabilities } = vector;
    const drawn = drawnRows(count, columns, classes, seed);
    if (vector.missing) {
      for (let row = 0; row < count; row += 7) drawn.features[row * columns] = Number.NaN;
      for (let row = 0; row < count; row += 5) drawn.features[row * columns + 1] = Number.NaN;
    }
    const weights = vector.weighed ? Float32Array.from({ length: count }, (_, row) => row % 3) : null;
    const fitted = fitBoostedTrees({ ...drawn, weights }, settings);
    const leaves = fitted.model.trees.map(({ column }) => column.filter((c) => c === -1).length);
    expect(leaves).toEqual(vector.leaves);
    const p = fitted.predict(drawn.features, count);
    for (const [i, value] of probabilities.entries()) expect(p[i]).toBeCloseTo(value, 6);
    expect(p.reduce((sum, value) => sum + value ** 2, 0) / p.length).toBeCloseTo(vector.meanSquare, 7);
  });
});

describe('properties', () => {
  const seeds = fc.integer({ min: 1, max: 1e6 });
  const quick = { maxIter: 5, minSamplesLeaf: 3 };

  it('says the same of columns that are scaled, shifted or stretched, order kept', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(50, 400), fc.constantFrom(4, 255), (seed, count, maxBins) => {
        const rows = drawnRows(count, 3, 2, seed);
        // Coarse enough that bending makes no two values equal.
        for (const [i, x] of rows.features.entries()) rows.features[i] = Math.floor(x * 4096) / 4096;
        const bent = rows.features.map((x, i) => [3 * x - 7, x ** 3, Math.sqrt(x)][i % 3]!);
        const options = { ...quick, maxBins };
        expect(predicted({ ...rows, features: bent }, options)).toEqual(predicted(rows, options));
      }),
      { numRuns: 30 },
    );
  });

  it('takes a weight for so many copies of a row', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(2, 3), fc.constantFrom(8, 255), (seed, classes, maxBins) => {
        const rows = drawnRows(120, 3, classes, seed);
        const weights = Float32Array.from(rows.labels, (_, i) => [1, 2, 0, 4][i % 4]!);
        const copied = Array.from(weights).flatMap((weight, row) => Array<number>(weight).fill(row));
        const copies: FittingRows = {
          ...rows,
          features: Float32Array.from(
            copied.flatMap((row) => [...rows.features.subarray(row * 3, row * 3 + 3)]),
          ),
          labels: Uint8Array.from(copied, (row) => rows.labels[row]!),
          count: copied.length,
        };
        // Counts of rows are not weighed, so that no split may depend on them; ties between cuts need other rounds.
        const options = { maxIter: 3, minSamplesLeaf: 1, maxBins, maxDepth: 2, l2Regularization: 1 };
        const weighed = predicted({ ...rows, weights }, options);
        const duplicated = fitBoostedTrees(copies, options).predict(rows.features, rows.count);
        for (let i = 0; i < weighed.length; i++) {
          if (weights[Math.floor((i * rows.count) / weighed.length)]! > 0) {
            expect(weighed[i]).toBeCloseTo(duplicated[i]!, 5);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('says the same of rows that lie there once as of copies side by side', () => {
    const rows = drawnRows(200, 3, 3, 11);
    const places = Uint32Array.from({ length: 500 }, (_, i) => (i * i + 3 * i) % rows.count);
    const labels = Uint8Array.from(places, (place) => rows.labels[place]!);
    const features = Float32Array.from({ length: 500 * 3 }, (_, i) => {
      return rows.features[places[Math.floor(i / 3)]! * 3 + (i % 3)]!;
    });
    for (const earlyStopping of [null, EARLY_STOPPING_DEFAULTS]) {
      const options = { ...quick, earlyStopping };
      const once = fitBoostedTrees({ ...rows, places, labels, count: 500 }, options);
      expect(once.model).toEqual(fitBoostedTrees({ ...rows, features, labels, count: 500 }, options).model);
    }
  });

  it('says the same of the same rows, and leaves them as they are', () => {
    const rows = drawnRows(300, 5, 3, 7);
    const before = rows.features.slice();
    const { model } = fitBoostedTrees(rows, quick);
    expect(fitBoostedTrees(rows, quick).model).toEqual(model);
    expect(rows.features).toEqual(before);
  });

  it('keeps every bit through JSON', () => {
    for (const classes of [2, 4]) {
      const rows = drawnRows(300, 5, classes, 8);
      rows.features[3] = Number.NaN;
      const fitted = fitBoostedTrees(rows, quick);
      const again = boostedTreesOf(JSON.parse(JSON.stringify(fitted.model)), fitted.fit);
      expect(again.predict(rows.features, 300)).toEqual(fitted.predict(rows.features, 300));
    }
  });

  it('gives probabilities', () => {
    const rows = drawnRows(300, 5, 3, 9);
    const p = predicted(rows, { minSamplesLeaf: 1 });
    for (let row = 0; row < 300; row++) {
      const own = p.subarray(row * 3, row * 3 + 3);
      expect(own.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(own.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
    }
  });
});

describe('tables at the edge', () => {
  it('learns a class of one row where a leaf may be that small', () => {
    const rows = drawnRows(100, 3, 2, 1);
    rows.labels.fill(0);
    rows.labels[17] = 1;
    rows.features[17 * 3] = 2;
    const p = predicted(rows, { minSamplesLeaf: 1 });
    expect(p[17]).toBeGreaterThan(0.9);
    expect(Math.max(...p.filter((_, row) => row !== 17))).toBeLessThan(0.1);
    expect(Math.max(...predicted(rows, { minSamplesLeaf: 60 }))).toBeCloseTo(0.01, 6);
  });

  it('gives a class without rows next to no probability', () => {
    for (const classes of [2, 3]) {
      const rows = drawnRows(100, 3, classes, 1);
      rows.labels.fill(classes === 2 ? 0 : 1);
      const p = predicted(rows);
      if (classes === 2) for (const value of p) expect(value).toBeLessThan(1e-10);
      else for (let row = 0; row < 100; row++) expect(p[row * 3 + 1]).toBeCloseTo(1, 6);
    }
    const rows = drawnRows(200, 3, 2, 2);
    const p = predicted({ ...rows, classes: 3 });
    for (let row = 0; row < 200; row++) expect(p[row * 3 + 2]).toBeLessThan(1e-6);
  });

  it('passes over constant columns and those of nothing but missing values', () => {
    const rows = drawnRows(200, 3, 2, 3);
    const wide = new Float32Array(200 * 5);
    for (let row = 0; row < 200; row++) {
      wide.set([1, ...rows.features.subarray(row * 3, row * 3 + 3), Number.NaN], row * 5);
    }
    expect(predicted({ ...rows, features: wide, columns: 5 })).toEqual(predicted(rows));
    const constant = { ...rows, features: new Float32Array(600).fill(0.5) };
    const share = rows.labels.reduce((sum, label) => sum + label, 0) / 200;
    for (const value of predicted(constant)) expect(value).toBeCloseTo(share, 6);
  });

  it('takes one row, and refuses none', () => {
    const rows = drawnRows(1, 3, 2, 3);
    expect(predicted(rows)).toHaveLength(1);
    expect(() => fitBoostedTrees({ ...rows, features: new Float32Array(0), count: 0 })).toThrow(
      'at least one row',
    );
    expect(() => fitBoostedTrees(rows).predict(rows.features, 2)).toThrow('2 rows of 3 columns');
  });

  it('finds the columns that matter among 2,000 with few rows', () => {
    const rows = drawnRows(80, 2000, 2, 4);
    for (let row = 0; row < 80; row++) rows.features[row * 2000 + 1234] = rows.labels[row]! + row / 1e4;
    const { model } = fitBoostedTrees(rows, { maxIter: 3 });
    expect(model.trees.every(({ column }) => column[0] === 1234)).toBe(true);
  });
});

describe('early stopping', () => {
  it('ends where held rows gain nothing any more', () => {
    const rows = drawnRows(600, 4, 3, 5);
    const earlyStopping = { ...EARLY_STOPPING_DEFAULTS, nIterNoChange: 3 };
    const { fit, model } = fitBoostedTrees(rows, { maxIter: 400, earlyStopping });
    expect(fit.converged).toBe(true);
    expect(fit.iterations).toBeLessThan(400);
    expect(model.trees).toHaveLength(3 * fit.iterations);
    expect(fitBoostedTrees(rows, { maxIter: 2, earlyStopping }).fit).toMatchObject({
      converged: false,
      iterations: 2,
    });
  });
});
