import { open, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Fault, InputError } from '@latentsweep/core';
import { brief, LIMITS, tooLarge } from '@latentsweep/plain-file';
import { notASweep, notText } from './not-a-sweep.ts';
import { SWEEP_FILE } from './overrides.ts';
import { badSweepFile, type ParsedSweep, type ParseOptions, parseSweep } from './parse.ts';

/**
 * Reads and checks a sweep file. Relative paths in it start from its folder; in overrides, from the working folder.
 * Throws InputError: `no_sweep_file` where it can't be read, `bad_sweep_file` with all faults otherwise.
 */
export async function readSweepFile(
  path: string,
  options: Pick<ParseOptions, 'engines' | 'overrides'>,
): Promise<ParsedSweep> {
  const text = await readText(path);
  const folder = dirname(resolve(path));
  return parseSweep(text, { ...options, path, folder, overrideFolder: process.cwd() });
}

async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  const text = decoded(bytes);
  if (text === null || text.includes('\0')) throw badSweepFile(path, [notText(bytes)]);
  return text;
}

/** Null where it is not UTF-8. `cut`: the last character may be a part of one. */
function decoded(bytes: Uint8Array, cut = false): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > LIMITS.bytes) throw badSweepFile(path, [await faultOfLarge(path, size)]);
    return await readFile(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(
      'no_sweep_file',
      `The sweep file ${brief(path, 200)} ${REASONS[code ?? ''] ?? `can't be read (${code})`}.`,
      'Give the path of a YAML file, such as sweeps/quickstart.yaml.',
      [],
    );
  }
}

/** What a large file seems to be, by its first part; a table of data often is one. */
async function faultOfLarge(path: string, size: number): Promise<Fault> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD), 0, HEAD, 0);
    const head = buffer.subarray(0, bytesRead);
    const text = decoded(head, true);
    if (text === null || text.includes('\0')) return notText(head);
    const large = { path: '', line: 1, column: 1, message: tooLarge(size), hint: SWEEP_FILE.doubt };
    return notASweep(text, path, null) ?? { code: 'too_large', ...large };
  } finally {
    await file.close();
  }
}

const HEAD = LIMITS.bytes;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by you',
};
