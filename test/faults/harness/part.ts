import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PLAN, type Plan } from '../preload/plan.ts';

/** The command line of the tree that this file is in. */
export const SWEEP = fileURLToPath(new URL('../../../packages/cli/bin/sweep.mjs', import.meta.url));
const PRELOAD = fileURLToPath(new URL('../preload/preload.ts', import.meta.url));
const COMPILED = join(tmpdir(), 'latentsweep-faults-compiled');

export interface LogLine {
  readonly event?: string;
  readonly msg?: string;
  readonly [field: string]: unknown;
}

export interface PartOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly plan?: Plan;
  /** With a password in it, so not on the command line. */
  readonly store?: string;
  /** Goes before the command, such as `ip netns exec …`. */
  readonly under?: readonly string[];
}

/** A process of the cluster: a coordinator or a worker. */
export class Part {
  readonly name: string;
  readonly child: ChildProcess;
  /** What it logged, a line each. */
  readonly lines: LogLine[] = [];
  /** All that it wrote that is no line of its log. */
  text = '';
  #rest = '';

  constructor({ name, args, cwd, plan, store, under = [] }: PartOptions) {
    this.name = name;
    const node = plan ? ['--import', PRELOAD, SWEEP] : [SWEEP];
    const [command, ...rest] = [...under, process.execPath, ...node, ...args];
    this.child = spawn(command!, rest, {
      cwd,
      env: {
        ...process.env,
        CI: '',
        ...(store !== undefined && { LATENTSWEEP_STORE: store }),
        NODE_COMPILE_CACHE: COMPILED,
        ...(plan && { [PLAN]: JSON.stringify(plan) }),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child.stderr!.on('data', (piece: Buffer) => this.#read(piece.toString()));
  }

  get pid(): number {
    return this.child.pid!;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Lines of an event, with these fields. */
  count(event: string, fields: Readonly<Record<string, unknown>> = {}): number {
    return this.lines.filter(
      (line) => line.event === event && Object.entries(fields).every(([name, value]) => line[name] === value),
    ).length;
  }

  /** Resolves once it has logged the event `times` times; throws when it ends before or takes too long. */
  async says(event: string, times = 1, withinMs = 60_000): Promise<void> {
    const until = performance.now() + withinMs;
    while (this.count(event) < times) {
      if (!this.alive || performance.now() > until) {
        throw new Error(`${this.name} did not say '${event}' ${times} times:\n${this.tail()}`);
      }
      await sleep(20);
    }
  }

  tail(): string {
    const lines = this.lines.slice(-15).map((line) => line.msg ?? JSON.stringify(line));
    return [...lines, this.text.slice(-2000)].join('\n');
  }

  signal(signal: NodeJS.Signals): void {
    if (this.alive) this.child.kill(signal);
  }

  /** Sends the signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.alive) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    if (signal === 'SIGKILL') this.child.kill('SIGCONT');
    await ended;
  }

  /** Its end, however it comes. */
  async ended(withinMs = 60_000): Promise<void> {
    const until = performance.now() + withinMs;
    while (this.alive) {
      if (performance.now() > until) throw new Error(`${this.name} did not end:\n${this.tail()}`);
      await sleep(20);
    }
  }

  #read(piece: string): void {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) {
      try {
        this.lines.push(JSON.parse(line) as LogLine);
      } catch {
        this.text += `${line}\n`;
      }
    }
  }
}
