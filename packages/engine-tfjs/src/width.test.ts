import { expect, it } from 'vitest';
import { bestWidth } from './width.ts';

/** A step that costs `start` whatever the width and `each` a trial. */
const machine = (start: number, each: number) => async (width: number) => start / width + each;

it('widens until a step gets hardly cheaper', async () => {
  expect(await bestWidth(machine(40, 46), 64)).toBe(4);
  expect(await bestWidth(machine(5000, 1), 4096)).toBe(4096);
  expect(await bestWidth(machine(0, 1), 4096)).toBe(1);
});

it('keeps within the limit', async () => {
  expect(await bestWidth(machine(5000, 1), 100)).toBe(64);
  expect(await bestWidth(machine(5000, 1), 1)).toBe(1);
});

it('stops where memory runs out', async () => {
  const measure = async (width: number) => {
    if (width > 16) throw new Error('out of memory');
    return 1 / width;
  };
  expect(await bestWidth(measure, 4096)).toBe(16);
  await expect(bestWidth(async () => Promise.reject(new Error('broken')), 8)).rejects.toThrow('broken');
});
