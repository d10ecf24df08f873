import type { DuckDBConnection } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { type Batch, batchesOf, unpivoted } from './batch.ts';
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
  const rows = Number((await db.runAndReadAll('select count(*) from data')).getRowsJS()[0]![0]);
  const counts = new Map<SourceColumn, Counts>();
  for (const each of batchesOf(columns, batch)) await countInto(counts, db, each);
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

/** Nothing where the table has no rows. */
async function countInto(
  counts: Map<SourceColumn, Counts>,
  db: DuckDBConnection,
  batch: Batch<SourceColumn>,
): Promise<void> {
  const family = familyOf(batch.columns[0]!.type);
  const filtered = (condition: string) => `count(*) filter (${condition})`;
  const number = family === 'number' || family === 'text' ? batch.number : 'null::double';
  const inBatch = `(select i, ${batch.text} as t, ${number} as n from ${unpivoted(batch)})`;
  const numbers = ['isfinite', 'isnan', 'isinf'].map((test) => filtered(`${test}(n)`));
  const booleans = family === 'other' ? '0' : filtered("lower(t) in ('true', 'false')");
  const range = ['min', 'max'].map((end) => `${end}(n) filter (isfinite(n))`);
  const select = ['i', 'count(t)', ...numbers, booleans, ...range].join(', ');
  const read = await db.runAndReadAll(`select ${select} from ${inBatch} group by i`);
  for (const row of read.getRowsJS()) {
    const [i, present, finite, nan, infinite, boolean, least, most] = row.map(Number);
    counts.set(batch.columns[i!]!, {
      ...{ present: present!, finite: finite!, nan: nan!, infinite: infinite! },
      ...{ boolean: boolean!, least: least!, most: most! },
    });
  }
}
