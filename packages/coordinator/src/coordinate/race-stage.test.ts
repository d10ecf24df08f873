import { expect, test } from 'vitest';
import { mostTrials, nextRung, stageOf } from './race-stage.ts';

test('a sweep that races begins with its search, another one has no stage', () => {
  const race = { rungs: [2, 4] };
  expect(stageOf({ cursor: null }, { race })).toEqual({ race: 'search', search: null });
  expect(stageOf({ cursor: { at: 3 } }, {})).toBeNull();
});

test('behind the last rung come all replicates', () => {
  const definition = { race: { rungs: [2, 4] }, replicates: 8 };
  expect([2, 4].map((rung) => nextRung(definition, rung))).toEqual([4, 8]);
});

test('there are as many trials as planned at most, less what a race has dropped', () => {
  const most = (cursor: unknown) => mostTrials({ cursor, plannedTrials: 80 });
  expect(most(null)).toBe(80);
  expect(most({ at: 3 })).toBe(80);
  expect(most({ race: 'decide', rung: 2, most: null })).toBe(80);
  expect(most({ race: 'extend', from: 2, to: 4, after: '', most: 44 })).toBe(44);
  // What is saved is spent.
  expect(most({ race: 'extend', from: 2, to: 4, after: '', most: 44, planned: 64 })).toBe(64);
});
