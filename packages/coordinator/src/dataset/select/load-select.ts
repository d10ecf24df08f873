/** Reads the rows of a select into DuckDB's table `data`. */

import { type Fault, InputError } from '@latentsweep/core';
import { type DuckDBConnection, duckDbMessage } from '../duckdb.ts';
import { describe, rowPlace, type Source, type TableDefinition } from '../source.ts';
import { safeSelect } from './safe-select.ts';
import { unstableNotes } from './unstable-select.ts';

export async function loadSelect(
  db: DuckDBConnection,
  select: string,
  { folder, reading }: TableDefinition,
): Promise<Source> {
  await refuseAllButOne(db, select, folder);
  const safe = reading === 1 ? select : await safeSelect(db, select);
  const query = safe ?? select;
  await refuseAllButSelect(db, query, folder);
  await db.run(`create temp table data as ${query}`).catch((error: unknown) => refuseSelect(error, folder));
  const unstable = reading === 1 ? [] : await unstableNotes(db, select);
  const notes = safe === null ? [...unstable, GUESSED] : unstable;
  return { db, label: 'the select', columns: await describe(db), unnamed: [], notes, place: rowPlace };
}

const GUESSED: Fault = {
  code: 'guessed_types',
  path: 'dataset.select',
  message: 'DuckDB guesses the types of files in this `select` by their first rows',
  hint: 'Give `read_csv` the option `sample_size = -1`, or `all_varchar = true` and casts of your own.',
};

async function refuseAllButOne(db: DuckDBConnection, select: string, folder: string): Promise<void> {
  if (select.replaceAll(/--.*|;|\s/g, '') === '') throw notASelect('is empty');
  const { count } = await db.extractStatements(select).catch((error: unknown) => refuseSelect(error, folder));
  if (count !== 1) throw notASelect(`holds ${count} statements`);
}

async function refuseAllButSelect(db: DuckDBConnection, query: string, folder: string): Promise<void> {
  const { StatementType } = await import('@duckdb/node-api');
  const { statementType } = await db.prepare(query).catch((error: unknown) => refuseSelect(error, folder));
  if (statementType === StatementType.SELECT) return;
  const found = StatementType[statementType];
  throw notASelect(found === undefined ? 'is another statement' : `is of the kind ${found}`);
}

function notASelect(what: string): InputError {
  return new InputError(
    'not_a_select',
    `The \`select\` ${what}.`,
    "Write one query: select … from 'file.csv'.",
  );
}

function refuseSelect(error: unknown, folder: string): never {
  const message = duckDbMessage(error);
  const hint = /No files found/.test(message)
    ? `Relative paths start from ${folder}.`
    : /VARCHAR/.test(message)
      ? 'Dates, yes and no of text files are text as they are written: cast them, as in day::date or flag::boolean.'
      : "It is DuckDB's SQL: select … from 'file.csv'.";
  throw new InputError('bad_select', `The \`select\` does not work: ${message}`, hint);
}
