import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
