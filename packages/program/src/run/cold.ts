import { writeFile } from 'node:fs/promises';
import type { FailedTrial, TrialResult } from '@latentsweep/core';
import { type PlacedConfig, placeConfig } from '../config/command.ts';
import { programSeed, type Variables } from '../config/environment.ts';
import type { TrialFolder } from '../files/scratch.ts';
import { hear, type Output } from '../output/output.ts';
import { resultOf } from '../output/result.ts';
import { ProgramProcess } from '../process/program-process.ts';
import { RUN } from '../process/table.ts';
import type { ProgramTrial } from '../runner.ts';
import type { Context } from './context.ts';
import { failureOf } from './exit.ts';
import { watchOver } from './stopping.ts';

/** A process of its own for one trial. Throws a `Failure` where none can be started. */
export async function runCold(
  context: Context,
  trial: ProgramTrial,
  folder: TrialFolder,
  output: Output,
  signal: AbortSignal,
): Promise<TrialResult | FailedTrial> {
  const { declaration, house, host } = context;
  const way = trial.spec.config ?? declaration.config;
  const placed = placeConfig(declaration.command, way, trial.config, folder.config, host);
  if (placed.inFile) await writeFile(folder.config, JSON.stringify(trial.config), { mode: 0o600 });
  const run = context.nextRun();
  const env = variablesOf(context, trial, folder, placed, run);
  const hasInput = placed.stdin !== null;
  const child = await ProgramProcess.start(
    { argv: placed.argv, folder: declaration.folder, env, hasInput },
    run,
    house,
  );
  // It may end without having read it.
  child.input?.on('error', () => {}).end(placed.stdin);
  const ears = hear(declaration.limits.outputMb, output, (failure) => child.kill(failure));
  child.onOutput((chunk, isError) => ears.take(chunk, isError));
  child.limit(declaration.limits);
  const letGo = watchOver(context, child, folder.stop, signal, output);
  const exit = await child.exited;
  letGo();
  ears.end();
  const failure = failureOf(exit, output.log.lastLine);
  return failure ? failure.result : resultOf(declaration, trial.spec, output, folder.path);
}

function variablesOf(
  { declaration, common }: Context,
  trial: ProgramTrial,
  folder: TrialFolder,
  { variables }: PlacedConfig,
  run: string,
): Variables {
  return {
    ...common,
    ...variables,
    LATENTSWEEP_TRIAL: String(trial.trialId),
    LATENTSWEEP_REPLICATE: String(trial.replicate),
    LATENTSWEEP_SEED: String(programSeed(trial.seed)),
    LATENTSWEEP_SCRATCH: folder.path,
    LATENTSWEEP_ARTIFACTS: folder.artifacts,
    LATENTSWEEP_STOP: folder.stop,
    ...(trial.until === undefined ? {} : { LATENTSWEEP_UNTIL_STEP: String(trial.until) }),
    LATENTSWEEP_METRIC: trial.spec.metrics[0]!.name,
    ...(declaration.checkpoint ? { LATENTSWEEP_CHECKPOINT: folder.checkpoint } : {}),
    [RUN]: run,
  };
}
