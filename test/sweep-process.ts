import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Output, PLAIN, runCli, type Terminal } from '@latentsweep/cli';

export const SWEEP = fileURLToPath(new URL('../packages/cli/bin/sweep.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line in a temporary folder with a store of its own, which is the working folder until it is removed. */
export interface Workplace {
  readonly folder: string;
  /** Writes a file and returns its name. */
  write(name: string, text: string): Promise<string>;
  /** In this process, with its output caught: much faster than a process of its own. */
  sweep(...args: string[]): Promise<Ended>;
  /** With something on stdin. */
  feed(input: string, ...args: string[]): Promise<Ended>;
  /** With a terminal of so many columns for its results. */
  onTerminal(columns: number, ...args: string[]): Promise<Ended>;
  /** As a process of its own, for what depends on one: signals, a real terminal. */
  start(...args: string[]): Running;
  remove(): Promise<void>;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr matches; rejects when the process ends before. */
  says(pattern: RegExp): Promise<void>;
  /** What stderr has had so far. */
  err(): string;
}

export async function openWorkplace(): Promise<Workplace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'latentsweep-e2e-')));
  const before = process.cwd();
  process.chdir(folder);
  const started: Running[] = [];
  return {
    folder,
    async write(name, text) {
      await writeFile(join(folder, name), text);
      return name;
    },
    sweep: (...args) => inProcess('', args),
    feed: inProcessWith,
    onTerminal: (columns, ...args) => inProcess('', args, columns),
    start(...args) {
      const running = startProcess(process.execPath, [SWEEP, ...args], folder);
      started.push(running);
      return running;
    },
    async remove() {
      for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
      await Promise.all(started.map(({ ended }) => ended));
      process.chdir(before);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const inProcessWith = (input: string, ...args: string[]) => inProcess(input, args);

async function inProcess(input: string, args: readonly string[], columns?: number): Promise<Ended> {
  const texts = { out: '', err: '' };
  const output = (name: 'out' | 'err'): Output => ({
    isTerminal: name === 'out' && columns !== undefined,
    width: (name === 'out' ? columns : undefined) ?? Number.POSITIVE_INFINITY,
    style: PLAIN,
    closed: false,
    write(text) {
      texts[name] += text;
    },
    async writeAll(text) {
      texts[name] += text;
    },
  });
  const terminal: Terminal = {
    out: output('out'),
    err: output('err'),
    canAsk: false,
    ask: () => Promise.resolve(false),
    readInput: () => Promise.resolve(input),
    onResize: () => () => {},
  };
  return { code: await runCli(args, terminal, {}), ...texts };
}

export function startProcess(command: string, args: readonly string[], cwd: string): Running {
  // Node believes no terminal's colours where CI is set.
  const own = (name: string) => name === 'CI' || name.startsWith('LATENTSWEEP_');
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own(name)));
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
  return { child, ended, says, err: () => texts.err };
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

/** 60 images of 4 x 4, of three classes of which one's name would do harm as markup: a bright row each. */
export const IMAGES_CSV = [
  [...Array.from({ length: 16 }, (_, at) => `p${at}`), 'label'].join(','),
  ...Array.from({ length: 60 }, (_, i) => {
    const pixels = Array.from({ length: 16 }, (__, at) =>
      Math.floor(at / 4) === i % 3 ? 255 : (i * 29 + at * at * 7) % 150,
    );
    return [...pixels, ['top', '<img src=x onerror=alert(1)>', 'low'][i % 3]].join(',');
  }),
].join('\n');
/** Their sweep, which reads them from `images.csv`. */
export const IMAGES = `name: images
dataset: { kind: images, path: images.csv, target: label, shape: [4, 4, 1] }
method: grid
replicates: 1
parameters:
  arm: { values: [none, transform, vae_boundary] }
  encoder_layers: { value: [conv 4 2x2, dense 8] }
  epochs: { value: 1 }
  classifier_epochs: { value: 1 }
  steps_per_epoch: { value: 1 }
`;

/** Long enough to be stopped in the middle on any machine; each trial is short. */
export const LONG = TINY.replace('name: tiny', 'name: long')
  .replace('replicates: 2', 'replicates: 500')
  .replace('train: 400', 'train: 40000');
