import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { afterAll } from 'vitest';
import type { TableDefinition } from './load.ts';

/** A folder of its own for a test file, removed at the end, and definitions that start from it. */
export async function dataFolder(): Promise<{
  readonly folder: string;
  write(name: string, content: string | Uint8Array): Promise<string>;
  table(given: Partial<TableDefinition>): TableDefinition;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-data-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    folder,
    write: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    table: (given) => ({
      kind: 'table',
      path: null,
      select: null,
      folder,
      target: 'y',
      positive: null,
      drop: [],
      categorical: [],
      missing: null,
      decimal: null,
      dates: [],
      reading: 2,
      scale: 'quantile',
      split: { train: 0.6, validation: 0.2, test: 0.2 },
      balance: 'majority',
      ...given,
    }),
  };
}

/** A CSV of `count` rows, each from its number. */
export function csv(header: string, count: number, row: (i: number) => string): string {
  return `${[header, ...Array.from({ length: count }, (_, i) => row(i))].join('\n')}\n`;
}

/** What a user reads of a refusal, a line a fault, with the folder's name taken out. */
export async function refusalFrom(refused: Promise<unknown>, folder: string): Promise<string> {
  const error = await refused.then(
    () => {
      throw new Error('it was accepted');
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw error;
  const faults = error.faults.map(({ code, path, message, hint }) => `[${code}] ${path}: ${message} ${hint}`);
  return [`[${error.code}] ${error.message} ${error.hint}`.trim(), ...faults]
    .join('\n')
    .replaceAll(folder, '…');
}
