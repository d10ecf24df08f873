import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '@latentsweep/core';
import type { Overrides } from './overrides.ts';
import { badSweepFile, type ParsedSweep, parseSweep } from './parse.ts';
import { printable } from './printable.ts';
import { LIMITS, tooLarge } from './yaml.ts';

/**
 * Reads and checks a sweep file. Relative paths in it start from its folder; in overrides, from the working folder.
 * Throws InputError: `no_sweep_file` where it can't be read, `bad_sweep_file` with all faults otherwise.
 */
export async function readSweepFile(path: string, overrides: Overrides = {}): Promise<ParsedSweep> {
  const text = await readText(path);
  const folder = dirname(resolve(path));
  return parseSweep(text, { path, overrides, folder, overrideFolder: process.cwd() });
}

async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badSweepFile(path, [
      {
        code: 'not_text',
        path: '',
        line: 1,
        column: 1,
        message: 'the file is not UTF-8 text',
        hint: 'Save it as UTF-8.',
      },
    ]);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > LIMITS.bytes) {
      throw badSweepFile(path, [
        {
          code: 'too_large',
          path: '',
          line: 1,
          column: 1,
          message: tooLarge(size),
          hint: 'Is it a sweep file?',
        },
      ]);
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(
      'no_sweep_file',
      `The sweep file ${printable(path, 200)} ${REASONS[code ?? ''] ?? `can't be read (${code})`}.`,
      'Give the path of a YAML file, such as sweeps/quickstart.yaml.',
      [],
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by you',
};
