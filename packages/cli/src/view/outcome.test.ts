import type { RunOutcome } from '@latentsweep/coordinator';
import type { KnownSweep } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { exitCodeOfRun, nextSteps, outcomeLines } from './outcome.ts';

const sweep = { slug: 'deck', word: '7', plannedTrials: 320 } as KnownSweep;
const spell = (command: string) => `npx sweep ${command} --store s`;
const counts = {
  queued: 0,
  running: 0,
  completed: 300,
  diverged: 0,
  failed: 0,
  quarantined: 0,
  waiting: 0,
  pruned: 0,
  cancelled: 0,
  reused: 0,
};
const outcome = (state: RunOutcome['state'], more: Partial<RunOutcome['counts']> = {}): RunOutcome => ({
  state,
  reason: null,
  counts: { ...counts, ...more },
  seconds: 75,
});

test.each([
  ['completed', 0, 0],
  ['completed', 2, 1],
  ['failed', 3, 1],
  ['paused', 0, 130],
  ['cancelled', 0, 130],
  ['interrupted', 0, 130],
] as const)('%s with %i failed trials leaves with %i', (state, failed, code) => {
  expect(exitCodeOfRun(outcome(state, { failed }))).toBe(code);
});

test('a sweep that is done says what came out', () => {
  expect(
    outcomeLines(sweep, outcome('completed', { completed: 317, reused: 100, diverged: 1, failed: 2 }), spell),
  ).toEqual([
    'deck is done: 317 trials completed, 100 of them taken over from earlier sweeps, 1 diverged, 2 failed in 1 min 15 s.',
    'What went wrong: npx sweep trials 7 --state failed --store s',
  ]);
});

test('a sweep that ended before its end says why', () => {
  const reason = 'Target reached: val_f1 of config 1a2b3c4d is 0.93, not below 0.9.';
  expect(outcomeLines(sweep, { ...outcome('completed', { cancelled: 20 }), reason }, spell)).toEqual([
    'deck is done: 300 trials completed, 20 cancelled in 1 min 15 s.',
    reason,
  ]);
});

test('quarantined trials are failures, and are named', () => {
  const ended = outcome('completed', { completed: 318, quarantined: 2 });
  expect(exitCodeOfRun(ended)).toBe(1);
  expect(outcomeLines(sweep, { ...ended, seconds: null }, spell)).toEqual([
    'deck is done: 318 trials completed, 2 quarantined.',
    'What killed its workers: npx sweep trials 7 --state quarantined --store s',
  ]);
});

test('after a sweep of a program there is no verdict to ask for', () => {
  const steps = (given: KnownSweep) => nextSteps(given, (command) => command).map(([command]) => command);
  expect(steps(sweep)).toContain('verdict 7');
  const own = steps({ ...sweep, ownMeasures: ['loss'] });
  expect(own).not.toContain('verdict 7');
  expect(own).toContain('importance 7');
});

test('a sweep that was stopped says how to go on', () => {
  for (const state of ['interrupted', 'paused', 'failed'] as const) {
    expect(outcomeLines(sweep, outcome(state), spell).join('\n')).toContain('npx sweep resume 7 --store s');
  }
  expect(outcomeLines(sweep, outcome('interrupted'), spell)[0]).toBe(
    'deck was stopped, 20 trials to go; nothing is lost.',
  );
});
