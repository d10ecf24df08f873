import { expect, it } from 'vitest';
import { trialsHeld } from './presence.ts';

it('A worker names the open trials that it holds, by sweep', () => {
  const holding = (sweepId: number, openTrials: number[]) => ({ job: { sweepId }, openTrials });
  expect(trialsHeld([holding(1, [4, 5]), holding(2, [9]), holding(1, [7]), holding(3, [])])).toEqual([
    { sweepId: 1, trialIds: [4, 5, 7] },
    { sweepId: 2, trialIds: [9] },
  ]);
});
