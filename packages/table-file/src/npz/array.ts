/** An array in an archive of NumPy: its header, and its rows. */

import { InputError } from '@latentsweep/core';
import { refuseSize } from '../table.ts';
import { entryBytes, type Zip, type ZipEntry } from '../zip/zip.ts';
import { ByteReader } from './byte-reader.ts';
import { type DType, dtypeOf } from './dtype.ts';

export interface ArrayHead {
  readonly name: string;
  readonly entry: ZipEntry;
  /** As NumPy writes it. */
  readonly descr: string;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  /** Bytes before the items. */
  readonly from: number;
}

/** An array of one or two dimensions whose items fit in cells. */
export interface ReadableArray extends ArrayHead {
  readonly dtype: DType;
  readonly rows: number;
  readonly columns: number;
}

const MOST_HEADER = 64 * 1024;
/** An array by columns is held as a whole. */
const MOST_FORTRAN = 512 * 1024 * 1024;
/** Bytes of rows that are read at once. */
const PIECE = 1024 * 1024;

export async function headOf(zip: Zip, entry: ZipEntry): Promise<ArrayHead> {
  const name = entry.name.replace(/\.npy$/, '');
  const fail = (what: string) =>
    new InputError(
      'bad_npz',
      `The array \`${name}\` of ${zip.path} ${what}.`,
      'Write it again with numpy.savez.',
    );
  const reader = new ByteReader(entryBytes(zip, entry));
  try {
    const magic = await reader.take(8);
    if (magic === null || magic.toString('latin1', 0, 6) !== '\x93NUMPY')
      throw fail('has no header of NumPy');
    const wide = magic[6]! > 1;
    const lengthBytes = await reader.take(wide ? 4 : 2);
    const length = lengthBytes === null ? 0 : wide ? lengthBytes.readUInt32LE() : lengthBytes.readUInt16LE();
    if (length > MOST_HEADER) throw fail(`has a header of ${length} bytes`);
    const text = (await reader.take(length))?.toString('latin1');
    if (text === undefined) throw fail('ends in its header');
    const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
    const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
    if (shape === undefined || order === undefined) throw fail('has a header without a shape');
    return {
      name,
      entry,
      descr: /'descr':\s*'([^']*)'/.exec(text)?.[1] ?? 'a structure',
      shape: Array.from(shape.matchAll(/\d+/g), ([number]) => Number(number)),
      fortran: order === 'True',
      from: 8 + (wide ? 4 : 2) + length,
    };
  } finally {
    await reader.close();
  }
}

/** Throws InputError where its items are none of cells, or not as many as its shape says. */
export function readable(path: string, head: ArrayHead): ReadableArray {
  const { name, shape } = head;
  const fail = (what: string, hint: string) =>
    new InputError('bad_npz', `The array \`${name}\` of ${path} ${what}.`, hint);
  if (shape.length !== 1 && shape.length !== 2) {
    throw fail(
      `has ${shape.length} dimensions`,
      'A row has one: reshape it, such as x.reshape(len(x), -1), or leave it out with `arrays`.',
    );
  }
  const [rows, columns = 1] = shape as [number, number?];
  refuseSize(`The array \`${name}\` of ${path}`, rows, columns);
  return { ...head, dtype: typeOf(path, head), rows, columns };
}

/** The type of its items. Throws InputError where they are none of cells, or not as many as its shape says. */
export function typeOf(path: string, { name, descr, shape, entry, from }: ArrayHead): DType {
  const fail = (what: string, hint: string) =>
    new InputError('bad_npz', `The array \`${name}\` of ${path} ${what}.`, hint);
  const dtype = dtypeOf(descr);
  if (dtype === null) {
    const what = descr.includes('O')
      ? 'holds Python objects, which are never loaded'
      : `has the type ${descr}`;
    const hint =
      'Numbers, booleans and text can be read: convert it, or leave it out (of a table with `arrays`).';
    throw fail(what, hint);
  }
  if (shape.reduce((all, size) => all * size, 1) * dtype.bytes !== entry.size - from) {
    throw fail(
      `states the shape (${shape.join(', ')}), but holds ${entry.size - from} bytes of items`,
      'Write it again with numpy.savez.',
    );
  }
  return dtype;
}

/** Its items in pieces, as they lie. */
export async function* itemsOf(zip: Zip, { entry, from }: ArrayHead, { bytes }: DType) {
  const reader = new ByteReader(entryBytes(zip, entry));
  try {
    await reader.take(from);
    const all = (entry.size - from) / bytes;
    const most = Math.max(1, Math.floor(PIECE / bytes));
    for (let at = 0; at < all; at += most) {
      const count = Math.min(most, all - at);
      const piece = (await reader.take(count * bytes))!;
      yield { view: new DataView(piece.buffer, piece.byteOffset, piece.length), count };
    }
    // To its end, where its checksum is looked at.
    await reader.take(1);
  } finally {
    await reader.close();
  }
}

/** Its rows in pieces, each a list of cells. */
export async function* rowsOfArray(zip: Zip, array: ReadableArray): AsyncGenerator<(string | null)[][]> {
  const { dtype, rows, columns, from } = array;
  const width = dtype.bytes * columns;
  const byColumns = array.fortran && columns > 1;
  if (byColumns && rows * width > MOST_FORTRAN) {
    throw new InputError(
      'table_too_large',
      `The array \`${array.name}\` of ${zip.path} lies by columns and has more than ${MOST_FORTRAN} bytes.`,
      'Save it by rows: numpy.ascontiguousarray(x).',
    );
  }
  const reader = new ByteReader(entryBytes(zip, array.entry));
  try {
    await reader.take(from);
    const step = byColumns ? rows : Math.max(1, Math.floor(PIECE / Math.max(1, width)));
    for (let row = 0; row < rows; row += step) {
      const count = Math.min(step, rows - row);
      const bytes = (await reader.take(count * width))!;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const place = byColumns
        ? (i: number, j: number) => (j * rows + i) * dtype.bytes
        : (i: number, j: number) => i * width + j * dtype.bytes;
      const cellsOf = (i: number) => Array.from({ length: columns }, (_, j) => dtype.read(view, place(i, j)));
      if (!byColumns) yield Array.from({ length: count }, (_, i) => cellsOf(i));
      else
        for (let i = 0; i < count; i += 1000)
          yield Array.from({ length: Math.min(1000, count - i) }, (_, k) => cellsOf(i + k));
    }
    // To its end, where its checksum is looked at.
    await reader.take(1);
  } finally {
    await reader.close();
  }
}
