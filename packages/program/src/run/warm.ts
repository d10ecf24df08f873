import type { FailedTrial, TrialResult } from '@latentsweep/core';
import type { TrialFolder } from '../files/scratch.ts';
import type { Output } from '../output/output.ts';
import type { ProgramTrial } from '../runner.ts';
import type { Context } from './context.ts';
import { WarmProcess } from './warm-process.ts';

/** As many warm processes as there were trials at a time. One that died is replaced by the next trial. */
export class WarmPool {
  readonly #context: Context;
  readonly #idle: WarmProcess[] = [];

  constructor(context: Context) {
    this.#context = context;
  }

  /** Throws a `Failure` where no process can be started. */
  async run(
    trial: ProgramTrial,
    folder: TrialFolder,
    output: Output,
    signal: AbortSignal,
  ): Promise<TrialResult | FailedTrial> {
    const warm = this.#take() ?? (await WarmProcess.start(this.#context));
    const result = await warm.run(trial, folder, output, signal);
    if (warm.isAlive) this.#idle.push(warm);
    return result;
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.map((warm) => warm.close()));
  }

  #take(): WarmProcess | null {
    for (let warm = this.#idle.pop(); warm; warm = this.#idle.pop()) if (warm.isAlive) return warm;
    return null;
  }
}
