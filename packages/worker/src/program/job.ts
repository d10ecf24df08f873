import type { Job } from '@latentsweep/bus';
import type { ProgramSpec } from '@latentsweep/core';
import type { Keeper, ProgramRunner } from '@latentsweep/program';
import type { Board } from '../board.ts';
import type { TrialReport } from '../thread/protocol.ts';
import { keepArtifacts } from './artifact-folder.ts';
import { withRetries } from './retry.ts';

/** How often it is looked whether a program under way is to end. */
const LOOK_MS = 100;

/** A program that its owner lets the worker run. */
export interface Declared {
  readonly runner: ProgramRunner;
  readonly retries: number;
  readonly artifactFolder: string | undefined;
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
    const trial = { trialId, replicate, seed, config, spec };
    const keeper = keeperOf(declared, job);
    const end = await withRetries(declared.retries, () =>
      declared.runner.run(trial, stopping.signal, (count) => board.noteEpoch(index, count), keeper),
    );
    if (end === null) return null;
    const { result, durationMs, log, ran, artifacts } = end;
    const left = artifacts.length === 0 ? {} : { artifacts };
    return { ...about, result, durationMs, log, ran: { ...ran }, ...left };
  } finally {
    clearInterval(looking);
  }
}

function keeperOf({ artifactFolder }: Declared, { sweepId }: Job): Keeper {
  if (artifactFolder === undefined) return {};
  return { artifacts: (files) => keepArtifacts(artifactFolder, sweepId, files) };
}
