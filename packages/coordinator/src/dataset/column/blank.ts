/** White space and marks without width, which nobody sees around a cell, a label or a name. */

import { text } from '../duckdb.ts';

/** As of JavaScript's `\s`, with the marks that have no width. */
const BLANKS = [
  '\t\n\v\f\r \u0085\u00a0\u00ad\u1680',
  '\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
  '\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff',
].join('');

/**
 * SQL for the value as text without blanks around it. DuckDB's `trim` leaves tabs and marks, unless it is told all of
 * them: then it takes 30 times as long, so that is kept for texts that have some.
 */
export function trimmedSql(sql: string): string {
  const word = `${sql}::varchar`;
  const padded = `regexp_matches(${word}, ${text(`^[${BLANKS}]|[${BLANKS}]$`)})`;
  return `(case when ${padded} then trim(${word}, ${text(BLANKS)}) else ${word} end)`;
}

export function trimmed(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && BLANKS.includes(word[from]!)) from++;
  while (to > from && BLANKS.includes(word[to - 1]!)) to--;
  return word.slice(from, to);
}
