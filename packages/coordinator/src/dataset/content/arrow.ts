/** A table as Arrow's bytes, made in the place where they stay. */

import {
  Bool,
  type Data,
  Field,
  Float64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';

/** An index into `levels` a row, -1 where it is missing. The levels of a flag are false and true. */
export interface CodedColumn {
  readonly name: string;
  readonly kind: 'text' | 'boolean';
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** A column of numbers that are still to come. */
export interface BlankColumn {
  readonly name: string;
  readonly kind: 'number';
}

/** A number a row, NaN where it is missing. */
export type ArrowColumn = CodedColumn | (BlankColumn & { readonly values: Float64Array });

export interface ArrowTable {
  /** All of a SharedArrayBuffer. */
  readonly bytes: Uint8Array;
  /** As given; the values of blank ones are 0 and lie in `bytes`, to be written there. */
  readonly columns: readonly ArrowColumn[];
}

/**
 * One batch of plain columns: the same data make the same bytes. No dictionaries, whose ids count up in a process.
 * Arrow's writer lays the bytes out with the same zeros for all blank columns; those are never copied.
 */
export async function layOut(
  columns: readonly (CodedColumn | BlankColumn)[],
  rows: number,
): Promise<ArrowTable> {
  const blank = new Float64Array(rows);
  const children = columns.map((column) => dataOf(column, blank));
  const fields = columns.map(({ name }, i) => new Field(name, children[i]!.type, true));
  const data = makeData({ type: new Struct(fields), length: rows, children });
  const pieces: Uint8Array[] = [];
  const batch = new RecordBatch(new Schema(fields), data);
  for await (const piece of RecordBatchStreamWriter.writeAll([batch])) pieces.push(piece);

  const length = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  const places: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    if (piece.buffer === blank.buffer) places.push(at);
    else bytes.set(piece, at);
    at += piece.byteLength;
  }
  let next = 0;
  return {
    bytes,
    columns: columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: new Float64Array(bytes.buffer, places[next++], rows) }
        : column,
    ),
  };
}

function dataOf(column: CodedColumn | BlankColumn, blank: Float64Array): Data {
  switch (column.kind) {
    case 'number':
      return makeData({ type: new Float64(), data: blank });
    case 'text':
      return textData(column);
    case 'boolean': {
      const flags = Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code] === 'true'));
      return vectorFromArray(flags, new Bool()).data[0]!;
    }
  }
}

function textData({ codes, levels }: CodedColumn): Data {
  const encoded = levels.map((level) => new TextEncoder().encode(level));
  const valueOffsets = new Int32Array(codes.length + 1);
  // As long as Arrow's own builders make it: the same table keeps its bytes.
  const nullBitmap = new Uint8Array(64 * Math.ceil(codes.length / 512));
  let nullCount = 0;
  codes.forEach((code, row) => {
    valueOffsets[row + 1] = valueOffsets[row]! + (code < 0 ? 0 : encoded[code]!.length);
    if (code < 0) nullCount += 1;
    else nullBitmap[row >> 3]! |= 1 << (row & 7);
  });
  const data = new Uint8Array(valueOffsets.at(-1)!);
  codes.forEach((code, row) => {
    if (code >= 0) data.set(encoded[code]!, valueOffsets[row]);
  });
  return makeData({ type: new Utf8(), length: codes.length, nullCount, nullBitmap, valueOffsets, data });
}
