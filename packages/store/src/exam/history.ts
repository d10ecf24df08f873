import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TakenOver } from '../error.ts';
import { createMemoryStore } from '../fixtures/memory/store.ts';
import type { ClaimedTrial, NewTrial, Store, Sweep, TrialOutcome } from '../port.ts';
import {
  completed,
  diverged,
  failed,
  LEASE_MS,
  newSweep,
  sampleTrials,
  sampleValue,
  unique,
} from './samples.ts';

const OWNERS = ['a', 'b'] as const;
const CONFIGS = 5;
const REPLICATES = 2;
const BANDS = [4, 7];

/** Who tries: only the holder of the sweep may. */
type By = 'holder' | 'another';
type Step =
  | {
      readonly do: 'expand';
      readonly by: By;
      readonly from: number;
      readonly count: number;
      readonly until?: number | null;
    }
  /** Decides on what waits at a band: every second config is stopped. */
  | { readonly do: 'band'; readonly by: By; readonly band: number; readonly stop: number }
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

/** By the trial's place in the sample, which is the same in both stores. */
const placeOf = ({ config, replicate }: ClaimedTrial) => `${config['latent_size']}/${replicate}`;

const OUTCOME = {
  completed: (trial: ClaimedTrial) => completed(trial, sampleValue(trial)),
  other: (trial: ClaimedTrial) => completed(trial, 1 + sampleValue(trial)),
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
  weighed(4, {
    do: fc.constant('expand'),
    by,
    from: fc.nat(8),
    count: fc.nat(10),
    until: fc.constantFrom(null, ...BANDS),
  }),
  weighed(2, { do: fc.constant('band'), by, band: fc.constantFrom(...BANDS), stop: fc.nat(1) }),
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
 * Whatever happens in whatever order, with two coordinators that take the sweep from each other: the store answers as
 * the one in memory does, and ends with the same rows.
 */
export function examineHistories(opened: () => Store, runs: number): void {
  test('random histories give the answers and the rows of a store in memory', async () => {
    const sample = sampleTrials(CONFIGS, REPLICATES);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }), async (steps) => {
        const salt = unique();
        const salted = sample.map((trial) => ({ ...trial, resultKey: `${salt}/${trial.resultKey}` }));
        const [store, memory] = [opened(), createMemoryStore()];
        const { sweep } = await store.createSweep(newSweep());
        const model = await memory.createSweep(newSweep());
        const [tried, expected] = [
          new History(store, sweep, salted),
          new History(memory, model.sweep, salted),
        ];
        for (const action of [...BEGIN, ...steps]) {
          const answer = await expected.perform(action);
          expect(await tried.perform(action)).toEqual(answer);
          expect(await tried.standing()).toEqual(await expected.standing());
        }
        expect(await tried.rows()).toEqual(await expected.rows());
        expect(await store.bestConfig(sweep.id)).toEqual(await memory.bestConfig(model.sweep.id));
        await expectAggregates(store, sweep.id);
        await store.removeSweep(sweep.id);
      }),
      { numRuns: runs },
    );
  });
}

const BEGIN: readonly Step[] = [
  { do: 'takeOver', by: 0, after: 'nothing' },
  { do: 'expand', by: 'holder', from: 0, count: CONFIGS * REPLICATES - 2 },
];

/** One sweep of one store. Ids and times are its own: answers name trials by their places. */
class History {
  #holder: string | null = null;
  /** All that was ever claimed, with the attempts that are over. */
  readonly #seen: ClaimedTrial[] = [];
  readonly #places = new Map<number, string>();
  readonly #store: Store;
  readonly #sweep: Sweep;
  readonly #sample: readonly NewTrial[];

  constructor(store: Store, sweep: Sweep, sample: readonly NewTrial[]) {
    this.#store = store;
    this.#sweep = sweep;
    this.#sample = sample;
  }

  perform(step: Step): Promise<unknown> {
    if (step.do === 'takeOver') return this.#takeOver(OWNERS[step.by]!, step.after);
    if (step.do === 'move') return this.#store.setSweepState(this.#sweep.id, step.to);
    if (step.do !== 'record') return this.#attempt(step);
    return this.#record(step.outcomes.flatMap(({ pick, as }) => this.#pick([pick]).map(OUTCOME[as])));
  }

  /** After every step. */
  async standing() {
    const { id } = this.#sweep;
    const running = await this.#store.runningTrials(id);
    return {
      counts: await this.#store.counts(id),
      running: running.map((trial) => [
        ...[placeOf(trial), trial.attempt, trial.deaths, trial.worker, trial.leaseLeftMs < 0],
      ]),
    };
  }

  /** In the end: every column of every trial. */
  async rows() {
    const { columns, rows } = await this.#store.trials(this.#sweep, { after: 0, limit: 1000 });
    const ids = rows.map((row) => Number(row[columns.indexOf('id')]));
    const told = await Promise.all(ids.map((id) => this.#store.trial(id)));
    return told.map(({ row: { id: _, sweep_id: __, sweep: ___, ...row }, curves }) => ({
      curves,
      ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, withoutTimes(value)])),
    }));
  }

  async #attempt(step: Write): Promise<unknown> {
    const another = OWNERS.find((owner) => owner !== this.#holder)!;
    const owner = step.by === 'holder' && this.#holder ? this.#holder : another;
    try {
      const answer = await this.#write(step, owner);
      expect(owner).toBe(this.#holder);
      return answer;
    } catch (error) {
      if (!(error instanceof TakenOver)) throw error;
      return 'taken over';
    }
  }

  async #write(step: Write, owner: string): Promise<unknown> {
    const [store, { id }] = [this.#store, this.#sweep];
    switch (step.do) {
      case 'expand': {
        const given = this.#sample.slice(step.from, step.from + step.count);
        return store.expand(id, upTo(given, step.until ?? null), null, false, owner);
      }
      case 'band': {
        const stand = await store.bandStand(id, step.band);
        const waiting = stand?.configs.filter((config) => config.waiting) ?? [];
        const decisions = waiting.map(({ configHash: hash }, i) => ({
          ...{ hash, by: hash, kept: i % 2 !== step.stop, reason: 'by its place' },
          ...{ value: i, threshold: 1, behind: 1 - i },
        }));
        const stopped = await store.decideBand(
          id,
          { band: step.band, rung: REPLICATES },
          decisions,
          null,
          owner,
        );
        return [stand, stopped, await store.decidedRungs(id)];
      }
      case 'claim': {
        const claimed = await store.claim(id, step.limit, owner, LEASE_MS);
        this.#seen.push(...claimed);
        for (const trial of claimed) this.#places.set(trial.id, placeOf(trial));
        return claimed.map((trial) => [placeOf(trial), trial.attempt, trial.deaths]);
      }
      case 'renew':
      case 'lapse': {
        const trials = step.picks ? this.#pick(step.picks) : this.#seen;
        const leases = trials.map((trial) => ({ trialId: trial.id, worker: step.worker ? 'w' : null }));
        return this.#named(await store.renewLeases(id, leases, owner, step.do === 'lapse' ? -1 : LEASE_MS));
      }
      case 'requeue':
        return store.requeue(id, step.picks && this.#pick(step.picks).map((trial) => trial.id), owner);
      case 'reconcile':
        return this.#reconcile(owner);
    }
  }

  /** As a coordinator does: the third death is the last. */
  async #reconcile(owner: string): Promise<unknown> {
    const [store, { id }] = [this.#store, this.#sweep];
    const lapsed = await store.runningTrials(id, { expired: true });
    // One that may not write is refused whether or not there is something to do.
    if (lapsed.length === 0) await store.requeue(id, [], owner);
    const moved: number[] = [];
    for (const trial of lapsed) {
      const death = { worker: trial.worker, reason: 'its lease ran out' };
      if (trial.worker === null) moved.push(await store.requeue(id, [trial.id], owner));
      else if (trial.deaths < 2) moved.push(await store.requeue(id, [trial.id], owner, death));
      else moved.push(await store.quarantine(id, [trial.id], owner, death));
    }
    return moved;
  }

  async #record(outcomes: readonly TrialOutcome[]) {
    const { ended, waiting, conflicts } = await this.#store.record(outcomes);
    return { ended: this.#named(ended), waiting: this.#named(waiting), conflicts: this.#named(conflicts) };
  }

  async #takeOver(owner: string, after: 'lapse' | 'release' | 'nothing'): Promise<boolean> {
    const [store, { id }] = [this.#store, this.#sweep];
    if (this.#holder !== null && after === 'lapse') await store.acquireRun(id, this.#holder, -1);
    if (this.#holder !== null && after === 'release') {
      await store.releaseRun(id, this.#holder);
      this.#holder = null;
    }
    const taken = await store.acquireRun(id, owner, LEASE_MS);
    if (taken) this.#holder = owner;
    return taken;
  }

  #named(ids: readonly number[]) {
    return new Set(ids.map((id) => this.#places.get(id)));
  }

  #pick(picks: readonly number[]): ClaimedTrial[] {
    const seen = this.#seen;
    return seen.length === 0 ? [] : [...new Set(picks.map((at) => seen[at % seen.length]!))];
  }
}

/** Those that have more epochs than the band train to it first. */
const upTo = (trials: readonly NewTrial[], until: number | null): NewTrial[] =>
  trials.map((trial) =>
    until !== null && Number(trial.config['epochs']) > until
      ? { ...trial, until, resultKey: `${trial.resultKey}/${until}` }
      : trial,
  );

function withoutTimes(value: unknown): unknown {
  if (value instanceof Date) return 'a time';
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (value !== null && typeof value === 'object' && 'at' in value) return { ...value, at: 'a time' };
  return typeof value === 'string' ? value.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'a time') : value;
}

async function expectAggregates(store: Store, sweepId: number): Promise<void> {
  const { rows } = await store.query(
    `select state, config_hash || '/' || replicate, number, value is not null
     from trials where sweep_id = ${sweepId} order by number`,
  );
  expect(new Set(rows.map((row) => row[1])).size).toBe(rows.length);
  expect(rows.map((row) => row[2])).toEqual(rows.map((_, i) => i + 1));
  expect(rows.every((row) => row[3] === (row[0] === 'completed' || row[0] === 'pruned'))).toBe(true);
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
