/** What a store must hold after a history, in a few maps: the exam compares the rows with it after every step. */

import { expect } from 'vitest';
import type { ClaimedTrial, RecordOutcome, Store, TrialOutcome, TrialState } from '../port.ts';
import { hashResult } from '../trial/result-hash.ts';

export interface ModelTrial {
  state: TrialState;
  attempt: number;
  deaths: number;
  hash: string | null;
}

const OPEN: readonly TrialState[] = ['queued', 'running'];
const WITH_RESULT: readonly TrialState[] = ['completed', 'diverged'];

export class Model {
  readonly trials = new Map<number, ModelTrial>();
  /** Who may write to the sweep. */
  holder: string | null = null;
  sweepState = 'running';

  /** New rows are learned from the store: their ids are its own. */
  learn(ids: readonly number[]): void {
    for (const id of ids) {
      if (!this.trials.has(id)) this.trials.set(id, { state: 'queued', attempt: 0, deaths: 0, hash: null });
    }
  }

  claim(claimed: readonly ClaimedTrial[]): void {
    for (const { id, attempt, deaths } of claimed) {
      const trial = this.trials.get(id)!;
      expect(trial.state).toBe('queued');
      expect([attempt, deaths]).toEqual([trial.attempt + 1, trial.deaths]);
      Object.assign(trial, { state: 'running', attempt });
    }
  }

  /** Returns how many it moves. */
  giveBack(ids: readonly number[], died: boolean): number {
    const state = this.sweepState === 'cancelled' ? 'cancelled' : 'queued';
    return this.#running(ids, (trial) => {
      Object.assign(trial, { state, deaths: trial.deaths + Number(died) });
    });
  }

  quarantine(ids: readonly number[]): number {
    return this.#running(ids, (trial) => {
      Object.assign(trial, { state: 'quarantined', deaths: trial.deaths + 1 });
    });
  }

  move(state: string): void {
    this.sweepState = state;
    if (state !== 'cancelled') return;
    for (const trial of this.trials.values()) if (trial.state === 'queued') trial.state = 'cancelled';
  }

  record(outcomes: readonly TrialOutcome[]): RecordOutcome {
    const ended: number[] = [];
    for (const id of new Set(outcomes.map(({ trialId }) => trialId))) {
      const trial = this.trials.get(id)!;
      const own = outcomes.filter(({ trialId }) => trialId === id);
      const result = own.map((outcome) => outcome.result).find(({ outcome }) => outcome !== 'failed');
      const failed = own.some((o) => o.result.outcome === 'failed' && o.attempt === trial.attempt);
      if (result && result.outcome !== 'failed' && OPEN.includes(trial.state)) {
        Object.assign(trial, { state: result.outcome, hash: hashResult(result).hash });
      } else if (!result && failed && trial.state === 'running') {
        trial.state = 'failed';
      } else continue;
      ended.push(id);
    }
    const conflicts = outcomes.filter(({ trialId, result }) => {
      const trial = this.trials.get(trialId)!;
      if (result.outcome === 'failed' || !WITH_RESULT.includes(trial.state)) return false;
      return hashResult(result).hash !== trial.hash;
    });
    const sorted = (ids: readonly number[]) => [...new Set(ids)].sort((a, b) => a - b);
    return { ended: sorted(ended), conflicts: sorted(conflicts.map(({ trialId }) => trialId)) };
  }

  #running(ids: readonly number[], change: (trial: ModelTrial) => void): number {
    const running = [...new Set(ids)].map((id) => this.trials.get(id)!).filter((t) => t.state === 'running');
    for (const trial of running) change(trial);
    return running.length;
  }
}

/** Every row is as the model has it, and so are the counts. */
export async function expectAsModelled(store: Store, sweepId: number, model: Model): Promise<void> {
  const { rows } = await store.query(
    `select id, state, attempt, deaths, result_hash, coalesce(jsonb_array_length(death_log), 0),
       lease_until is not null, finished_at is not null, worker is not null
     from trial_rows where sweep_id = ${sweepId} order by id`,
  );
  const expected = [...model.trials].map(([id, { state, attempt, deaths, hash }]) => {
    const ended = !OPEN.includes(state);
    return [id, state, attempt, deaths, hash, deaths, state === 'running', ended];
  });
  expect(rows.map((row) => row.slice(0, 8))).toEqual(expected.sort((a, b) => Number(a[0]) - Number(b[0])));
  expect(rows.filter((row) => row[1] === 'queued' && row[8])).toEqual([]);
  const tally = { queued: 0, running: 0, completed: 0, diverged: 0, failed: 0, quarantined: 0, cancelled: 0 };
  for (const { state } of model.trials.values()) tally[state]++;
  expect(await store.counts(sweepId)).toEqual({ ...tally, reused: 0 });
}

export async function expectRunning(store: Store, sweepId: number, model: Model): Promise<void> {
  const listed = (await store.runningTrials(sweepId)).map(({ id }) => id).sort((a, b) => a - b);
  const running = [...model.trials].filter(([, { state }]) => state === 'running').map(([id]) => id);
  expect(listed).toEqual(running.sort((a, b) => a - b));
}
