import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { afterAll } from 'vitest';
import { resolveDataset } from './resolve.ts';
import type { TableDefinition } from './source.ts';

/** A folder of its own for a test file, removed at the end, and definitions that start from it. */
export async function dataFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-data-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const table = (given: Partial<TableDefinition>): TableDefinition => ({
    kind: 'table',
    path: null,
    select: null,
    folder,
    header: null,
    columns: null,
    encoding: null,
    target: 'y',
    positive: null,
    drop: [],
    keep: [],
    categorical: [],
    missing: null,
    decimal: null,
    dates: [],
    reading: 2,
    scale: 'quantile',
    split: { train: 0.6, validation: 0.2, test: 0.2 },
    balance: 'majority',
    ...given,
  });
  const told = ({ code, message, hint }: Pick<InputError, 'code' | 'message' | 'hint'>) =>
    `[${code}] ${message} ${hint}`.trim().replaceAll(folder, '…');
  return {
    folder,
    table,
    write: async (name: string, content: string | Uint8Array) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    /** What a user reads where it is refused, with the folder's name taken out. */
    refusal: async (given: Partial<TableDefinition>) => {
      const error = await resolveDataset(table(given)).then(
        () => {
          throw new Error('it was accepted');
        },
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof InputError)) throw error;
      const faults = error.faults.map((fault) => told(fault).replace('] ', `] ${fault.path}: `));
      return [told(error), ...faults].join('\n');
    },
    /** The codes and texts of notes, with the folder's name taken out. */
    notes: async (given: Partial<TableDefinition>) => (await resolveDataset(table(given))).notes.map(told),
  };
}

/** A CSV of `count` rows, each from its number. */
export function csv(header: string, count: number, row: (i: number) => string): string {
  return `${[header, ...Array.from({ length: count }, (_, i) => row(i))].join('\n')}\n`;
}
