import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClaimedTrial, Store, Sweep } from '../port.ts';
import { expectAsModelled, expectRunning, Model } from './model.ts';
import { completed, diverged, failed, LEASE_MS, newSweep, sampleTrials } from './samples.ts';

const OWNERS = ['a', 'b'] as const;
const CONFIGS = 5;
const REPLICATES = 2;

/** Who tries: only the holder of the sweep may. */
type By = 'holder' | 'another';
type Step =
  | { readonly do: 'expand'; readonly by: By; readonly from: number; readonly count: number }
  | { readonly do: 'claim'; readonly by: By; readonly limit: number }
  | { readonly do: 'renew'; readonly by: By; readonly picks: readonly number[]; readonly worker: boolean }
  /** All leases run out, or those of a few. */
  | {
      readonly do: 'lapse';
      readonly by: By;
      readonly picks: readonly number[] | null;
      readonly worker: boolean;
    }
  | { readonly do: 'reconcile'; readonly by: By }
  | { readonly do: 'requeue'; readonly by: By; readonly picks: readonly number[] | null }
  | { readonly do: 'takeOver'; readonly by: number; readonly after: 'lapse' | 'release' | 'nothing' }
  | {
      readonly do: 'record';
      readonly outcomes: readonly { readonly pick: number; readonly as: keyof typeof OUTCOME }[];
    }
  | { readonly do: 'move'; readonly to: 'running' | 'paused' | 'cancelled' };

type Write = Extract<Step, { by: By }>;

const OUTCOME = {
  completed: (trial: ClaimedTrial) => completed(trial, trial.id / 1000),
  other: (trial: ClaimedTrial) => completed(trial, trial.id / 999),
  diverged: (trial: ClaimedTrial) => diverged(trial),
  failed: (trial: ClaimedTrial) => failed(trial),
};

const by = fc.constantFrom<By>('holder', 'holder', 'holder', 'holder', 'another');
const picks = fc.array(fc.nat(99), { minLength: 1, maxLength: 4 });
const outcome = fc.record({
  pick: fc.nat(99),
  as: fc.constantFrom<keyof typeof OUTCOME>('completed', 'completed', 'other', 'diverged', 'failed'),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  weighed(1, { do: fc.constant('expand'), by, from: fc.nat(8), count: fc.nat(10) }),
  weighed(8, { do: fc.constant('claim'), by, limit: fc.integer({ min: 1, max: 9 }) }),
  weighed(1, { do: fc.constant('renew'), by, picks, worker: fc.boolean() }),
  weighed(6, {
    do: fc.constant('lapse'),
    by,
    picks: fc.option(picks),
    worker: fc.constantFrom(true, true, false),
  }),
  weighed(8, { do: fc.constant('reconcile'), by }),
  weighed(1, { do: fc.constant('requeue'), by, picks: fc.option(picks) }),
  weighed(2, {
    do: fc.constant('takeOver'),
    by: fc.nat(1),
    after: fc.constantFrom('lapse', 'lapse', 'release', 'nothing'),
  }),
  weighed(3, { do: fc.constant('record'), outcomes: fc.array(outcome, { minLength: 1, maxLength: 4 }) }),
  weighed(1, {
    do: fc.constant('move'),
    to: fc.constantFrom('running', 'running', 'running', 'paused', 'cancelled'),
  }),
) as fc.Arbitrary<Step>;

function weighed<T>(weight: number, given: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return { weight, arbitrary: fc.record(given) };
}

/**
 * Whatever happens in whatever order, with two coordinators that take the sweep from each other: a trial ends once,
 * attempts and deaths only grow, a result that differs is told, and every count follows from the rows.
 */
export function examineHistories(opened: () => Store, runs: number): void {
  test('random histories keep the rows sound', async () => {
    const sample = sampleTrials(CONFIGS, REPLICATES);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }), async (steps) => {
        const { sweep } = await opened().createSweep(newSweep());
        const salted = sample.map((trial) => ({ ...trial, resultKey: `${sweep.id}/${trial.resultKey}` }));
        const history = new History(opened(), sweep, salted);
        for (const action of [...BEGIN, ...steps]) {
          await history.perform(action);
          await expectAsModelled(opened(), sweep.id, history.model);
        }
        await expectRunning(opened(), sweep.id, history.model);
        await expectAggregates(opened(), sweep.id);
        await opened().removeSweep(sweep.id);
      }),
      { numRuns: runs },
    );
  });
}

const BEGIN: readonly Step[] = [
  { do: 'takeOver', by: 0, after: 'nothing' },
  { do: 'expand', by: 'holder', from: 0, count: CONFIGS * REPLICATES - 2 },
];

class History {
  readonly model = new Model();
  /** All that was ever claimed, with the attempts that are over. */
  readonly #seen: ClaimedTrial[] = [];
  readonly #store: Store;
  readonly #sweep: Sweep;
  readonly #sample: ReturnType<typeof sampleTrials>;

  constructor(store: Store, sweep: Sweep, sample: ReturnType<typeof sampleTrials>) {
    this.#store = store;
    this.#sweep = sweep;
    this.#sample = sample;
  }

  async perform(step: Step): Promise<void> {
    switch (step.do) {
      case 'takeOver':
        return this.#takeOver(OWNERS[step.by]!, step.after);
      case 'move':
        if (await this.#store.setSweepState(this.#sweep.id, step.to)) this.model.move(step.to);
        return;
      case 'record': {
        const outcomes = step.outcomes.flatMap(({ pick, as }) => this.#pick([pick]).map(OUTCOME[as]));
        const expected = this.model.record(outcomes);
        return expect(await this.#store.record(outcomes)).toEqual(expected);
      }
      case 'expand':
      case 'claim':
      case 'renew':
      case 'lapse':
      case 'reconcile':
      case 'requeue':
        return this.#attempt(step);
    }
  }

  async #attempt(step: Write): Promise<void> {
    const { holder } = this.model;
    if (step.by === 'holder' && holder) return this.#write(step, holder);
    const another = OWNERS.find((owner) => owner !== holder)!;
    await expect(this.#write(step, another)).rejects.toMatchObject({ code: 'sweep_taken_over' });
  }

  async #write(step: Write, owner: string): Promise<void> {
    const [store, { id }, model] = [this.#store, this.#sweep, this.model];
    switch (step.do) {
      case 'expand': {
        const given = this.#sample.slice(step.from, step.from + step.count);
        const { queued } = await store.expand(id, given, null, false, owner);
        const { rows } = await store.query(`select id from trial_rows where sweep_id = ${id}`);
        expect(rows.length).toBe(model.trials.size + queued);
        return model.learn(rows.map(([trialId]) => trialId as number));
      }
      case 'claim': {
        const claimed = await store.claim(id, step.limit, owner, LEASE_MS);
        if (model.sweepState !== 'running') expect(claimed).toEqual([]);
        model.claim(claimed);
        this.#seen.push(...claimed);
        return;
      }
      case 'renew':
      case 'lapse': {
        const worker = step.worker ? 'w' : null;
        const trials = step.picks ? this.#pick(step.picks) : this.#seen;
        const leases = trials.map((trial) => ({ trialId: trial.id, worker }));
        const ms = step.do === 'lapse' ? -1 : LEASE_MS;
        const running = new Set(
          leases.map((l) => l.trialId).filter((t) => model.trials.get(t)!.state === 'running'),
        );
        expect(new Set(await store.renewLeases(id, leases, owner, ms))).toEqual(running);
        return;
      }
      case 'requeue': {
        const ids = step.picks && this.#pick(step.picks).map((trial) => trial.id);
        const moved = await store.requeue(id, ids, owner);
        return expect(moved).toBe(model.giveBack(ids ?? [...model.trials.keys()], false));
      }
      case 'reconcile':
        return this.#reconcile(owner);
    }
  }

  /** As a coordinator does: the third death is the last. */
  async #reconcile(owner: string): Promise<void> {
    const [store, { id }, model] = [this.#store, this.#sweep, this.model];
    const lapsed = await store.runningTrials(id, { expired: true });
    // One that may not write is refused whether or not there is something to do.
    if (lapsed.length === 0) await store.requeue(id, [], owner);
    for (const trial of lapsed) {
      const death = { worker: trial.worker, reason: 'its lease ran out' };
      const ids = [trial.id];
      const last = trial.deaths === 2;
      if (trial.worker === null) {
        expect([await store.requeue(id, ids, owner), model.giveBack(ids, false)]).toEqual([1, 1]);
      } else if (last) {
        expect([await store.quarantine(id, ids, owner, death), model.quarantine(ids)]).toEqual([1, 1]);
      } else {
        expect([await store.requeue(id, ids, owner, death), model.giveBack(ids, true)]).toEqual([1, 1]);
      }
    }
  }

  async #takeOver(owner: string, after: 'lapse' | 'release' | 'nothing'): Promise<void> {
    const [store, { id }, model] = [this.#store, this.#sweep, this.model];
    if (model.holder !== null && after === 'lapse') await store.acquireRun(id, model.holder, -1);
    if (model.holder !== null && after === 'release') {
      await store.releaseRun(id, model.holder);
      model.holder = null;
    }
    const may = model.holder === null || model.holder === owner || after === 'lapse';
    expect(await store.acquireRun(id, owner, LEASE_MS)).toBe(may);
    if (may) model.holder = owner;
  }

  #pick(picks: readonly number[]): ClaimedTrial[] {
    const seen = this.#seen;
    return seen.length === 0 ? [] : [...new Set(picks.map((at) => seen[at % seen.length]!))];
  }
}

async function expectAggregates(store: Store, sweepId: number): Promise<void> {
  const { rows } = await store.query(
    `select state, config_hash || '/' || replicate, number, value is not null
     from trials where sweep_id = ${sweepId} order by number`,
  );
  expect(new Set(rows.map((row) => row[1])).size).toBe(rows.length);
  expect(rows.map((row) => row[2])).toEqual(rows.map((_, i) => i + 1));
  expect(rows.every((row) => row[3] === (row[0] === 'completed'))).toBe(true);
  const { rows: means } = await store.query(
    `select c.ns[1], coalesce(c.means[1], 0), c.n_failed, c.n_diverged, count(t.value), coalesce(avg(t.value), 0),
       count(*) filter (where t.state in ('failed', 'quarantined')), count(*) filter (where t.state = 'diverged'),
       c.n_undefined, count(*) filter (where t.state = 'completed' and t.value is null)
     from configs c left join trials t on t.config_hash = c.config_hash and t.sweep_id = c.sweep_id where c.sweep_id = ${sweepId} group by c.id`,
  );
  for (const [
    n,
    mean,
    nFailed,
    nDiverged,
    count,
    average,
    failures,
    divergences,
    nUndefined,
    blank,
  ] of means) {
    expect([n, nFailed, nDiverged, nUndefined]).toEqual([count, failures, divergences, blank]);
    expect(mean).toBeCloseTo(average as number, 12);
  }
}
