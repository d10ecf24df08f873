import { createHash } from 'node:crypto';
import {
  Bool,
  type Data,
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';

/** Missing: NaN in numbers, null elsewhere. */
export type ArrowColumn = { readonly name: string } & (
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'boolean'; readonly values: readonly (boolean | null)[] }
);

/** One batch of plain columns: the same data make the same bytes. No dictionaries, whose ids count up in a process. */
export function toArrow(columns: readonly ArrowColumn[]): {
  readonly bytes: Uint8Array;
  readonly sha256: string;
} {
  const children = columns.map(dataOf);
  const fields = columns.map(({ name }, i) => new Field(name, children[i]!.type, true));
  const length = columns[0]?.values.length ?? 0;
  const batch = new RecordBatch(new Schema(fields), makeData({ type: new Struct(fields), length, children }));
  const bytes = tableToIPC(new Table(batch), 'stream');
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function dataOf(column: ArrowColumn): Data {
  switch (column.kind) {
    case 'number':
      return makeData({ type: new Float64(), data: column.values });
    case 'text':
      return vectorFromArray(column.values, new Utf8()).data[0]!;
    case 'boolean':
      return vectorFromArray(column.values, new Bool()).data[0]!;
  }
}
