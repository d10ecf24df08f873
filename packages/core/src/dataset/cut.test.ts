import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutMinority, oversample } from './cut.ts';
import type { Dataset } from './dataset.ts';

function datasetWith(labels: number[], classes: number, balance: Dataset['balance'] = 'original'): Dataset {
  const split = {
    features: new Float32Array(labels.length),
    labels: Uint8Array.from(labels),
    count: labels.length,
  };
  const classNames = Array.from({ length: classes }, (_, k) => String(k));
  return {
    features: 1,
    classes,
    classNames,
    majority: 0,
    balance,
    train: split,
    validation: split,
    test: split,
  };
}

/** Of three classes, each with a row. */
const labels = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 200 }).map((more) => [0, 1, 2, ...more]);
const seed = fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff));

describe('cutMinority', () => {
  it('keeps all of the majority and the rounded share of each minority class, at least one row', () => {
    fc.assert(
      fc.property(labels, seed, fc.double({ min: 0.001, max: 1, noNaN: true }), (given, key, rate) => {
        const dataset = datasetWith(given, 3);
        const { kept } = cutMinority(dataset, rate, key);
        kept.forEach((rows, k) => {
          const count = given.filter((label) => label === k).length;
          const expected = k === 0 ? count : Math.max(1, Math.round(count * rate));
          expect(rows.length).toBe(expected);
          for (const row of rows) expect(given[row]).toBe(k);
          expect(new Set(rows).size).toBe(rows.length);
        });
      }),
    );
  });

  it('keeps a subset of a larger rate’s rows', () => {
    const dataset = datasetWith(
      Array.from({ length: 300 }, (_, i) => i % 2),
      2,
    );
    const few = cutMinority(dataset, 0.1, [1, 2]).kept[1]!;
    const many = new Set(cutMinority(dataset, 0.5, [1, 2]).kept[1]);
    expect(few.length).toBe(15);
    for (const row of few) expect(many.has(row)).toBe(true);
  });

  it('draws other rows for another seed', () => {
    const dataset = datasetWith(
      Array.from({ length: 300 }, (_, i) => i % 2),
      2,
    );
    expect(cutMinority(dataset, 0.1, [1, 2]).kept[1]).not.toEqual(cutMinority(dataset, 0.1, [1, 3]).kept[1]);
  });

  it('targets the count before the cut, or the majority’s', () => {
    const given = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2];
    expect(cutMinority(datasetWith(given, 3), 0.5, [1, 2]).target).toEqual([6, 2, 3]);
    expect(cutMinority(datasetWith(given, 3, 'majority'), 0.5, [1, 2]).target).toEqual([6, 6, 6]);
  });
});

describe('oversample', () => {
  it('brings each class to its target from its own kept rows, all of which stay', () => {
    fc.assert(
      fc.property(labels, seed, (given, key) => {
        const training = cutMinority(datasetWith(given, 3, 'majority'), 0.3, key);
        oversample(training, key).forEach((rows, k) => {
          const kept = training.kept[k]!;
          expect(rows.length).toBe(training.target[k]);
          expect(rows.length).toBeGreaterThanOrEqual(kept.length);
          expect([...rows.subarray(0, kept.length)]).toEqual([...kept]);
          for (const row of rows) expect(kept.includes(row)).toBe(true);
        });
      }),
    );
  });
});
