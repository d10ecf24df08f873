/**
 * NumPy's `.npz`: arrays of one dimension are columns, those of two are a column for each of theirs. All of them must
 * have as many rows; which are meant is asked where they do not. Objects (pickles) are never loaded.
 */

import { InputError } from '@latentsweep/core';
import type { FileRow, FileTable } from '../table.ts';
import { refuseSize } from '../table.ts';
import { openZip, type Zip } from '../zip/zip.ts';
import { type ArrayHead, headOf, type ReadableArray, readable, rowsOfArray } from './array.ts';

/** `wanted`: names of arrays, or null for all. Throws InputError. */
export async function readNpz(path: string, wanted: readonly string[] | null): Promise<FileTable> {
  const zip = await openZip(path);
  const heads: ArrayHead[] = [];
  for (const entry of zip.entries) if (entry.name.endsWith('.npy')) heads.push(await headOf(zip, entry));
  const arrays = chosen(path, heads, wanted).map((head) => readable(path, head));
  const rows = arrays[0]!.rows;
  if (arrays.some((array) => array.rows !== rows))
    throw whichArrays(path, heads, 'have different numbers of rows');
  const columns = arrays.flatMap(namesOf);
  refuseSize(path, rows, columns.length);
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InputError(
      'duplicate_column',
      `${path} has two columns \`${twice}\`.`,
      'Give arrays other names.',
    );
  }
  return {
    columns: columns.map((name) => ({ name, holds: 'open' })),
    notes: [],
    output: null,
    unit: 'row',
    rows: () => rowsOf(zip, arrays),
  };
}

function chosen(path: string, heads: readonly ArrayHead[], wanted: readonly string[] | null) {
  if (heads.length === 0)
    throw new InputError('bad_npz', `${path} holds no array.`, 'Write it with numpy.savez.');
  if (wanted === null) {
    const odd = heads.some(({ shape }) => shape.length < 1 || shape.length > 2);
    if (odd) throw whichArrays(path, heads, 'are not all of one or two dimensions');
    return heads;
  }
  return wanted.map((name) => {
    const head = heads.find((one) => one.name === name);
    if (head !== undefined) return head;
    const message = `${path} has no array \`${name}\` (dataset.arrays).`;
    throw new InputError('unknown_array', message, `It has ${listed(heads)}.`);
  });
}

function whichArrays(path: string, heads: readonly ArrayHead[], why: string): InputError {
  return new InputError(
    'which_arrays',
    `The arrays of ${path} ${why}: ${listed(heads)}.`,
    'Name those that make the table: `arrays: [X, y]`.',
  );
}

function listed(heads: readonly ArrayHead[]): string {
  const told = heads
    .slice(0, 10)
    .map(({ name, shape }) => `\`${name}\` (${shape.join(' x ') || 'a single value'})`);
  return heads.length > 10 ? `${told.join(', ')} and ${heads.length - 10} more` : told.join(', ');
}

function namesOf({ name, columns, shape }: ReadableArray): string[] {
  return shape.length === 1 || columns === 1
    ? [name]
    : Array.from({ length: columns }, (_, i) => `${name} ${i + 1}`);
}

/** Rows of all arrays side by side. */
async function* rowsOf(zip: Zip, arrays: readonly ReadableArray[]): AsyncGenerator<readonly FileRow[]> {
  const readers = arrays.map((array) => rowsOfArray(zip, array));
  const held: (string | null)[][][] = arrays.map(() => []);
  let line = 1;
  try {
    for (;;) {
      for (const [k, reader] of readers.entries()) {
        if (held[k]!.length === 0) held[k] = (await reader.next()).value ?? [];
      }
      const count = Math.min(...held.map(({ length }) => length));
      if (count === 0) return;
      const parts = held.map((some) => some.splice(0, count));
      yield Array.from({ length: count }, (_, i) => ({
        line: line + i,
        cells: parts.flatMap((part) => part[i]!),
      }));
      line += count;
    }
  } finally {
    for (const reader of readers) await reader.return(undefined);
  }
}
