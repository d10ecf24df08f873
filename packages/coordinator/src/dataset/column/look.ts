import { type DuckDBConnection, text } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { trimmedSql } from './blank.ts';
import { asNumber } from './cell.ts';
import { isDressedSql, unitSql } from './dress.ts';

/** What stands in a column of text that is not one of plain numbers, counted over its different cells. */
export interface Look {
  /** Cells with blanks around them that a plain trim leaves. */
  readonly padded: number;
  /** Words for a missing value, in the order of their first rows (from 0). */
  readonly words: readonly Found[];
  /** Cells with something else, and how many of them differ. */
  readonly rest: number;
  readonly levels: number;
  /** Of the rest: plain numbers, and numbers in any dress by their decimal mark, plain ones among them. */
  readonly plain: number;
  readonly point: number;
  readonly comma: number;
  /** Signs of a currency and %, where such numbers have them; '' where some have none. */
  readonly units: readonly string[];
  /** Cells that are numbers in a dress and no plain ones: the first of them. */
  readonly dressed: Found | null;
  /** All of the rest may be dates, by a glance. */
  readonly dateLike: boolean;
}

export interface Found {
  readonly word: string;
  readonly cells: number;
  readonly row: number;
}

/** Different values that one query may hold, and columns. */
const MOST_KEPT = 2_000_000;
const MOST_COLUMNS = 256;
/** Numbers with something between them, as every date has. */
const DATE_LIKE = '[0-9][^0-9]+[0-9]';

/** A second look at columns of text, for what the profile of all columns does not count. In their order. */
export async function lookAt(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
  words: readonly string[],
  rows: number,
): Promise<Look[]> {
  const most = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(MOST_KEPT / Math.max(rows, 1))));
  const looks: Look[] = [];
  for (let start = 0; start < columns.length; start += most) {
    looks.push(...(await lookAtSome(db, columns.slice(start, start + most), words)));
  }
  return looks;
}

/** As the query names it; numbers of rows as text, since they are 64 bits wide. */
interface Row extends Omit<Look, 'words' | 'dressed'> {
  readonly i: number;
  readonly gaps: readonly (readonly [word: string, cells: string, row: string])[];
  readonly first: readonly [word: string, row: string] | null;
  readonly cells: number;
}

async function lookAtSome(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
  words: readonly string[],
): Promise<Look[]> {
  const listed = `[${words.map(text).join(', ')}]::varchar[]`;
  const places = columns.map((_, i) => i).join(', ');
  const values = columns.map(({ sql }) => `${sql}::varchar`).join(', ');
  const read = await db.runAndReadAll(`
    with cells as (
      select i, nullif(${trimmedSql('v')}, '') as word, nullif(trim(v), '') as bare, row
      from (select unnest([${places}]) as i, unnest([${values}]) as v, rowid as row from data)
    ), levels as (
      select i, word, count(*) as cells, count(*) filter (word is distinct from bare) as padded, min(row) as first
      from cells where bare is not null group by i, word
    ), known as (
      select
        *,
        list_contains(${listed}, word) as gap,
        ${asNumber({ name: '', sql: 'word', type: 'VARCHAR' })} is not null as plain,
        ${isDressedSql('word', '.')} as point,
        ${isDressedSql('word', ',')} as comma,
        not plain and (point or comma) as dressed
      from levels
    )
    select
      i,
      sum(padded)::double as padded,
      coalesce(list([word, cells::varchar, first::varchar] order by first) filter (gap), []) as gaps,
      coalesce(sum(cells) filter (not gap), 0)::double as rest,
      (count(word) filter (not gap))::double as levels,
      coalesce(sum(cells) filter (not gap and plain), 0)::double as plain,
      coalesce(sum(cells) filter (not gap and point), 0)::double as point,
      coalesce(sum(cells) filter (not gap and comma), 0)::double as comma,
      coalesce(list(distinct ${unitSql('word')}) filter (not gap and (point or comma)), []) as units,
      arg_min([word, first::varchar], first) filter (not gap and dressed) as first,
      coalesce(sum(cells) filter (not gap and dressed), 0)::double as cells,
      coalesce(bool_and(regexp_matches(word, ${text(DATE_LIKE)})) filter (not gap), false) as "dateLike"
    from known group by i`);
  const found = read.getRowObjectsJson() as unknown as readonly Row[];
  return columns.map((_, i) => {
    const row = found.find((one) => one.i === i);
    return row ? lookOf(row) : NOTHING;
  });
}

function lookOf({ i: _, gaps, first, cells, units, ...counts }: Row): Look {
  return {
    ...counts,
    words: gaps.map(([word, all, row]) => ({ word, cells: Number(all), row: Number(row) })),
    units: units.toSorted(),
    dressed: first && { word: first[0], cells, row: Number(first[1]) },
  };
}

/** Of a column without a cell. */
const NOTHING: Look = {
  padded: 0,
  words: [],
  rest: 0,
  levels: 0,
  plain: 0,
  point: 0,
  comma: 0,
  units: [],
  dressed: null,
  dateLike: false,
};
