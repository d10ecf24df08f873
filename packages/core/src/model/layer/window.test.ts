import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walk } from './window.ts';

const side = fc.integer({ min: 1, max: 40 });
const stride = fc.integer({ min: 1, max: 6 });

describe('the walk of a window', () => {
  it.each([
    [28, 3, 1, 'same', 28, 1],
    [28, 3, 2, 'same', 14, 0],
    [5, 4, 1, 'same', 5, 1],
    [7, 3, 2, 'same', 4, 1],
    [28, 5, 1, 'valid', 24, 0],
    [7, 3, 3, 'valid', 2, 0],
    [4, 5, 1, 'valid', 0, 0],
  ] as const)(
    'over %d values in windows of %d, %d apart, %s',
    (size, window, step, padding, count, before) => {
      expect(walk(size, window, step, padding)).toEqual({ count, before });
    },
  );

  it('meets every value where padding keeps the size and windows are no further apart than they are long', () => {
    fc.assert(
      fc.property(side, side, stride, (size, window, step) => {
        fc.pre(step <= window);
        const { count, before } = walk(size, window, step, 'same');
        const met = new Set<number>();
        for (let n = 0; n < count; n++) {
          for (let i = 0; i < window; i++) met.add(n * step + i - before);
        }
        for (let at = 0; at < size; at++) expect(met.has(at)).toBe(true);
      }),
    );
  });

  it('stays within the values where it takes whole windows alone, and leaves less than a step over', () => {
    fc.assert(
      fc.property(side, side, stride, (size, window, step) => {
        fc.pre(window <= size);
        const { count } = walk(size, window, step, 'valid');
        const end = (count - 1) * step + window;
        expect(end).toBeLessThanOrEqual(size);
        expect(end + step).toBeGreaterThan(size);
      }),
    );
  });
});
