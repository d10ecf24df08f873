import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SWEEP = fileURLToPath(new URL('../packages/cli/bin/sweep.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process of its own, in a temporary folder with a store of its own. */
export interface Workplace {
  readonly folder: string;
  /** Writes a file and returns its name. */
  write(name: string, text: string): Promise<string>;
  start(...args: string[]): Running;
  sweep(...args: string[]): Promise<Ended>;
  /** With something on stdin. */
  feed(input: string, ...args: string[]): Promise<Ended>;
  remove(): Promise<void>;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr matches; rejects when the process ends before. */
  says(pattern: RegExp): Promise<void>;
}

export async function openWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-e2e-'));
  await mkdir(join(folder, 'here'));
  const here = join(folder, 'here');
  const started: Running[] = [];
  const start = (...args: string[]) => {
    const running = startProcess(process.execPath, [SWEEP, ...args], here);
    started.push(running);
    return running;
  };
  return {
    folder: here,
    async write(name, text) {
      await writeFile(join(here, name), text);
      return name;
    },
    start,
    sweep: (...args) => start(...args).ended,
    feed(input, ...args) {
      const running = start(...args);
      running.child.stdin!.end(input);
      return running.ended;
    },
    async remove() {
      for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
      await Promise.all(started.map(({ ended }) => ended));
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function startProcess(command: string, args: readonly string[], cwd: string): Running {
  const { LATENTSWEEP_STORE: _, LATENTSWEEP_DEBUG: __, ...environment } = process.env;
  const child = spawn(command, args, { cwd, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const texts = { out: '', err: '' };
  const listeners = new Set<() => void>();
  child.stdout.on('data', (piece: Buffer) => {
    texts.out += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    texts.err += piece.toString();
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
  const says = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(texts.err)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended without saying ${pattern}: ${texts.err}`)));
    });
  return { child, ended, says };
}

/** 6 configs x 2 replicates of the smallest size. */
export const TINY = `
name: tiny
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 2
seed: 1
dataset: { kind: simulated, train: 400, validation: 200, test: 200 }
parameters:
  arm: { values: [oversample, vae_mixing] }
  minority_rate: { value: 0.5 }
  latent_size: { values: [2, 4] }
  epochs: { values: [1, 2] }
`;

/** Long enough to be stopped in the middle on any machine; each trial is short. */
export const LONG = TINY.replace('name: tiny', 'name: long')
  .replace('replicates: 2', 'replicates: 500')
  .replace('train: 400', 'train: 4000');
