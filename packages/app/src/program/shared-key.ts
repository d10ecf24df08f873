import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { canonicalJson, InputError, type ProgramDeclaration, printable } from '@latentsweep/core';

/**
 * By what the results of a program are known again that is declared `deterministic: true`: the SHA-256 (hex) of all that they are
 * said to depend on beside config and seed. That is its command, how it is told its config and how it reports, the variables that
 * are let through with their values, and its files: `script`, those of the same ending beside it, which it may import, and
 * those that its declaration names. Throws InputError `unreadable_file`.
 */
export function sharedKeyOf(
  { command, folder, config, reports, environment, threads, files = [] }: ProgramDeclaration,
  script: string | null,
  host: Readonly<Record<string, string | undefined>>,
): string {
  const paths = new Set([
    ...(script === null ? [] : [script, ...kinOf(script)]),
    ...files.map((file) => resolve(folder, file)),
  ]);
  const hashes = Object.fromEntries([...paths].sort().map((path) => [relative(folder, path), hashOf(path)]));
  const variables = Object.fromEntries(environment.map((name) => [name, host[name] ?? null]));
  const all = { command, folder, config, reports, threads, variables, files: hashes };
  return createHash('sha256').update(canonicalJson(all)).digest('hex');
}

/** Of `train.py` the other .py beside it. */
function kinOf(script: string): string[] {
  const ending = extname(script);
  if (ending === '') return [];
  const folder = dirname(script);
  // A link to a file is read as the file.
  return readdirSync(folder)
    .filter((name) => extname(name) === ending)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

const CHUNK = 1024 ** 2;

/** Piece by piece: it may be data. */
function hashOf(path: string): string {
  let file: number | null = null;
  try {
    file = openSync(path, 'r');
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
      hash.update(chunk.subarray(0, read));
    return hash.digest('hex');
  } catch (error) {
    throw new InputError(
      'unreadable_file',
      `The results of a deterministic program depend on ${printable(path)}, which can't be read: ${printable((error as Error).message)}.`,
      'Correct `files` in its declaration, or take `deterministic: true` away.',
    );
  } finally {
    if (file !== null) closeSync(file);
  }
}
