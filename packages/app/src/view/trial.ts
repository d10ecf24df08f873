import { MEASURES, type Values } from '@latentsweep/core';
import type { Artifact, Reading, TrialOfConfig } from '@latentsweep/store';
import { type ShownTrial, shownTrial } from './config.ts';
import { type Event, lifeOf } from './life.ts';

/** A trial: what it is, what came of it and what happened to it. */
export interface TrialPage {
  /** The word for it. */
  readonly sweep: string;
  readonly hash: string;
  readonly trial: ShownTrial;
  readonly config: Values;
  readonly seed: string;
  /** Those that it has, but for its curves. */
  readonly measures: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly about: string;
    readonly unit: string | null;
  }[];
  readonly life: readonly Event[];
  /** What a program said beside its reports; null: nothing. */
  readonly log: string | null;
  /** Files that it left. */
  readonly artifacts: readonly Artifact[];
}

/** Throws InputError `unknown_trial`. */
export async function trialPage(store: Reading, id: number): Promise<TrialPage> {
  const { row, measures: own, ran } = await store.trial(id);
  const { sweep } = await store.findSweep(String(row['sweep_id']));
  return {
    sweep: sweep.word,
    hash: row['config_hash'] as string,
    trial: shownTrial(trialOf(row)),
    config: row['config'] as Values,
    seed: row['seed'] as string,
    measures: own ? reported(own) : measured(row),
    life: lifeOf({ ...row, ran }),
    log: await store.readTrialLog(id),
    artifacts: await store.artifacts(id),
  };
}

function trialOf(row: Readonly<Record<string, unknown>>): TrialOfConfig {
  const { id, number, replicate, state, attempt, worker, value, error } = row as unknown as TrialOfConfig;
  const [startedAt, finishedAt] = [row['started_at'], row['finished_at']] as (Date | null)[];
  return {
    id,
    number,
    replicate,
    state,
    attempt,
    worker,
    startedAt: startedAt!,
    finishedAt: finishedAt!,
    value,
    error,
  };
}

function measured(row: Readonly<Record<string, unknown>>): TrialPage['measures'] {
  return MEASURES.filter(({ name, shape }) => shape !== 'per epoch' && (row[name] ?? null) !== null).map(
    ({ name, description: about, unit }) => ({ name, value: row[name], about, unit }),
  );
}

/** By a program, under names of its own. */
const reported = (own: Readonly<Record<string, number | null>>): TrialPage['measures'] =>
  Object.entries(own).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value, about: '', unit: null }],
  );
