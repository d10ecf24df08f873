import fc from 'fast-check';
import { expect, test } from 'vitest';
import { targetReached } from './target.ts';

const config = (hash: string, ...values: (number | null)[]) => ({ hash: hash.padEnd(64, '0'), values });
const above = { name: 'val_f1', goal: 'maximize', target: 0.9 } as const;
const below = { name: 'val_brier', goal: 'minimize', target: 0.1 } as const;

test('a config is there once its whole interval is', () => {
  expect(targetReached([config('a', 0.93, 0.94, 0.95)], above)).toBe(
    'Target reached: val_f1 of config a0000000 is 0.94 ± 0.02484 (95%, 3 replicates), not below 0.9.',
  );
  expect(targetReached([config('a', 0.9, 0.91, 0.92)], above)).toBeNull();
  expect(targetReached([config('b', 0.07, 0.06, 0.05)], below)).toBe(
    'Target reached: val_brier of config b0000000 is 0.06 ± 0.02484 (95%, 3 replicates), not above 0.1.',
  );
  expect(targetReached([config('b', 0.1, 0.09, 0.08)], below)).toBeNull();
});

test('one replicate counts by its value, equal ones are enough, and a missing one is too little', () => {
  expect(targetReached([config('a', 0.9)], above)).toBe(
    'Target reached: val_f1 of config a0000000 is 0.9, not below 0.9.',
  );
  expect(targetReached([config('a', 0.8999)], above)).toBeNull();
  expect(targetReached([config('a', 0.9, 0.9)], above)).toContain('0.9 ± 0 (95%, 2 replicates)');
  expect(targetReached([config('a', 0.99, null, 0.99)], above)).toBeNull();
  expect(targetReached([config('a', null)], above)).toBeNull();
  expect(targetReached([], above)).toBeNull();
});

test('the first that is there is the one, whatever comes after', () => {
  const configs = [config('a', 0.5, 0.6), config('b', 0.91, 0.91), config('c', 0.99, 0.99)];
  expect(targetReached(configs, above)).toContain('config b0000000');
});

test('without a target nothing ends a sweep', () => {
  expect(targetReached([config('a', 1, 1)], { name: 'test_f1', goal: 'maximize' })).toBeNull();
});

test('goals are mirror images, and an easier target is reached wherever a harder one is', () => {
  const value = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 9 }),
      value,
      fc.double({ min: 0, max: 5, noNaN: true }),
      (values, target, easier) => {
        const reaches = (goal: 'maximize' | 'minimize', sign: number, at: number) =>
          targetReached([config('a', ...values.map((one) => sign * one))], {
            ...{ name: 'val_mcc', goal, target: sign * at },
          }) !== null;
        expect(reaches('minimize', -1, target)).toBe(reaches('maximize', 1, target));
        if (reaches('maximize', 1, target)) expect(reaches('maximize', 1, target - easier)).toBe(true);
      },
    ),
  );
});
