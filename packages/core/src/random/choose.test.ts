import { expect, test } from 'vitest';
import { chooseBelow } from './choose.ts';
import { Stream } from './stream.ts';

test('as many as are wanted, ascending and different; all where there are no more', () => {
  const stream = new Stream([1, 2], 0);
  for (const [count, most] of [
    [10, 3],
    [3, 3],
    [3, 10],
    [0, 5],
    [5, 0],
  ] as const) {
    const chosen = [...chooseBelow(count, most, stream)];
    expect(chosen).toHaveLength(Math.min(count, most));
    expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
    expect(chosen.every((i) => i < count)).toBe(true);
  }
});

test('each number as often as any other', () => {
  const stream = new Stream([3, 4], 0);
  const seen = new Uint32Array(8);
  for (let i = 0; i < 8000; i++) for (const chosen of chooseBelow(8, 3, stream)) seen[chosen]!++;
  // 3000 expected each, with a standard deviation of 43.
  for (const count of seen) expect(Math.abs(count - 3000)).toBeLessThan(200);
});
