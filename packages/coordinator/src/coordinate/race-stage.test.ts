import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, behind, mostTrials, NO_BLOCKS, nextRung, roomFor, stageOf } from './race-stage.ts';

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
  // What a block saves goes to those behind it, until the search is at its end.
  const block = { from: 4, runs: 2, before: { trials: 20, runs: 3 }, search: { draw: 9 } };
  expect(most({ race: 'search', search: null, before: block.before })).toBe(80);
  expect(most({ race: 'extend', from: 2, to: 4, after: '', most: 44, block })).toBe(80);
  expect(
    most({ race: 'extend', from: 2, to: 4, after: '', most: 44, block: { ...block, search: null } }),
  ).toBe(44);
});

test('blocks, whatever they drop, never have more trials than were planned, and leave room for no other in the end', () => {
  const replicates = 8;
  const kept = fc.array(fc.nat(100), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 1, max: 40 }),
      kept,
      (plannedTrials, lag, shares) => {
        let before = NO_BLOCKS;
        let made = 0;
        for (let i = 0; ; i++) {
          const room = roomFor({ plannedTrials, replicates }, before);
          if (room === 0) break;
          const configs = Math.min(lag, room);
          const runs = Math.floor((configs * shares[i % shares.length]!) / 101);
          const trials = before.trials + runs * replicates + (configs - runs) * 2;
          const block: Block = { from: made, runs, before, search: { made } };
          const next = behind(block, trials) as { readonly search: unknown; readonly before: typeof before };
          expect(next).toEqual({
            race: 'search',
            search: { made },
            before: { trials, runs: before.runs + runs },
          });
          before = next.before;
          made += configs;
        }
        expect(before.trials).toBeLessThanOrEqual(plannedTrials);
        expect(plannedTrials - before.trials).toBeLessThan(replicates);
      },
    ),
  );
});

test('nothing is behind the last block', () => {
  const block = { from: 0, runs: 4, before: { trials: 0, runs: 0 }, search: null };
  expect(behind(block, 40)).toBeNull();
});
