import { expect, test } from 'vitest';
import { durationMs } from './lease.ts';

const read = durationMs('--lease');

test.each([
  ['90s', 90_000],
  ['1.5h', 5_400_000],
  ['30min', 1_800_000],
  ['30 m', 1_800_000],
  ['2d', 172_800_000],
])('%s is %i milliseconds', (text, ms) => expect(read(text)).toBe(ms));

test.each(['', '0s', '6', '-1h', 'h', '1w', '400d', '1h30', 'Infinityh', '1e3s'])(
  '%j is no lease',
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'bad_option' }));
  },
);
