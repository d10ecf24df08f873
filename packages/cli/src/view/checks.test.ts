import type { Check } from '@latentsweep/app';
import { expect, test } from 'vitest';
import { PLAIN } from '../terminal/style.ts';
import { displayWidth } from '../terminal/text.ts';
import { checkLines } from './checks.ts';

const checks: readonly Check[] = [
  { name: 'node', state: 'ok', found: 'v24 on linux', fix: null },
  {
    ...{ name: 'store', state: 'warning' },
    found:
      'embedded, 12.3 MB, 4 sweeps, 1,234 trials, postgresql://postgres@/postgres?host=%2Ftmp%2Flatentsweep-socket',
    fix: 'Ask its owner for: grant insert, update, delete on all tables in schema public to you.',
  },
];

test('without a terminal, a check and what to do are a line each', () => {
  expect(checkLines(checks, Number.POSITIVE_INFINITY, PLAIN)).toHaveLength(3);
});

test.each([80, 60, 40])('on %i columns lines break between words, under one another', (width) => {
  const lines = checkLines(checks, width, PLAIN);
  const words = checks.flatMap(({ found, fix }) => `${found} ${fix ?? ''}`.trim().split(' '));
  const shown = lines.flatMap((line) => line.slice(14).trim().split(/ +/)).filter((word) => word !== '→');
  expect(shown).toEqual(words);
  for (const line of lines) {
    if (displayWidth(line) > width) expect(line.trim()).not.toContain(' ');
  }
  expect(lines.slice(2).every((line) => /^ {14}(→ | {2})?\S/.test(line))).toBe(true);
});
