/** `sweep serve`, `sweep worker` and the others as processes of their own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SWEEP = fileURLToPath(new URL('../../packages/cli/bin/sweep.mjs', import.meta.url));
const READY_MS = 60_000;

export interface ClusterAddress {
  readonly storeUrl: string;
  readonly busUrl: string;
  /** Where programs are started: without settings of the user's. */
  readonly folder: string;
}

export class Program {
  readonly #child: ChildProcess;
  #output = '';
  #log = '';

  constructor(address: ClusterAddress, args: readonly string[], nodeArgs: readonly string[] = []) {
    this.#child = spawn(process.execPath, [...nodeArgs, SWEEP, ...args], {
      cwd: address.folder,
      env: { ...process.env, LATENTSWEEP_STORE: address.storeUrl, LATENTSWEEP_BUS: address.busUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout!.on('data', (data) => {
      this.#output += data;
    });
    this.#child.stderr!.on('data', (data) => {
      // A worker logs for as long as it works; only its beginning is of use here.
      if (this.#log.length < 1e6) this.#log += data;
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Resolves when it has logged this event. */
  async logged(event: string): Promise<void> {
    const until = performance.now() + READY_MS;
    while (!this.#log.includes(`"event":"${event}"`)) {
      if (this.#child.exitCode !== null || performance.now() > until) {
        throw new Error(`No '${event}' from a program:\n${this.#log}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** To its end; what it wrote to stdout. Throws where it failed. */
  async output(): Promise<string> {
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    if (this.#child.exitCode !== 0) throw new Error(`A program failed:\n${this.#log}`);
    return this.#output;
  }

  /** SIGTERM, and waits for its end. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

/** A coordinator that leads. */
export async function startCoordinator(
  address: ClusterAddress,
  nodeArgs: readonly string[] = [],
): Promise<Program> {
  const coordinator = new Program(address, ['serve'], nodeArgs);
  await coordinator.logged('leading');
  return coordinator;
}

/** A worker that takes jobs. */
export async function startWorker(
  address: ClusterAddress,
  slots: number,
  nodeArgs: readonly string[] = [],
  workerArgs: readonly string[] = [],
): Promise<Program> {
  const args = ['worker', '--slots', String(slots), '--drain-seconds', '1', ...workerArgs];
  const worker = new Program(address, args, nodeArgs);
  await worker.logged('joined');
  return worker;
}
