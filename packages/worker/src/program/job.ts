import { join } from 'node:path';
import type { Job } from '@latentsweep/bus';
import type { ProgramDeclaration, ProgramSpec } from '@latentsweep/core';
import type { Keeper, ProgramRunner } from '@latentsweep/program';
import type { Board } from '../board.ts';
import type { TrialReport } from '../thread/protocol.ts';
import { keepArtifacts } from './artifact-folder.ts';
import { CheckpointFolder } from './checkpoint-folder.ts';
import { withRetries } from './retry.ts';

/** How often it is looked whether a program under way is to end. */
const LOOK_MS = 100;

/** A program that its owner lets the worker run. */
export interface Declared {
  readonly runner: ProgramRunner;
  readonly declaration: Pick<ProgramDeclaration, 'retries' | 'checkpoint'>;
  /** For what its trials leave. */
  readonly keptFolder: string | undefined;
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
    const checkpoints = checkpointsOf(declared, job);
    const keeper = keeperOf(declared, job, checkpoints);
    const end = await withRetries(declared.declaration.retries, async () => {
      const checkpoint = (await checkpoints?.read()) ?? null;
      const begun = checkpoint === null ? trial : { ...trial, checkpoint };
      return declared.runner.run(begun, stopping.signal, (count) => board.noteEpoch(index, count), keeper);
    });
    if (end === null) return null;
    const { result, cut, durationMs, log, ran, artifacts } = end;
    // What goes on behind a band goes on from there.
    if (!cut) await checkpoints?.remove();
    const left = artifacts.length === 0 ? {} : { artifacts };
    return { ...about, result, ...(cut ? { cut } : {}), durationMs, log, ran: { ...ran }, ...left };
  } finally {
    clearInterval(looking);
  }
}

/** Null where they are not kept. */
function checkpointsOf({ keptFolder, declaration }: Declared, { sweepId, milestones }: Job) {
  if (keptFolder === undefined || !declaration.checkpoint) return null;
  const { trialId } = milestones[0]!;
  return new CheckpointFolder(join(keptFolder, 'checkpoints'), { sweepId, trialId });
}

function keeperOf({ keptFolder }: Declared, { sweepId }: Job, checkpoints: CheckpointFolder | null): Keeper {
  if (keptFolder === undefined) return {};
  return {
    artifacts: (files) => keepArtifacts(join(keptFolder, 'artifacts'), sweepId, files),
    ...(checkpoints ? { checkpoint: (files) => checkpoints.keep(files) } : {}),
  };
}
