import { ARM_NAMES } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { contrast, linearised } from './colour.ts';
import { armLook } from './config-mark.ts';
import { colourOf, INKS, inksAsCss, propertyOf, SERIES_COLOURS, seriesOfArm, THEMES } from './palette.ts';

test.each(THEMES)('on %s, text stands out 4.5:1 and marks 3:1', (theme) => {
  const surface = colourOf('surface', theme);
  for (const ink of INKS) {
    if (ink === 'surface' || ink === 'grid') continue;
    const enough = ink === 'text' || ink === 'muted' || ink === 'accent' ? 4.5 : 3;
    expect([ink, contrast(colourOf(ink, theme), surface) >= enough]).toEqual([ink, true]);
  }
});

test.each(THEMES)('on %s, text in the ink of the surface is read on all of the scale', (theme) => {
  for (const ink of INKS) {
    if (typeof ink === 'string' || !('scale' in ink)) continue;
    expect(contrast(colourOf(ink, theme), colourOf('surface', theme))).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(THEMES)('on %s, the scale stands out the more, the higher it is, in grey too', (theme) => {
  const surface = colourOf('surface', theme);
  const steps = Array.from({ length: 33 }, (_, i) => contrast(colourOf({ scale: i / 32 }, theme), surface));
  steps.forEach((value, i) => {
    if (i > 0) expect(value).toBeGreaterThan(steps[i - 1]! - 1e-9);
  });
  expect(steps.at(-1)! / steps[0]!).toBeGreaterThan(2);
});

/** What is seen of linear light by who lacks a kind of cone (Machado, Oliveira and Fernandes 2009, severity 1). */
const SIGHT = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

/** OKLab (Ottosson 2020) of linear light. */
function oklab([r, g, b]: readonly number[]): number[] {
  const l = Math.cbrt(Math.max(0, 0.4122214708 * r! + 0.5363325363 * g! + 0.0514459929 * b!));
  const m = Math.cbrt(Math.max(0, 0.2119034982 * r! + 0.6806995451 * g! + 0.1073969566 * b!));
  const s = Math.cbrt(Math.max(0, 0.0883024619 * r! + 0.2817188376 * g! + 0.6299787005 * b!));
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const far = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((c, i) => c - b[i]!));

test.each(THEMES.flatMap((theme) => Object.keys(SIGHT).map((sight) => [theme, sight] as const)))(
  'on %s, any two series are told apart with %s',
  (theme, sight) => {
    const matrix = SIGHT[sight as keyof typeof SIGHT];
    const seen = Array.from({ length: SERIES_COLOURS }, (_, series) => {
      const light = linearised(colourOf({ series }, theme));
      return oklab(matrix.map((row) => row.reduce<number>((sum, share, i) => sum + share * light[i]!, 0)));
    });
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++) {
        expect([i, j, far(seen[i]!, seen[j]!) > 0.07]).toEqual([i, j, true]);
      }
    }
  },
);

test('arms have a series each, the same everywhere, and a strange one has one too', () => {
  // More arms than colours: those that share one have another shape each.
  const looks = ARM_NAMES.map(armLook).map(({ fill, shape }) => `${colourOf(fill, 'light')} ${shape}`);
  expect(new Set(looks).size).toBe(ARM_NAMES.length);
  expect(seriesOfArm('my_program')).toBe(seriesOfArm('my_program'));
  expect(seriesOfArm('my_program')).toBeLessThan(SERIES_COLOURS);
});

test('numbers that are no series or share have an ink all the same', () => {
  const odd = [
    { series: 11 },
    { series: -1 },
    { series: Number.NaN },
    { scale: -3 },
    { scale: 9 },
    { scale: Number.NaN },
  ];
  for (const ink of odd) expect(colourOf(ink, 'light')).toMatch(/^#[0-9a-f]{6}$/);
});

test('the style sheet has both colours of each ink', () => {
  const css = inksAsCss();
  for (const ink of INKS) {
    for (const theme of THEMES) expect(css).toContain(`${propertyOf(ink)}:${colourOf(ink, theme)}`);
  }
});
