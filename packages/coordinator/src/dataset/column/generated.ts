import { type Fault, grouped } from '@latentsweep/core';
import { rowOf } from '../duckdb.ts';
import type { Source } from '../source.ts';
import { asText } from './cell.ts';

/** The column by which a table with generated rows says which they are. It is never learnt from. */
export const GENERATED = '__generated__';

/** That the table has such rows: scores on them are none on real ones. */
export async function generatedNotes(source: Source): Promise<Fault[]> {
  const column = source.columns.find(({ name }) => name === GENERATED);
  if (column === undefined) return [];
  const [count] = await rowOf(source.db, `select count(*) from data where lower(${asText(column)}) = 'true'`);
  if (Number(count) === 0) return [];
  const message = `${grouped(Number(count))} rows of ${source.label} are generated, as \`${GENERATED}\` says, which is left out; they are split like all others, so that some are validated and tested on`;
  const hint = `To have the real ones alone, select them: where not ${GENERATED}.`;
  return [{ code: 'generated_rows', path: 'dataset', message, hint }];
}
