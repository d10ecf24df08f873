import { type DuckDBConnection, rowOf } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { askOfEach, type Batch, unpivoted } from './batch.ts';
import { type Family, familyOf } from './cell.ts';
import { countDistinct } from './distinct.ts';

/** What a column holds, counted over all rows. Text is trimmed first; empty text counts as missing. */
export interface Profile extends Counts {
  readonly column: SourceColumn;
  readonly family: Family;
  /** Different values; 0 where it does not matter: where all are numbers, unless the column is one of codes. */
  readonly distinct: number;
}

interface Counts {
  readonly present: number;
  /** Finite numbers, or text that reads as one. */
  readonly finite: number;
  readonly nan: number;
  readonly infinite: number;
  /** true or false, or text that says so. */
  readonly boolean: number;
  /** Of the finite numbers; 0 where there are none. */
  readonly least: number;
  readonly most: number;
}

const NOTHING: Counts = { present: 0, finite: 0, nan: 0, infinite: 0, boolean: 0, least: 0, most: 0 };

interface Options {
  /** Names of columns whose numbers are codes. */
  readonly codes?: readonly string[];
  /** Columns in one query. */
  readonly batch?: number;
}

export async function profileColumns(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
  { codes = [], batch }: Options = {},
): Promise<{ readonly rows: number; readonly profiles: readonly Profile[] }> {
  const rows = Number((await rowOf(db, 'select count(*) from data'))[0]);
  const counts = await askOfEach<Counts>(db, columns, countsSql, batch);
  const countsOf = (column: SourceColumn) => counts.get(column) ?? NOTHING;
  const levelled = columns.filter((column) => {
    const { present, finite, nan } = countsOf(column);
    return finite + nan < present || codes.includes(column.name);
  });
  const distinct = await countDistinct(db, levelled, { rows, batch });
  const profiles = columns.map((column) => ({
    column,
    family: familyOf(column.type),
    ...countsOf(column),
    distinct: distinct.get(column) ?? 0,
  }));
  return { rows, profiles };
}

/** No row where the table has none. */
function countsSql(batch: Batch): string {
  const family = familyOf(batch.columns[0]!.type);
  const number = family === 'number' || family === 'text' ? batch.number : 'null::double';
  const truth = family === 'other' ? 'false' : "lower(t) in ('true', 'false')";
  return `
    select
      i,
      count(t)::double as present,
      (count(*) filter (isfinite(n)))::double as finite,
      (count(*) filter (isnan(n)))::double as nan,
      (count(*) filter (isinf(n)))::double as infinite,
      (count(*) filter (${truth}))::double as boolean,
      coalesce(min(n) filter (isfinite(n)), 0) as least,
      coalesce(max(n) filter (isfinite(n)), 0) as most
    from (select i, ${batch.text} as t, ${number} as n from ${unpivoted(batch)}) group by i`;
}
