import { type DuckDBConnection, text } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { askOfEach, BATCH_COLUMNS, type Batch, unpivoted } from './batch.ts';
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

/** Different values that one query may hold. */
const MOST_KEPT = 2_000_000;
/** Numbers with something between them, as every date has. */
const DATE_LIKE = '[0-9][^0-9]+[0-9]';

/** A second look at columns of text, for what the profile of all columns does not count. */
export async function lookAt(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
  words: readonly string[],
  rows: number,
): Promise<Map<SourceColumn, Look>> {
  const most = Math.max(1, Math.min(BATCH_COLUMNS, Math.floor(MOST_KEPT / Math.max(rows, 1))));
  return askOfEach<Look>(db, columns, (batch) => lookSql(batch, words), most);
}

/** Counts are doubles, since 64 bits come as text. */
function lookSql(batch: Batch, words: readonly string[]): string {
  return `
    with cells as (
      select i, nullif(${trimmedSql('v')}, '') as word, nullif(trim(v::varchar), '') as bare, row
      from ${unpivoted(batch, ', rowid as row')}
    ), levels as (
      select i, word, count(*) as cells, count(*) filter (word is distinct from bare) as padded, min(row) as first
      from cells group by i, word
    ), known as (
      select
        *,
        word is not null and list_contains([${words.map(text).join(', ')}]::varchar[], word) as gap,
        word is not null and not gap as rest,
        rest and ${asNumber({ name: '', sql: 'word', type: 'VARCHAR' })} is not null as plain,
        rest and ${isDressedSql('word', '.')} as point,
        rest and ${isDressedSql('word', ',')} as comma,
        not plain and (point or comma) as dressed
      from levels
    )
    select
      i,
      sum(padded)::double as padded,
      coalesce(list({word: word, cells: cells::double, row: first::double} order by first) filter (gap), []) as words,
      coalesce(sum(cells) filter (rest), 0)::double as rest,
      (count(*) filter (rest))::double as levels,
      coalesce(sum(cells) filter (plain), 0)::double as plain,
      coalesce(sum(cells) filter (point), 0)::double as point,
      coalesce(sum(cells) filter (comma), 0)::double as comma,
      list_sort(coalesce(list(distinct ${unitSql('word')}) filter (point or comma), [])) as units,
      case when bool_or(dressed) then {
        word: arg_min(word, first) filter (dressed),
        cells: (sum(cells) filter (dressed))::double,
        row: (min(first) filter (dressed))::double
      } end as dressed,
      coalesce(bool_and(regexp_matches(word, ${text(DATE_LIKE)})) filter (rest), false) as "dateLike"
    from known group by i`;
}
