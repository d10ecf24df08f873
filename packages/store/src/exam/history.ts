import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClaimedTrial, Store } from '../port.ts';
import { completed, diverged, failed, LEASE_MS, OWNER, ownedSweep, sampleTrials } from './samples.ts';

type Step =
  | { readonly do: 'expand'; readonly from: number; readonly count: number }
  | { readonly do: 'claim'; readonly limit: number }
  | {
      readonly do: 'record';
      readonly picks: readonly number[];
      readonly as: 'completed' | 'diverged' | 'failed';
    }
  | { readonly do: 'requeue'; readonly picks: readonly number[] | null }
  | { readonly do: 'move'; readonly to: 'running' | 'paused' | 'cancelled' };

const picks = fc.array(fc.nat(), { maxLength: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('expand'), from: fc.nat(40), count: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('claim'), limit: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('record'),
      picks,
      as: fc.constantFrom('completed', 'diverged', 'failed'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('requeue'), picks: fc.option(picks) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('move'), to: fc.constantFrom('running', 'paused', 'cancelled') }),
  },
) as fc.Arbitrary<Step>;

const OUTCOME = {
  completed: (trial: ClaimedTrial) => completed(trial, trial.id / 1000),
  diverged: (trial: ClaimedTrial) => diverged(trial),
  failed: (trial: ClaimedTrial) => failed(trial),
};

/** Whatever happens in whatever order: a trial ends once, is there once, and every count follows from the rows. */
export function examineHistories(opened: () => Store, runs: number): void {
  test('random histories keep the rows sound', async () => {
    const sample = sampleTrials(20, 3);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const sweep = await ownedSweep(opened());
        const salted = sample.map((trial) => ({ ...trial, resultKey: `${sweep.id}/${trial.resultKey}` }));
        const seen: ClaimedTrial[] = [];
        const ended = new Set<number>();
        const perform = async (action: Step) => {
          switch (action.do) {
            case 'expand':
              await opened().expand(
                sweep.id,
                salted.slice(action.from, action.from + action.count),
                null,
                false,
                OWNER,
              );
              break;
            case 'claim':
              seen.push(...(await opened().claim(sweep.id, action.limit, OWNER, LEASE_MS)));
              break;
            case 'record': {
              const chosen = pick(seen, action.picks);
              for (const id of (await opened().record(chosen.map(OUTCOME[action.as]))).ended) {
                expect(ended.has(id)).toBe(false);
                ended.add(id);
              }
              break;
            }
            case 'requeue':
              await opened().requeue(
                sweep.id,
                action.picks ? pick(seen, action.picks).map(({ id }) => id) : null,
                OWNER,
              );
              break;
            case 'move':
              await opened().setSweepState(sweep.id, action.to);
              break;
          }
        };
        for (const action of steps) await perform(action);
        await soundness(opened(), sweep.id, ended);
        await opened().removeSweep(sweep.id);
      }),
      { numRuns: runs },
    );
  });
}

const pick = <T>(from: readonly T[], picks: readonly number[]): T[] =>
  from.length === 0 ? [] : [...new Set(picks.map((at) => from[at % from.length]!))];

async function soundness(store: Store, sweepId: number, ended: ReadonlySet<number>): Promise<void> {
  const { rows } = await store.query(
    `select id, state, config_hash || '/' || replicate, number, value is not null, finished_at is not null
     from trials where sweep_id = ${sweepId} order by number`,
  );
  const inState = (state: string) => rows.filter((row) => row[1] === state).length;
  expect(await store.counts(sweepId)).toEqual({
    queued: inState('queued'),
    running: inState('running'),
    completed: inState('completed'),
    diverged: inState('diverged'),
    failed: inState('failed'),
    quarantined: inState('quarantined'),
    cancelled: inState('cancelled'),
    reused: 0,
  });
  expect(rows.filter((row) => ['completed', 'diverged', 'failed'].includes(row[1] as string)).length).toBe(
    ended.size,
  );
  expect(new Set(rows.map((row) => row[2])).size).toBe(rows.length);
  expect(rows.map((row) => row[3])).toEqual(rows.map((_, i) => i + 1));
  expect(rows.every((row) => row[4] === (row[1] === 'completed'))).toBe(true);
  expect(rows.every((row) => row[5] !== (row[1] === 'queued' || row[1] === 'running'))).toBe(true);
  const { rows: means } = await store.query(
    `select c.n, coalesce(c.mean, 0), count(t.value), coalesce(avg(t.value), 0)
     from configs c left join trial_rows t on t.config_id = c.id where c.sweep_id = ${sweepId} group by c.id`,
  );
  for (const [n, mean, count, average] of means) {
    expect(n).toBe(count);
    expect(mean).toBeCloseTo(average as number, 12);
  }
}
