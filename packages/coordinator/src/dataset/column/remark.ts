/** What is worth saying of how cells were read. */

import { type Fault, grouped } from '@latentsweep/core';
import type { DuckDBConnection } from '../duckdb.ts';
import type { Source, SourceColumn, TableDefinition } from '../source.ts';
import { asNumber } from './cell.ts';
import { likelyFormats } from './dates.ts';
import { dateHint, dressWords, firstCell } from './explain.ts';
import { type Finding, gathered } from './gather.ts';
import type { Kind } from './kind.ts';
import type { Found } from './look.ts';
import type { Reread } from './reread.ts';

type Remark = 'missing_words' | 'dressed_numbers' | 'dates_as_names' | 'points_kept';

/** Notes on features, of which `kinds` says what they become. */
export async function remarks(
  source: Source,
  columns: readonly Reread[],
  kinds: readonly Kind[],
  definition: TableDefinition,
): Promise<Fault[]> {
  if (definition.reading === 1) return [];
  const found: Finding<Remark>[] = [];
  for (const [i, read] of columns.entries()) {
    const kind = await remarkOn(source.db, read, kinds[i]!, definition);
    if (kind !== null) found.push({ kind, ...read });
  }
  return gathered(found, (remark, named) => tell(source, remark, named));
}

async function remarkOn(
  db: DuckDBConnection,
  { profile, seen }: Reread,
  kind: Kind,
  { missing, decimal, categorical }: TableDefinition,
): Promise<Remark | null> {
  const { column, family, nan } = profile;
  if (categorical.includes(column.name)) return null;
  if (seen?.verdict.as === 'numbers') {
    if (seen.look.words.length > 0) return 'missing_words';
    return decimal === ',' && seen.verdict.decimal === null ? 'points_kept' : null;
  }
  if (kind === 'number') return missing === null && family === 'text' && nan > 0 ? 'missing_words' : null;
  if (kind !== 'text' || seen === null) return null;
  if (seen.verdict.as === 'names' && seen.verdict.doubt === 'noted') return 'dressed_numbers';
  return seen.look.dateLike && (await likelyFormats(db, column)).length > 0 ? 'dates_as_names' : null;
}

async function tell(
  source: Source,
  { kind, profile, seen }: Finding<Remark>,
  columns: string,
): Promise<Fault> {
  const { column, nan } = profile;
  const note = (message: string, hint: string): Fault => ({
    code: kind,
    path: 'dataset',
    message: `Column \`${column.name}\` ${message}`,
    hint,
  });
  switch (kind) {
    case 'missing_words': {
      // NaN is the one word that reads as a number.
      const isNan = `isnan(${asNumber(column)})`;
      const words = seen?.look.words ?? [{ ...(await firstCell(source, column, isNan)), cells: nan }];
      return missingNote(source, column, words, 'numbers');
    }
    case 'dressed_numbers': {
      const [message, hint] = await dressWords(source, seen!.look, columns);
      return note(message, hint);
    }
    case 'dates_as_names':
      return note(
        'holds names that look like dates',
        dateHint(await likelyFormats(source.db, column), columns)!,
      );
    case 'points_kept':
      return note(
        "is read with a point for decimals: with `decimal: ','` not all of its cells would be numbers",
        `Write it with commas, or \`categorical: [${columns}]\` if it holds names.`,
      );
  }
}

/** Words of a column whose first lines are told. */
const MOST_WORDS = 3;

/** That words of a column are read as missing, with the first line of each and how many more there are. */
export async function missingNote(
  source: Source,
  column: SourceColumn,
  words: readonly Found[],
  holds: 'numbers' | 'dates',
): Promise<Fault> {
  const told: string[] = [];
  for (const { word, cells, row } of words.slice(0, MOST_WORDS)) {
    const more = cells === 1 ? '' : ` and ${grouped(cells - 1)} more`;
    told.push(`'${word}' on ${await source.place(row)}${more}`);
  }
  const others = words.slice(MOST_WORDS).map(({ word, cells }) => `'${word}' (${grouped(cells)})`);
  return {
    code: 'missing_words',
    path: 'dataset',
    message: `Column \`${column.name}\` holds ${holds}; read as missing: ${[...told, ...others].join(', ')}`,
    hint: '`missing: []` stops that; `missing: [word, …]` says which words mean no value, in all columns.',
  };
}
