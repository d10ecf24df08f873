/** What lies in the folder, and beside it: a new library is made in `FOLDER.part`, and takes its place by one renaming. */

import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { InputError } from '@latentsweep/core';
import type { Recipe } from './recipe.ts';

/** Says in the folder which recipe it was made by. */
const RECORD = 'latentsweep-setup.json';

export const partOf = (folder: string): string => `${folder}.part`;

/** Of all files in a folder; 0 where there is none. */
export function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0;
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/** What is in the folder: nothing, this recipe's library, or another one, by its name. Throws InputError `setup_folder`. */
export function whatLiesIn(folder: string, recipe: Recipe): 'nothing' | 'this' | { readonly other: string } {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return 'nothing';
  const made = recordIn(folder);
  if (made !== null) return made.key === keyOf(recipe) ? 'this' : { other: made.what };
  const packages = ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'];
  const own = packages.find((name) => existsSync(join(folder, 'node_modules', name)));
  if (own !== undefined) return { other: `${own}${versionOf(folder, own)}, as npm installs it` };
  throw new InputError(
    'setup_folder',
    `${folder} holds other things than a library that was set up.`,
    'Name a new or empty folder: --to DIR.',
  );
}

/** A short text by which a recipe is known again. */
function keyOf({ wheels, own }: Recipe): string {
  const texts = ['package.json', 'lock.json', 'quiet.cc'].map((name) =>
    readFileSync(join(own, name), 'utf8'),
  );
  return createHash('sha256')
    .update([...texts, JSON.stringify(wheels)].join('\n'))
    .digest('hex');
}

function recordIn(folder: string): { readonly what: string; readonly key: string } | null {
  try {
    return JSON.parse(readFileSync(join(folder, RECORD), 'utf8'));
  } catch {
    return null;
  }
}

function versionOf(folder: string, name: string): string {
  try {
    return ` ${createRequire(join(folder, 'package.json'))(`${name}/package.json`).version}`;
  } catch {
    return '';
  }
}

/** The folder in which one is being made. What another recipe began there is thrown away. */
export class Part {
  readonly folder: string;
  readonly #done: string;

  /** Throws InputError `setup_running` where another process is at it. */
  constructor(target: string, recipe: Recipe) {
    this.folder = partOf(target);
    this.#done = join(this.folder, '.done');
    if (existsSync(this.folder)) refuseRunning(this.folder);
    if (recordIn(this.folder)?.key !== keyOf(recipe)) rmSync(this.folder, { recursive: true, force: true });
    // What was on its way when it was cut off.
    rmSync(join(this.folder, 'tmp'), { recursive: true, force: true });
    mkdirSync(this.#done, { recursive: true });
    const record = { what: recipe.what, key: keyOf(recipe), libtensorflow: recipe.version };
    writeFileSync(join(this.folder, RECORD), `${JSON.stringify(record, null, 2)}\n`);
    this.hold(process.pid);
  }

  /** A process is at work in it. Tools outlive us where we are killed. */
  hold(pid: number): void {
    appendFileSync(join(this.folder, LOCK), `${pid}\n`);
  }

  isDone(step: string): boolean {
    return existsSync(join(this.#done, step));
  }

  setDone(step: string): void {
    writeFileSync(join(this.#done, step), '');
  }

  /** A folder in it, new if need be. */
  place(name: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Nobody is at it any more; what it has stays for the next time. */
  leave(): void {
    rmSync(join(this.folder, LOCK), { force: true });
  }

  /** Puts it in its place. What lay there goes away afterwards. */
  moveTo(target: string): void {
    for (const name of ['.done', 'wheels', 'tmp', LOCK]) {
      rmSync(join(this.folder, name), { recursive: true, force: true });
    }
    const old = join(dirname(target), `${basename(target)}.old`);
    rmSync(old, { recursive: true, force: true });
    const replaces = existsSync(target);
    if (replaces) renameSync(target, old);
    try {
      renameSync(this.folder, target);
    } catch (error) {
      if (replaces) renameSync(old, target);
      throw error;
    }
    rmSync(old, { recursive: true, force: true });
  }
}

/** Whether something was begun that can go on, and which of its steps are done. */
export function begunIn(target: string, recipe: Recipe): ReadonlySet<string> | null {
  const folder = partOf(target);
  if (recordIn(folder)?.key !== keyOf(recipe)) return null;
  const done = join(folder, '.done');
  return new Set(existsSync(done) ? readdirSync(done) : []);
}

const LOCK = 'pids';

function refuseRunning(folder: string): void {
  const lock = join(folder, LOCK);
  const pids = existsSync(lock) ? readFileSync(lock, 'utf8').trim().split('\n').map(Number) : [];
  const alive = pids.find((pid) => pid > 0 && pid !== process.pid && isAlive(pid));
  if (alive === undefined) {
    rmSync(lock, { force: true });
    return;
  }
  throw new InputError(
    'setup_running',
    `Process ${alive} is setting the same up, in ${folder}.`,
    `Wait for it. If process ${alive} is something else, delete ${lock}.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
