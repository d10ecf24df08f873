import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { ProgramLimits } from '@latentsweep/core';
import { Failure } from '../failure.ts';
import type { Timing } from '../timing.ts';
import { killGroup, type Overseer, type Usage } from './overseer.ts';
import { type Command, startProgram } from './start.ts';
import type { Watcher } from './watcher.ts';

/** What a runner has one of, for all its processes. */
export interface House {
  readonly overseer: Overseer;
  readonly watcher: Watcher;
  readonly timing: Timing;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it was ended, if it was. */
  readonly reason: Failure | null;
}

/** A program's process with its tree, until nothing is left of it. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #root: { readonly pid: number; readonly run: string };
  readonly #house: House;
  #reason: Failure | null = null;
  #isEnding = false;
  #hasExited = false;
  #killing: NodeJS.Timeout | undefined;

  /** Once its whole group has ended and all of its output was heard. */
  readonly exited: Promise<Exit>;

  private constructor(child: ChildProcess, run: string, house: House) {
    this.#child = child;
    this.#root = { pid: child.pid!, run };
    this.#house = house;
    this.exited = this.#end();
  }

  /** Throws a `Failure`. `run` names it, in its variables too. */
  static async start(command: Command, run: string, house: House): Promise<ProgramProcess> {
    house.overseer.begin(run);
    try {
      const child = await startProgram(command);
      house.watcher.begin(child.pid!);
      return new ProgramProcess(child, run, house);
    } catch (error) {
      house.overseer.end(run);
      throw error;
    }
  }

  get input(): Writable | null {
    return this.#child.stdin;
  }

  onOutput(onBytes: (chunk: Buffer, isError: boolean) => void): void {
    this.#child.stdout!.on('data', (chunk: Buffer) => onBytes(chunk, false));
    this.#child.stderr!.on('data', (chunk: Buffer) => onBytes(chunk, true));
  }

  /** Ends it where its tree takes more than it may. */
  limit({ memoryMb, processes }: ProgramLimits): void {
    if (memoryMb === null && processes === null) return;
    this.#house.overseer.sample(this.#root, (usage) => {
      const failure = excess(usage, memoryMb, processes);
      if (failure) this.kill(failure);
    });
  }

  /** Whether it has ended, or was told to. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Why it was told to end, if there is a reason. */
  get reason(): Failure | null {
    return this.#reason;
  }

  /** Asks it to end, and ends it after a grace. The first reason counts. */
  terminate(reason: Failure | null): void {
    if (this.#hasExited) return;
    this.#isEnding = true;
    this.#reason ??= reason;
    killGroup(this.#root.pid, 'SIGTERM');
    this.#killing ??= setTimeout(() => this.kill(reason), this.#house.timing.termGraceMs);
  }

  kill(reason: Failure | null): void {
    if (this.#hasExited) return;
    this.#isEnding = true;
    this.#reason ??= reason;
    void this.#house.overseer.killTree(this.#root);
  }

  async #end(): Promise<Exit> {
    const { overseer, watcher, timing } = this.#house;
    const closed = new Promise<void>((resolve) => this.#child.once('close', () => resolve()));
    const exit = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.#isEnding = true;
    this.#hasExited = true;
    clearTimeout(this.#killing);
    killGroup(this.#root.pid, 'SIGKILL');
    watcher.end(this.#root.pid);
    if (this.#reason) await overseer.killTree({ ...this.#root, pid: null });
    await this.#heard(closed, timing.outputMs);
    overseer.end(this.#root.run);
    return { ...exit, reason: this.#reason };
  }

  /** What left the group may hold the output open. */
  async #heard(closed: Promise<void>, outputMs: number): Promise<void> {
    if (await isSettled(closed, outputMs)) return;
    await this.#house.overseer.killTree({ ...this.#root, pid: null });
    // Nothing that is known holds it: what is left to hear is there already.
    if (await isSettled(closed, 4 * outputMs)) return;
    this.#child.stdout!.destroy();
    this.#child.stderr!.destroy();
    await closed;
  }
}

/** Whether it is within that time. */
function isSettled(promise: Promise<void>, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), withinMs);
    void promise.then(() => {
      clearTimeout(late);
      resolve(true);
    });
  });
}

function excess(
  { residentBytes, processes }: Usage,
  memoryMb: number | null,
  most: number | null,
): Failure | null {
  const megabytes = Math.ceil(residentBytes / 1024 ** 2);
  if (memoryMb !== null && megabytes > memoryMb) {
    return new Failure(
      'memory_limit',
      `its processes took ${megabytes} MB of memory; ${memoryMb} MB are allowed`,
    );
  }
  if (most !== null && processes > most) {
    return new Failure('process_limit', `it ran ${processes} processes; ${most} are allowed`);
  }
  return null;
}
