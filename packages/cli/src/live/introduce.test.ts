import type { Begun } from '@latentsweep/app';
import { expect, test } from 'vitest';
import { Context } from '../context.ts';
import { DEFAULTS } from '../settings/settings.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';
import { introduce } from './introduce.ts';

function said(plannedTrials: number, reuse: Begun['reuse']): string {
  const terminal = fakeTerminal();
  const sweep = { slug: 'deck', word: 'deck', plannedTrials } as Begun['sweep'];
  const counts = {} as Begun['counts'];
  introduce(new Context(terminal, DEFAULTS, 'sweep'), { sweep, counts, created: true, reuse, note: null });
  return terminal.written.err;
}

test.each([
  [16, null, 'deck: 16 trials to do.'],
  [16, { trials: 0, lookedUp: 16 }, 'deck: 16 trials to do.'],
  [16, { trials: 1, lookedUp: 16 }, 'deck: 15 of 16 trials to do; earlier sweeps have the results of 1.'],
  [16, { trials: 16, lookedUp: 16 }, 'deck: nothing to do: earlier sweeps have the results of 16 trials.'],
  [1, { trials: 1, lookedUp: 1 }, 'deck: nothing to do: earlier sweeps have the results of 1 trial.'],
  [
    90_000,
    { trials: 60_000, lookedUp: 5000 },
    'deck: about 30,000 of 90,000 trials to do; earlier sweeps have the results of 60,000.',
  ],
  // All of a sample, which is not all.
  [
    90_000,
    { trials: 90_000, lookedUp: 5000 },
    'deck: about 0 of 90,000 trials to do; earlier sweeps have the results of 90,000.',
  ],
] as const)('of a new sweep of %d trials it says what is to do: %j', (planned, reuse, text) => {
  expect(said(planned, reuse)).toBe(`${text}\n`);
});
