/** What a store in memory holds: the rows of the tables of a database, under the names of their columns. */

import type { Curves, Values } from '@latentsweep/core';
import { CATALOGUE } from '../measures.ts';
import type { Alarms, ClaimedTrial, Store, Sweep, TrialState, WorkerRow } from '../port.ts';
import type { LoggedDeath } from '../trial/deaths.ts';

/** The methods of a port as they are while nothing has to be waited for. */
export type Now<Port> = {
  [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Answer
    : Port[Name];
};

export interface TrialRow extends Record<string, unknown> {
  readonly id: number;
  readonly sweep_id: number;
  /** From 1, in the order in which the sweep's trials were made. */
  readonly number: number;
  readonly config: Values;
  readonly config_hash: string;
  readonly run_hash: string;
  readonly baseline_hash: string;
  readonly replicate: number;
  readonly seed: string;
  readonly result_key: string;
  readonly reused_from: number | null;
  /** Why a search proposed its config. */
  readonly reason: string | null;
  state: TrialState;
  attempt: number;
  worker: string | null;
  deaths: number;
  death_log: readonly LoggedDeath[] | null;
  lease_until: Date | null;
  value: number | null;
  result_hash: string | null;
  curves: Curves | null;
}

/** A sweep with its trials by number, and who runs it until when, in milliseconds of the store's clock. */
export interface SweepRow {
  sweep: Sweep;
  owner: string | null;
  until: number;
  /** Whether its engine gives the same bits everywhere. */
  readonly exact: boolean;
  readonly trials: TrialRow[];
}

export interface Memory {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sweeps: Map<number, SweepRow>;
  readonly trials: Map<number, TrialRow>;
  readonly made: { sweeps: number; trials: number };
  lead: { readonly owner: string; readonly until: number } | null;
  readonly workers: Map<string, WorkerRow & { readonly at: number }>;
  readonly troubles: Map<string, { readonly since: number; readonly said: number }>;
  readonly contents: Map<string, Uint8Array>;
  /** The newest last. */
  conflicts: (Alarms['conflicts'][number] & { readonly hash: string })[];
  badMessages: Alarms['badMessages'][number][];
}

export const emptyMemory = (now: () => number): Memory => ({
  now,
  sweeps: new Map(),
  trials: new Map(),
  made: { sweeps: 0, trials: 0 },
  lead: null,
  workers: new Map(),
  troubles: new Map(),
  contents: new Map(),
  conflicts: [],
  badMessages: [],
});

export const NO_RESULT: Readonly<Record<string, null>> = Object.fromEntries(
  [
    ...CATALOGUE.scalars,
    ...CATALOGUE.lists,
    'error',
    'result_hash',
    'started_at',
    'finished_at',
    'duration_ms',
    'value',
    'curves',
  ].map((column) => [column, null]),
);

export const claimedOf = (trial: TrialRow): ClaimedTrial => {
  const { id, sweep_id: sweepId, config, run_hash: runHash, replicate, seed, attempt, deaths } = trial;
  return { id, sweepId, config, runHash, replicate, seed, attempt, deaths };
};

export const hasResult = ({ state }: TrialRow) => state === 'completed' || state === 'diverged';

export const isOpen = ({ state }: TrialRow) => state === 'queued' || state === 'running';

export const namesOf = ({ sweeps }: Memory) =>
  [...sweeps.values()].map(({ sweep: { id, slug, name } }) => ({ id, slug, name }));

/** Questions that only SQL answers well. */
export function unanswered(question: keyof Store): () => never {
  return () => {
    throw new Error(`A store in memory has no answer to '${question}': open an embedded one.`);
  };
}
