import { setImmediate as turn } from 'node:timers/promises';
import type { FailedTrial, TrialResult } from '@latentsweep/core';
import { printable } from '@latentsweep/core';
import { placeConfig } from '../config/command.ts';
import { programSeed } from '../config/environment.ts';
import { Failure } from '../failure.ts';
import type { TrialFolder } from '../files/scratch.ts';
import { hear, type Output } from '../output/output.ts';
import { type JsonObject, jsonLine } from '../output/report.ts';
import { resultOf } from '../output/result.ts';
import { ProgramProcess } from '../process/program-process.ts';
import { RUN } from '../process/table.ts';
import type { ProgramTrial } from '../runner.ts';
import type { Context } from './context.ts';
import { failureOf } from './exit.ts';
import { watchOver } from './stopping.ts';

/** What a warm program's line says beside metrics. */
const WORDS = ['trial', 'done', 'failed'];

/** The trial that a process is at. */
interface UnderWay {
  readonly trialId: number;
  readonly output: Output;
  readonly end: (ended: 'done' | Failure) => void;
}

/** One process that takes trials, one after the other. */
export class WarmProcess {
  readonly #context: Context;
  readonly #process: ProgramProcess;
  readonly #ears: ReturnType<typeof hear>;
  #underWay: UnderWay | null = null;

  private constructor(context: Context, process: ProgramProcess) {
    this.#context = context;
    this.#process = process;
    const { limits } = context.declaration;
    this.#ears = hear(
      limits.outputMb,
      {
        line: (line, whole) => this.#line(line, whole),
        lines: (block) => this.#underWay?.output.lines(block),
        aside: (line, whole) => this.#underWay?.output.aside(line, whole),
      },
      (failure) => process.kill(failure),
    );
    process.onOutput((chunk, isError) => this.#ears.take(chunk, isError));
    process.input!.on('error', () => {});
    process.limit(limits);
    void process.exited.then((exit) => {
      this.#ears.end();
      const { lastLine = '' } = this.#underWay?.output.log ?? {};
      this.#underWay?.end(
        failureOf(exit, lastLine) ?? new Failure('exit_code', '0, before the trial was done'),
      );
    });
  }

  /** Throws a `Failure`. */
  static async start(context: Context): Promise<WarmProcess> {
    const { declaration, host, common, house } = context;
    const { argv } = placeConfig(declaration.command, null, {}, '', host);
    const run = context.nextRun();
    const env = { ...common, LATENTSWEEP_WARM: '1', [RUN]: run };
    const process = await ProgramProcess.start(
      { argv, folder: declaration.folder, env, hasInput: true },
      run,
      house,
    );
    return new WarmProcess(context, process);
  }

  /** Whether it can take another trial. */
  get isAlive(): boolean {
    return !this.#process.isEnding;
  }

  async run(
    trial: ProgramTrial,
    folder: TrialFolder,
    output: Output,
    signal: AbortSignal,
  ): Promise<TrialResult | FailedTrial> {
    this.#ears.restart();
    const ended = new Promise<'done' | Failure>((end) => {
      this.#underWay = { trialId: trial.trialId, output, end };
    });
    const letGo = watchOver(this.#context, this.#process, folder.stop, signal, output);
    this.#process.input!.write(`${this.#task(trial, folder)}\n`);
    const how = await ended;
    await otherOutput();
    letGo();
    this.#underWay = null;
    const failure = how === 'done' ? this.#process.reason : how;
    if (failure) return failure.result;
    return resultOf(this.#context.declaration, trial.spec, output, folder.path);
  }

  /** The end of its input is its sign to end. */
  async close(): Promise<void> {
    this.#process.input!.end();
    const late = setTimeout(() => this.#process.terminate(null), this.#context.house.timing.termGraceMs);
    await this.#process.exited;
    clearTimeout(late);
  }

  #task(trial: ProgramTrial, folder: TrialFolder): string {
    return JSON.stringify({
      trial: trial.trialId,
      config: trial.config,
      replicate: trial.replicate,
      seed: programSeed(trial.seed),
      scratch: folder.path,
      artifacts: folder.artifacts,
      stop: folder.stop,
      metric: trial.spec.metrics[0]!.name,
      ...(trial.until === undefined ? {} : { until_step: trial.until }),
      ...(this.#context.declaration.checkpoint ? { checkpoint: folder.checkpoint } : {}),
    });
  }

  /** What it says between two trials belongs to none. */
  #line(line: Buffer, whole: boolean): void {
    const underWay = this.#underWay;
    if (!underWay) return;
    const object = whole ? jsonLine(line) : null;
    if (!object || !('done' in object || 'failed' in object)) underWay.output.line(line, whole);
    else this.#answer(object, underWay);
  }

  #answer(object: JsonObject, { trialId, output, end }: UnderWay): void {
    if (object['trial'] !== trialId) {
      const failure = new Failure(
        'bad_report',
        `it answered for trial ${String(object['trial'])} in trial ${trialId}`,
      );
      this.#process.kill(failure);
      end(failure);
      return;
    }
    // It has ended by itself, whatever its last report is to a band.
    output.onBand = () => {};
    output.report(object, WORDS);
    if ('failed' in object)
      end(new Failure('program_failed', printable(String(object['failed'])).slice(0, 500)));
    else end('done');
  }
}

/** What a program wrote to standard error before its answer is there already: it is heard in the loop's next turn. */
async function otherOutput(): Promise<void> {
  await turn();
  await turn();
}
