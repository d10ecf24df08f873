import { expect, test } from 'vitest';
import { raceText, rungText } from './rung.ts';

test('what a race decided, in words', () => {
  const race = { rungs: [2, 4] };
  expect(raceText({}, [])).toBeNull();
  expect(raceText({ race }, [])).toBe('decides after 2 replicates first');
  expect(rungText({ rung: 2, kept: 412, dropped: 588 })).toBe(
    'after 2 replicates 412 of 1,000 configs go on',
  );
  expect(rungText({ rung: 4, kept: 12, dropped: 0 })).toBe('after 4 replicates all 12 configs go on');
  expect(
    raceText({ race }, [
      { rung: 2, kept: 412, dropped: 588 },
      { rung: 4, kept: 400, dropped: 12 },
    ]),
  ).toBe('588 of 1,000 configs dropped after 2 replicates, 12 of 412 configs dropped after 4 replicates');
});
