/** Words that stand for no value. */

import { text } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { trimmedSql } from './blank.ts';
import { asNumber, familyOf } from './cell.ts';

/** Missing in columns otherwise of numbers, where the file does not say which words are. */
export const MISSING_WORDS: readonly string[] = [
  '?',
  'NA',
  'N/A',
  'n/a',
  'NaN',
  'nan',
  'null',
  'NULL',
  'None',
  '<null>',
  '-',
  '.',
];

/** The column with the words as missing. A word that is a number means all of its spellings: -999 and -999.0. */
export function withoutWords(column: SourceColumn, words: readonly string[]): SourceColumn {
  const tests: string[] = [];
  const family = familyOf(column.type);
  const numbers = words.map(Number).filter((number, i) => words[i] !== '' && Number.isFinite(number));
  if (family === 'text' && words.length > 0) {
    tests.push(`${trimmedSql(column.sql)} in (${words.map(text).join(', ')})`);
  }
  if ((family === 'text' || family === 'number') && numbers.length > 0) {
    tests.push(`coalesce(${asNumber(column)} in (${numbers.map((n) => `${n}::double`).join(', ')}), false)`);
  }
  if (tests.length === 0) return column;
  return { ...column, sql: `(case when ${tests.join(' or ')} then null else ${column.sql} end)` };
}
