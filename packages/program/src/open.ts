import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { resolve } from 'node:path';
import { type FailedTrial, type ProgramDeclaration, reasonOf, type TrialResult } from '@latentsweep/core';
import { commonVariables } from './config/environment.ts';
import { Failure } from './failure.ts';
import type { KeptFile } from './files/kept-file.ts';
import { type Bounds, listFiles } from './files/list.ts';
import { Scratch, type TrialFolder } from './files/scratch.ts';
import { Output } from './output/output.ts';
import { Overseer } from './process/overseer.ts';
import { Watcher } from './process/watcher.ts';
import { RanIn } from './ran/ran.ts';
import { Checkpoints, layOutCheckpoint } from './run/checkpoints.ts';
import { runCold } from './run/cold.ts';
import type { Context } from './run/context.ts';
import { WarmPool } from './run/warm.ts';
import type { Keeper, ProgramEnd, ProgramRunner, ProgramTrial } from './runner.ts';
import { TIMING, type Timing } from './timing.ts';

const ARTIFACTS: Bounds = { files: 100, bytes: 100 * 1024 ** 2 };

/**
 * Runs a program's trials in children. `scratch`: where its folder is made when it is needed, of a name that nobody has; it goes
 * with the runner, also where that is killed.
 */
export function openProgram(
  declaration: ProgramDeclaration,
  scratch: string,
  host: Readonly<Record<string, string | undefined>> = process.env,
  timing: Timing = TIMING,
): ProgramRunner {
  return new Runner(declaration, scratch, host, timing);
}

class Runner implements ProgramRunner {
  readonly #context: Context;
  readonly #ranIn: RanIn;
  readonly #warm: WarmPool | null;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(declaration: ProgramDeclaration, scratch: string, host: Context['host'], timing: Timing) {
    const runner = randomUUID();
    const root = resolve(scratch, `latentsweep-${runner}`);
    const house = { overseer: new Overseer(runner, timing), watcher: new Watcher(runner, root), timing };
    let runs = 0;
    setMaxListeners(0, this.#closing.signal);
    this.#context = {
      ...{ declaration, house, host },
      scratch: new Scratch(root),
      common: commonVariables(declaration, host),
      nextRun: () => `${runner}.${++runs}`,
      closing: this.#closing.signal,
    };
    this.#ranIn = new RanIn(declaration, {
      ...{ folder: declaration.folder, env: this.#context.common, timeoutMs: timing.askMs },
      signal: this.#closing.signal,
    });
    this.#warm = declaration.warm ? new WarmPool(this.#context) : null;
  }

  async run(
    trial: ProgramTrial,
    signal: AbortSignal,
    onReport: (reports: number) => void,
    keeper: Keeper = {},
  ): Promise<ProgramEnd | null> {
    if (signal.aborted || this.#closing.signal.aborted) return null;
    const { reports } = this.#context.declaration;
    const running = this.#run(
      trial,
      signal,
      new Output(reports, trial.spec.metrics, onReport, trial.until),
      keeper,
    );
    this.#underWay.add(running);
    return running.finally(() => this.#underWay.delete(running));
  }

  async close(): Promise<void> {
    const { house, scratch } = this.#context;
    this.#closing.abort();
    await Promise.allSettled(this.#underWay);
    await this.#warm?.close();
    await house.overseer.endStrays();
    house.overseer.close();
    await scratch.close();
    house.watcher.close();
  }

  async #run(
    trial: ProgramTrial,
    signal: AbortSignal,
    output: Output,
    keeper: Keeper,
  ): Promise<ProgramEnd | null> {
    const { scratch } = this.#context;
    const started = performance.now();
    const ran = this.#ranIn.now();
    const folder = await scratch.take();
    const isWanted = () => !signal.aborted && !this.#closing.signal.aborted;
    try {
      const result = await this.#attempt(trial, folder, output, signal, keeper, isWanted);
      if (!isWanted()) return null;
      const artifacts = await keepArtifacts(folder, output, keeper);
      noteLeftOut(output);
      const durationMs = performance.now() - started;
      const cut = output.tally.cut !== null && result.outcome === 'completed';
      return { result, cut, log: output.log.text(), durationMs, artifacts, ran: await ran };
    } finally {
      await scratch.giveBack(folder);
    }
  }

  async #attempt(
    trial: ProgramTrial,
    folder: TrialFolder,
    output: Output,
    signal: AbortSignal,
    keeper: Keeper,
    isWanted: () => boolean,
  ): Promise<TrialResult | FailedTrial> {
    const { declaration, house } = this.#context;
    let checkpoints: Checkpoints | null = null;
    if (declaration.checkpoint) {
      await layOutCheckpoint(trial, folder, output);
      if (keeper.checkpoint) {
        checkpoints = new Checkpoints(folder, keeper.checkpoint, output, house.timing.checkpointMs);
      }
    }
    // An earlier attempt may have come to the band, and died before it could say so.
    const result = output.tally.cut ?? (await this.#start(trial, folder, output, signal));
    const { cut } = output.tally;
    await checkpoints?.end(!isWanted() || result.outcome === 'failed' || cut !== null);
    // Up to its band it is what it is, however the process was ended.
    return cut ?? result;
  }

  async #start(trial: ProgramTrial, folder: TrialFolder, output: Output, signal: AbortSignal) {
    try {
      if (this.#warm) return await this.#warm.run(trial, folder, output, signal);
      return await runCold(this.#context, trial, folder, output, signal);
    } catch (error) {
      if (error instanceof Failure) return error.result;
      throw error;
    }
  }
}

async function keepArtifacts(
  folder: TrialFolder,
  output: Output,
  keeper: Keeper,
): Promise<readonly KeptFile[]> {
  const { files, leftOut } = await listFiles(folder.artifacts, ARTIFACTS);
  for (const each of leftOut) output.log.add(`latentsweep: the artifact ${each}`);
  if (files.length === 0) return [];
  if (!keeper.artifacts) {
    output.log.add('latentsweep: artifacts are not kept here');
    return [];
  }
  try {
    await keeper.artifacts(files);
  } catch (error) {
    output.log.add(`latentsweep: artifacts could not be kept: ${reasonOf(error)}`);
    return [];
  }
  return files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
}

function noteLeftOut({ tally, log }: Output): void {
  const { firstLeftOut } = tally;
  if (firstLeftOut !== null)
    log.add(`latentsweep: there are 100 metrics; ${firstLeftOut}, and what came later, is left out`);
}
