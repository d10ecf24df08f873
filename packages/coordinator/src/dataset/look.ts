import { trimmedSql } from './blank.ts';
import { asNumber } from './cell.ts';
import { isDressedSql, unitSql } from './dress.ts';
import { type DuckDBConnection, text } from './duckdb.ts';
import type { SourceColumn } from './load.ts';

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
}

export interface Found {
  readonly word: string;
  readonly cells: number;
  readonly row: number;
}

/** A second look at a column, for what the profile of all columns does not count. */
export async function lookAt(
  db: DuckDBConnection,
  column: SourceColumn,
  words: readonly string[],
): Promise<Look> {
  const listed = `[${words.map(text).join(', ')}]::varchar[]`;
  const cell = `${column.sql}::varchar`;
  const read = await db.runAndReadAll(`
    with cells as (
      select nullif(${trimmedSql(cell)}, '') as word, nullif(trim(${cell}), '') as bare, rowid as row from data
    ), levels as (
      select word, count(*) as cells, count(*) filter (word is distinct from bare) as padded, min(row) as first
      from cells where bare is not null group by word
    ), known as (
      select
        *,
        list_contains(${listed}, word) as gap,
        ${asNumber({ ...column, sql: 'word' })} is not null as plain,
        ${isDressedSql('word', '.')} as point,
        ${isDressedSql('word', ',')} as comma,
        not plain and (point or comma) as dressed
      from levels
    )
    select
      coalesce(sum(padded), 0)::double,
      coalesce(list([word, cells::varchar, first::varchar] order by first) filter (gap), []),
      coalesce(sum(cells) filter (not gap), 0)::double,
      (count(word) filter (not gap))::double,
      coalesce(sum(cells) filter (not gap and plain), 0)::double,
      coalesce(sum(cells) filter (not gap and point), 0)::double,
      coalesce(sum(cells) filter (not gap and comma), 0)::double,
      coalesce(list(distinct ${unitSql('word')}) filter (not gap and (point or comma)), []),
      arg_min([word, first::varchar], first) filter (not gap and dressed),
      coalesce(sum(cells) filter (not gap and dressed), 0)::double
    from known`);
  const [row] = read.getRowsJson();
  const [padded, gaps, rest, levels, plain, point, comma, units, first, dressed] = row as unknown as [
    number,
    readonly (readonly [word: string, cells: string, row: string])[],
    number,
    number,
    number,
    number,
    number,
    readonly string[],
    readonly [word: string, row: string] | null,
    number,
  ];
  return {
    padded,
    words: gaps.map(([word, cells, at]) => ({ word, cells: Number(cells), row: Number(at) })),
    rest,
    levels,
    plain,
    point,
    comma,
    units: units.toSorted(),
    dressed: first && { word: first[0], cells: dressed, row: Number(first[1]) },
  };
}
