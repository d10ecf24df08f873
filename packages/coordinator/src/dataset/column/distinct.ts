import type { DuckDBConnection } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { askOfEach, type Batch, unpivoted } from './batch.ts';

/** Values that one query may keep to tell whether the next is another: some 200 MB. */
const MOST_KEPT = 2_000_000;

interface Options {
  readonly rows: number;
  /** Columns in one query. */
  readonly batch?: number | undefined;
  readonly mostKept?: number;
}

type Counts = ReadonlyMap<SourceColumn, number>;

/** Different values of each column, as text; no entry where the table has no rows. */
export async function countDistinct(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
  { rows, batch, mostKept = MOST_KEPT }: Options,
): Promise<Counts> {
  const fits = rows * columns.length <= mostKept;
  const about = fits ? new Map() : await countEach(db, columns, 'approx_count_distinct(t)', batch);
  const counts: [SourceColumn, number][] = [];
  for (const part of partsOf(columns, about, mostKept)) {
    counts.push(...(await countEach(db, part, 'count(distinct t)', batch)));
  }
  return new Map(counts);
}

async function countEach(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
  count: string,
  most: number | undefined,
): Promise<Counts> {
  const query = (batch: Batch) =>
    `select i, ${count} as count from (select i, ${batch.text} as t from ${unpivoted(batch)}) group by i`;
  const counts = await askOfEach<{ count: string }>(db, columns, query, most);
  return new Map([...counts].map(([column, { count }]) => [column, Number(count)]));
}

/** Columns one after the other, cut where their counts together would pass `most`. */
function partsOf(columns: readonly SourceColumn[], counts: Counts, most: number): SourceColumn[][] {
  const parts: SourceColumn[][] = [];
  let sum = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const count = counts.get(column) ?? 0;
    if (sum + count > most) {
      parts.push([]);
      sum = 0;
    }
    parts.at(-1)!.push(column);
    sum += count;
  }
  return parts;
}
