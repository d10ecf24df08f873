import type { Job, OfTrial } from '@latentsweep/bus';
import type { ProgramDeclaration, ProgramSpec } from '@latentsweep/core';
import type { Keeper, ProgramRunner } from '@latentsweep/program';
import type { Board } from '../board.ts';
import type { TrialReport } from '../thread/protocol.ts';
import type { CheckpointPlace, Keeping } from './keeping.ts';
import { withRetries } from './retry.ts';

/** How often it is looked whether a program under way is to end. */
const LOOK_MS = 100;

/** A program that its owner lets the worker run. */
export interface Declared {
  readonly runner: ProgramRunner;
  readonly declaration: Pick<ProgramDeclaration, 'retries' | 'checkpoint'>;
  /** For what its trials leave; null: nothing is kept. */
  readonly keeping: Keeping | null;
}

interface Place {
  readonly spec: ProgramSpec;
  /** Null where nobody declared it. */
  readonly declared: Declared | null;
  readonly board: Board;
  /** Of the job, on the board. */
  readonly index: number;
}

/** Runs the one trial of a program's job; null where it was asked to stop before its end. */
export async function runJob(job: Job, { spec, declared, board, index }: Place): Promise<TrialReport | null> {
  const { trialId, attempt } = job.milestones[0]!;
  const { config, replicate, seed } = job;
  const about = { job: index, trialId, attempt };
  if (declared === null) {
    const error = `no_such_program: nobody declared ${JSON.stringify(spec.name)} here`;
    return { ...about, result: { outcome: 'failed', error }, durationMs: 0 };
  }
  const stopping = new AbortController();
  const looking = setInterval(() => {
    if (board.mustStop(index)) stopping.abort();
  }, LOOK_MS);
  try {
    const trial = { trialId, replicate, seed, config, spec, ...(job.until ? { until: job.until } : {}) };
    const of = { sweepId: job.sweepId, trialId };
    const place = declared.declaration.checkpoint ? (declared.keeping?.checkpoint(of) ?? null) : null;
    const keeper = keeperOf(declared, of, place);
    const end = await withRetries(declared.declaration.retries, async () => {
      const checkpoint = (await place?.read()) ?? null;
      const begun = checkpoint === null ? trial : { ...trial, checkpoint };
      return declared.runner.run(begun, stopping.signal, (count) => board.noteEpoch(index, count), keeper);
    });
    if (end === null) return null;
    const { result, cut, durationMs, log, ran, artifacts } = end;
    // What goes on behind a band goes on from there.
    if (!cut) await place?.remove();
    const left = artifacts.length === 0 ? {} : { artifacts };
    return { ...about, result, ...(cut ? { cut } : {}), durationMs, log, ran: { ...ran }, ...left };
  } finally {
    clearInterval(looking);
  }
}

function keeperOf({ keeping }: Declared, of: OfTrial, place: CheckpointPlace | null): Keeper {
  if (keeping === null) return {};
  return {
    artifacts: (files) => keeping.artifacts(of, files),
    ...(place ? { checkpoint: (files) => place.keep(files) } : {}),
  };
}
