import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { type ProgramDeclaration, scriptIn } from '@latentsweep/core';
import { type Asking, askInterpreter, type Interpreter, interpreterIn } from './interpreter.ts';

/** What a trial of a program ran in, as far as it can be had. */
export interface Ran extends Partial<Interpreter> {
  readonly host: string;
  /** Such as `linux x64`. */
  readonly platform: string;
  /** The program's file, as the command names it, and the SHA-256 of its bytes. */
  readonly file?: string;
  readonly sha256?: string;
}

/** Larger ones are no scripts, and take long to read. */
const LARGEST = 256 * 1024 ** 2;
const LARGEST_SCRIPT = 1024 ** 2;
const LONGEST = 300;

/** Asks what a program's trials run in: once, and again when its file has changed. */
export class RanIn {
  readonly #declaration: Pick<ProgramDeclaration, 'command' | 'folder'>;
  readonly #asking: Asking;
  readonly #word: string | null;
  #state: string | null = null;
  #answer: Promise<Ran> | null = null;

  constructor(declaration: Pick<ProgramDeclaration, 'command' | 'folder'>, asking: Asking) {
    this.#declaration = declaration;
    this.#asking = asking;
    this.#word = scriptIn(declaration.command);
  }

  /** As it is now. Never rejects, and is there in a bounded time. */
  now(): Promise<Ran> {
    const found = this.#word === null ? null : fileAt(resolve(this.#declaration.folder, this.#word));
    const state = found && `${found.size} ${found.mtimeMs} ${found.ino}`;
    if (this.#answer === null || state !== this.#state) this.#answer = this.#ask(found?.size ?? null);
    this.#state = state;
    return this.#answer;
  }

  /** `size`: of the file, null where there is none. */
  async #ask(size: number | null): Promise<Ran> {
    const { command, folder } = this.#declaration;
    const path = resolve(folder, this.#word ?? '');
    const sha256 = size === null || size > LARGEST ? null : await hashOf(path);
    const script =
      sha256 === null || size! > LARGEST_SCRIPT ? '' : await readFile(path, 'utf8').catch(() => '');
    const interpreter = interpreterIn(command);
    return {
      ...{ host: hostname().slice(0, LONGEST), platform: `${process.platform} ${process.arch}` },
      ...(sha256 === null ? {} : { file: this.#word!.slice(-LONGEST), sha256 }),
      ...(interpreter === null ? {} : await askInterpreter(interpreter, script, this.#asking)),
    };
  }
}

function fileAt(path: string) {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? found : null;
  } catch {
    return null;
  }
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return null;
  }
}
