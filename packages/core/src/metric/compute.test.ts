import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PREDICTION_MEASURES } from '../measure/predictions.ts';
import { Stream } from '../random/stream.ts';
import { computeMetrics, logLossAndAccuracy, type Metrics } from './compute.ts';
import { VECTORS } from './scikit-learn.vectors.ts';
import { thresholdMetrics } from './threshold.ts';

const METRICS = PREDICTION_MEASURES.filter(({ shape }) => shape === 'scalar').map(
  ({ base }) => base as Exclude<keyof Metrics, 'class_recall' | 'confusion'>,
);

describe('against scikit-learn and imbalanced-learn', () => {
  for (const vector of VECTORS) {
    const metrics = () =>
      computeMetrics(Float32Array.from(vector.probabilities), Uint8Array.from(vector.labels), vector.classes);

    // scikit-learn works in float32 where it is given float32: six digits.
    test.for(METRICS)(`${vector.name}: %s`, (name) => {
      expect(metrics()[name]).toBeCloseTo(vector.metrics[name]!, 6);
    });

    test(`${vector.name}: confusion`, () => {
      expect(metrics().confusion).toEqual(vector.confusion);
    });
  }
});

/** Rows of K classes with coarse probabilities (so that there are ties), every class at least once. */
function rowsOf(classes: number) {
  const outputs = classes === 2 ? 1 : classes;
  const row = fc.record({
    label: fc.nat({ max: classes - 1 }),
    weights: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: outputs, maxLength: outputs }),
  });
  return fc.array(row, { minLength: classes, maxLength: 60 }).map((rows) => {
    rows.slice(0, classes).forEach((r, k) => {
      r.label = k;
    });
    const probabilities = rows.flatMap(({ weights }) => {
      if (outputs === 1) return weights.map((w) => w / 12);
      const total = weights.reduce((sum, w) => sum + w, 0);
      return weights.map((w) => (total === 0 ? 1 / outputs : w / total));
    });
    return { p: Float32Array.from(probabilities), y: Uint8Array.from(rows, (r) => r.label) };
  });
}

describe('properties', () => {
  test('ROC-AUC of many different probabilities is the rank sum', () => {
    const stream = new Stream([1, 2], 0);
    const p = Float32Array.from({ length: 5000 }, () => (stream.uniform() * stream.uniform()) / 1000);
    const y = Uint8Array.from(p, () => stream.below(2));
    const ascending = Array.from(p.keys()).sort((a, b) => p[a]! - p[b]!);
    const positives = y.reduce((sum, label) => sum + label, 0);
    const rankSum = ascending.reduce((sum, row, rank) => sum + y[row]! * (rank + 1), 0);
    const wins = rankSum - (positives * (positives + 1)) / 2;
    expect(new Set(p).size).toBe(p.length);
    expect(computeMetrics(p, y, 2).roc_auc).toBeCloseTo(wins / (positives * (y.length - positives)), 12);
  });

  test('MCC and accuracy do not tell truth from prediction; F1 is between precision and recall', () => {
    const matrices = fc.array(fc.nat(50), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(matrices, (confusion) => {
        fc.pre(confusion.some((count) => count > 0));
        const there = thresholdMetrics(confusion, 3);
        const transposed = confusion.map((_, at) => confusion[(at % 3) * 3 + Math.floor(at / 3)]!);
        const back = thresholdMetrics(transposed, 3);
        expect(back.mcc).toBe(there.mcc);
        expect(back.accuracy).toBe(there.accuracy);
        expect(Math.abs(there.mcc)).toBeLessThanOrEqual(1);
        const two = thresholdMetrics(confusion.slice(0, 4), 2);
        expect(two.f1).toBeGreaterThanOrEqual(Math.min(two.precision, two.recall) - 1e-12);
        expect(two.f1).toBeLessThanOrEqual(Math.max(two.precision, two.recall) + 1e-12);
      }),
    );
  });

  test('ROC-AUC is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(rowsOf(2), ({ p, y }) => {
        let wins = 0;
        let pairs = 0;
        for (let i = 0; i < y.length; i++) {
          for (let j = 0; j < y.length; j++) {
            if (y[i] !== 1 || y[j] !== 0) continue;
            pairs++;
            wins += p[i]! > p[j]! ? 1 : p[i] === p[j] ? 0.5 : 0;
          }
        }
        expect(computeMetrics(p, y, 2).roc_auc).toBeCloseTo(wins / pairs, 12);
      }),
    );
  });

  test.for([2, 3])('the order of the rows does not matter (%i classes)', (classes) => {
    fc.assert(
      fc.property(rowsOf(classes), ({ p, y }) => {
        const outputs = p.length / y.length;
        const q = Float32Array.from(p, (_, at) => {
          const row = y.length - 1 - Math.floor(at / outputs);
          return p[row * outputs + (at % outputs)]!;
        });
        const there = computeMetrics(p, y, classes);
        const back = computeMetrics(q, y.toReversed(), classes);
        for (const name of METRICS) expect(back[name]).toBeCloseTo(there[name], 10);
      }),
    );
  });

  test('exchanging the classes keeps MCC, AUC, log loss and swaps recall with specificity', () => {
    fc.assert(
      fc.property(rowsOf(2), ({ p, y }) => {
        const odd = p.map((value) => (value === 0.5 ? 0.4 : value));
        const there = computeMetrics(odd, y, 2);
        const back = computeMetrics(
          odd.map((value) => 1 - value),
          y.map((label) => 1 - label),
          2,
        );
        expect(back.mcc).toBeCloseTo(there.mcc, 6);
        expect(back.roc_auc).toBeCloseTo(there.roc_auc, 6);
        expect(back.log_loss).toBeCloseTo(there.log_loss, 5);
        expect(back.recall).toBe(there.specificity);
        expect(back.g_mean).toBeCloseTo(there.g_mean, 12);
      }),
    );
  });

  test.for([2, 4])('bounded, consistent with the confusion matrix (%i classes)', (classes) => {
    fc.assert(
      fc.property(rowsOf(classes), ({ p, y }) => {
        const metrics = computeMetrics(p, y, classes);
        expect(metrics.confusion.reduce((a, b) => a + b)).toBe(y.length);
        for (const name of METRICS) expect(metrics[name]).not.toBeNaN();
        const curve = logLossAndAccuracy(p, y, classes);
        expect(curve).toEqual({ logLoss: metrics.log_loss, accuracy: metrics.accuracy });
      }),
    );
  });
});

describe('edges', () => {
  test('one class only: no AUC, its recall alone', () => {
    const metrics = computeMetrics(Float32Array.of(0.2, 0.7), Uint8Array.of(0, 0), 2);
    expect(metrics).toMatchObject({ accuracy: 0.5, balanced_accuracy: 0.5, recall: 0, g_mean: 0.5 });
    expect(metrics).toMatchObject({ roc_auc: Number.NaN, pr_auc: Number.NaN });
    expect(metrics.class_recall).toEqual([0.5, Number.NaN]);
  });

  test('a perfect order', () => {
    const metrics = computeMetrics(Float32Array.of(0, 0.1, 0.9, 1), Uint8Array.of(0, 0, 1, 1), 2);
    expect(metrics).toMatchObject({ accuracy: 1, roc_auc: 1, pr_auc: 1, mcc: 1, f1: 1 });
  });

  test('certain and wrong costs -ln 2^-23', () => {
    const metrics = computeMetrics(Float32Array.of(0, 1), Uint8Array.of(1, 0), 2);
    expect(metrics.log_loss).toBeCloseTo(23 * Math.LN2, 10);
    expect(metrics.roc_auc).toBe(0);
  });

  test('no rows: NaN throughout', () => {
    const metrics = computeMetrics(new Float32Array(0), new Uint8Array(0), 2);
    for (const name of METRICS) expect(metrics[name]).toBeNaN();
    expect(metrics.confusion).toEqual([0, 0, 0, 0]);
  });

  test('a probability that is not a number shows', () => {
    const metrics = computeMetrics(Float32Array.of(Number.NaN, 0.3), Uint8Array.of(1, 0), 2);
    for (const name of ['log_loss', 'brier', 'ece', 'roc_auc', 'pr_auc'] as const) {
      expect(metrics[name]).toBeNaN();
    }
  });

  test('a wrong shape is refused', () => {
    expect(() => computeMetrics(new Float32Array(3), new Uint8Array(2), 2)).toThrow(RangeError);
    expect(() => logLossAndAccuracy(new Float32Array(2), new Uint8Array(1), 3)).toThrow('need 3');
  });
});
