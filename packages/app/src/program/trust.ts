/** Whether a program that a sweep file names may be run here: its command comes from a file that may be anybody's. */

import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';

export interface TrustAsked {
  /** This command, in this folder, with these bytes, was trusted before. */
  readonly known: boolean;
  /** The user says so: `--trust`. */
  readonly given: boolean;
  /** Somebody can be asked. */
  readonly canAsk: boolean;
}

/** What to do about it. `remember`: run it from now on without a question. */
export function decideTrust({ known, given, canAsk }: TrustAsked): 'run' | 'remember' | 'ask' | 'refuse' {
  if (known) return 'run';
  if (given) return 'remember';
  return canAsk ? 'ask' : 'refuse';
}

/** `command`: as a shell would have it. */
export function notTrusted(command: string, folder: string): InputError {
  return new InputError(
    'program_not_trusted',
    `The sweep file would have this machine run \`${command}\` in ${folder}, and nobody has said that it may.`,
    'Look at the program, then add --trust; in a terminal you are asked.',
  );
}

/** What was trusted, a file for each in a folder that is the user's alone. */
export class TrustBook {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  has(key: string): boolean {
    return isOwn(this.#folder) && isOwn(join(this.#folder, key));
  }

  /** `what`: for people who look into the folder. */
  add(key: string, what: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(this.#folder, key), `${what}\n`, { mode: 0o600 });
  }
}

/** What others may write into says nothing of what the user trusts. */
function isOwn(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  const own = process.getuid?.();
  return stats !== undefined && (own === undefined || (stats.uid === own && (stats.mode & 0o022) === 0));
}
