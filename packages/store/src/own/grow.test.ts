import { expect, test } from 'vitest';
import type { TrialOutcome } from '../port.ts';
import { firstMeasures, MOST_MEASURES, withNames } from './grow.ts';

const reported = (...names: string[]): TrialOutcome['result'] => ({
  ...{ outcome: 'completed', curves: {} },
  measures: Object.fromEntries(names.map((name) => [name, 1])),
});

test('a sweep begins with what it is ranked by and bound by', () => {
  const definition = {
    metrics: [{ name: 'val_loss' }, { name: 'seconds' }],
    constraints: [
      { measure: 'memory', max: 1 },
      { measure: 'seconds', max: 9 },
    ],
  };
  expect(firstMeasures({ metric: 'val_loss', definition })).toEqual(['val_loss', 'seconds', 'memory']);
  expect(firstMeasures({ metric: 'val_loss', definition: null })).toEqual(['val_loss']);
});

test('names stand in the order in which they came, curves behind measures, the step nowhere', () => {
  const diverged: TrialOutcome['result'] = {
    ...{ outcome: 'diverged', epoch: 1, reason: 'NaN' },
    curves: { step: [1], late: [2] },
  };
  const failed: TrialOutcome['result'] = { outcome: 'failed', error: 'no luck' };
  expect(withNames(['loss'], [reported('a', 'loss'), failed, diverged, reported('b', 'a')])).toEqual({
    names: ['loss', 'a', 'late', 'b'],
    leftOut: null,
  });
});

test('what is no name is none, and beyond a hundred there is no room', () => {
  const many = Array.from({ length: MOST_MEASURES }, (_, i) => `m${i}`);
  const grown = withNames(['loss'], [reported('a b', '', 'x'.repeat(65), ...many), reported('later')]);
  expect(grown.names).toEqual(['loss', ...many.slice(0, MOST_MEASURES - 1)]);
  expect(grown.leftOut).toBe(`m${MOST_MEASURES - 1}`);
  expect(withNames(grown.names, [reported('m1')])).toEqual({ names: grown.names, leftOut: null });
});
