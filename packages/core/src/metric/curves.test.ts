import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeMetrics } from './compute.ts';
import { type RankCurve, rankCurves } from './rank-curves.ts';
import { calibrationError, reliability } from './reliability.ts';
import { VECTORS } from './scikit-learn.vectors.ts';

/** Rows with coarse probabilities, so that there are ties, and each class at least once. */
const rows = fc.constantFrom(2, 3, 4).chain((classes) => {
  const outputs = classes === 2 ? 1 : classes;
  const row = fc.record({
    label: fc.nat({ max: classes - 1 }),
    weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: outputs, maxLength: outputs }),
  });
  return fc.array(row, { minLength: classes, maxLength: 60 }).map((given) => ({
    classes,
    labels: Uint8Array.from(given, ({ label }, i) => (i < classes ? i : label)),
    probabilities: Float32Array.from(
      given.flatMap(({ weights }) => {
        const total = outputs === 1 ? 10 : weights.reduce((sum, w) => sum + w, 0);
        return weights.map((w) => w / total);
      }),
    ),
  }));
});

function belowLines({ x, y }: RankCurve): number {
  return x.slice(1).reduce((sum, at, i) => sum + ((at - x[i]!) * (y[i + 1]! + y[i]!)) / 2, 0);
}

function belowSteps({ x, y }: RankCurve): number {
  return x.reduce((sum, at, i) => sum + (at - (x[i - 1] ?? 0)) * y[i]!, 0);
}

const classesOf = (classes: number) => (classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('curves of ranks', () => {
  test('have the areas that are measured, ties and all, and those lie below them', () => {
    fc.assert(
      fc.property(rows, ({ probabilities, labels, classes }) => {
        const { roc_auc, pr_auc } = computeMetrics(probabilities, labels, classes);
        const each = classesOf(classes).map((k) => rankCurves(probabilities, labels, classes, k)!);
        expect(mean(each.map(({ roc }) => roc.area))).toBeCloseTo(roc_auc, 12);
        expect(mean(each.map(({ precisionRecall }) => precisionRecall.area))).toBeCloseTo(pr_auc, 12);
        for (const { roc, precisionRecall } of each) {
          expect(belowLines(roc)).toBeCloseTo(roc.area, 12);
          expect(belowSteps(precisionRecall)).toBeCloseTo(precisionRecall.area, 12);
          expect([roc.x[0], roc.y[0], roc.x.at(-1), roc.y.at(-1)]).toEqual([0, 0, 1, 1]);
          expect(precisionRecall.x.at(-1)).toBe(1);
        }
      }),
    );
  });

  test('agree with scikit-learn', () => {
    for (const { probabilities, labels, classes, metrics } of VECTORS) {
      if (Number.isNaN(metrics['roc_auc'])) continue;
      const each = classesOf(classes).flatMap(
        (k) => rankCurves(Float32Array.from(probabilities), Uint8Array.from(labels), classes, k) ?? [],
      );
      expect(mean(each.map(({ roc }) => roc.area))).toBeCloseTo(metrics['roc_auc']!, 6);
      expect(mean(each.map(({ precisionRecall }) => precisionRecall.area))).toBeCloseTo(
        metrics['pr_auc']!,
        6,
      );
    }
  });

  test('are none of a class that is not there, or alone', () => {
    const probabilities = Float32Array.of(0.2, 0.7);
    expect(rankCurves(probabilities, Uint8Array.of(0, 0), 2, 1)).toBeNull();
    expect(rankCurves(probabilities, Uint8Array.of(1, 1), 2, 1)).toBeNull();
    expect(rankCurves(new Float32Array(), new Uint8Array(), 2, 1)).toBeNull();
    const known = rankCurves(probabilities, Uint8Array.of(0, 1), 2, 1)!;
    expect(known).toEqual({
      roc: { x: [0, 0, 1], y: [0, 1, 1], area: 1 },
      precisionRecall: { x: [1], y: [1], area: 1 },
      share: 0.5,
    });
  });
});

describe('reliability', () => {
  test('is what the calibration error sums up, of the positive class or of the predicted one', () => {
    fc.assert(
      fc.property(rows, ({ probabilities, labels, classes }) => {
        const bins = reliability(probabilities, labels, classes, classes === 2 ? 1 : 'predicted');
        expect(calibrationError(bins)).toBeCloseTo(computeMetrics(probabilities, labels, classes).ece, 12);
        expect(bins.rows.reduce((sum, n) => sum + n)).toBe(labels.length);
      }),
    );
  });

  test('of one class of several', () => {
    const probabilities = Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.75, 0.125);
    const bins = reliability(probabilities, Uint8Array.of(1, 1), 3, 1);
    expect([bins.rows[3], bins.predicted[3], bins.observed[3]]).toEqual([1, 0.25, 1]);
    expect([bins.rows[11], bins.predicted[11], bins.observed[11]]).toEqual([1, 0.75, 1]);
    expect(calibrationError(bins)).toBe(0.5);
  });
});
