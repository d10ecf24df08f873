import type { ArrowColumn } from './arrow.ts';
import { asNumber, asText } from './cell.ts';
import type { DuckDBConnection } from './duckdb.ts';
import type { Kind } from './kind.ts';
import type { SourceColumn } from './load.ts';
import type { Profile } from './profile.ts';

/** The target of each row as text, in one spelling: 1 for 1.0 and 01, true for TRUE. */
export async function readTargets(db: DuckDBConnection, profile: Profile): Promise<string[]> {
  const { column, present, finite, boolean } = profile;
  if (finite === present) {
    const [numbers] = await readValues(db, [{ column, kind: 'number' }]);
    // Adding 0 turns -0 into 0.
    return Array.from(numbers!.values as ArrayLike<number>, (value) => String(value + 0));
  }
  const [words] = await readValues(db, [{ column, kind: 'text' }]);
  const values = words!.values as ArrayLike<string>;
  return Array.from(values, (value) => (boolean === present ? value.toLowerCase() : value));
}

/** All rows of the columns, in the order of the rows. */
export async function readValues(
  db: DuckDBConnection,
  columns: readonly { readonly column: SourceColumn; readonly kind: Exclude<Kind, 'empty'> }[],
): Promise<ArrowColumn[]> {
  if (columns.length === 0) return [];
  const expressions = columns.map(({ column, kind }) =>
    kind === 'number'
      ? asNumber(column)
      : kind === 'boolean'
        ? `lower(${asText(column)}) = 'true'`
        : asText(column),
  );
  const result = await db.run(`select ${expressions.join(', ')} from data order by rowid`);
  const read = columns.map(({ column: { name }, kind }): ArrowColumn => {
    if (kind === 'number') return { name, kind, values: new Float64Array(result.rowCount) };
    return kind === 'boolean' ? { name, kind, values: [] } : { name, kind, values: [] };
  });
  let start = 0;
  for (let c = 0; c < result.chunkCount; c++) {
    const chunk = result.getChunk(c);
    read.forEach((column, i) => {
      fill(column, start, chunk.getColumnValues(i));
    });
    start += chunk.rowCount;
  }
  return read;
}

function fill(column: ArrowColumn, start: number, values: readonly unknown[]): void {
  if (column.kind === 'number') {
    values.forEach((value, i) => {
      // One NaN for all that is missing: other NaNs have other bits.
      column.values[start + i] = value === null || Number.isNaN(value) ? Number.NaN : (value as number);
    });
    return;
  }
  (column.values as unknown[]).push(...values);
}
