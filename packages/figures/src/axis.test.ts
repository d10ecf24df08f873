import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laidAcross, laidUp } from './axis.ts';
import { choicesScale, linearScale, logScale } from './scale.ts';
import { LINE, SIZE, textWidth } from './text-width.ts';

test('labels side by side never touch and stay within their room', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
  fc.assert(
    fc.property(number, number, fc.integer({ min: 1, max: 1600 }), (a, b, length) => {
      const span = { low: Math.min(a, b), high: Math.max(a, b) };
      for (const scale of [linearScale(span), ...(span.low > 0 ? [logScale(span)] : [])]) {
        const { labels } = laidAcross(scale, length, 10, 8);
        labels.forEach(({ at, text }, i) => {
          const half = textWidth(text, SIZE.tick) / 2;
          expect(at - half).toBeGreaterThanOrEqual(-10.01);
          const next = labels[i + 1];
          if (next) expect(next.at - at).toBeGreaterThan(half + textWidth(next.text, SIZE.tick) / 2);
        });
      }
    }),
  );
});

test('choices lie side by side where they fit, else stand', () => {
  const scale = choicesScale(['none', 'smote', 'vae_boundary']);
  expect(laidAcross(scale, 400, 0, 0)).toMatchObject({ upright: false, thickness: LINE });
  const standing = laidAcross(scale, 120, 0, 0);
  expect(standing.upright).toBe(true);
  expect(standing.labels.map(({ text }) => text)).toEqual(['none', 'smote', 'vae_boundary']);
});

test('of 10,000 choices as many are named as there is room for', () => {
  const scale = choicesScale(Array.from({ length: 10_000 }, (_, i) => `choice ${i}`));
  for (const length of [10, 200, 1500]) {
    for (const { labels } of [laidAcross(scale, length, 0, 0), laidUp(scale, length, 80)]) {
      expect(labels.length).toBeLessThanOrEqual(Math.max(1, length / LINE));
      labels.forEach(({ at }, i) => {
        if (i > 0) expect(at - labels[i - 1]!.at).toBeGreaterThanOrEqual(LINE - 0.5);
      });
    }
  }
});

test('long names are cut at the end that says less', () => {
  const scale = choicesScale(['loss_weights.reconstruction']);
  expect(laidUp(scale, 40, 80, 'start').labels[0]!.text).toMatch(/^….*struction$/);
  expect(laidUp(scale, 40, 80).labels[0]!.text).toMatch(/^loss_.*…$/);
});
