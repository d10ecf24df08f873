/**
 * Numbers as people write them: `1.234,5`, `1 000`, `12%`, `$101.00`, `(5)`, `−5`. Which mark is the decimal one has to
 * be said: `1,500` is a thousand and a half of one kind, and one and a half of the other.
 *
 *   number  [sign] [unit] body | [unit] [sign] body | [sign] body [unit] | ( [unit] body [unit] ), which is negative
 *   body    whole [mark digits] [exponent] | mark digits [exponent]
 *   whole   digits, or groups: 1 to 3 digits, then 3 each behind one and the same of the other mark, a blank or an
 *           apostrophe; behind commas also 2, as in India, the last ones 3
 *   unit    a sign of a currency, % or ‰, with or without a blank
 */

import { text } from '../duckdb.ts';

export type Mark = '.' | ',';

const BLANK = '[ \u00a0\u2007\u2009\u202f]';
const SIGN = '[-+\u2212\u2013]';
const UNIT = '[\\p{Sc}%\u2030]';

/** A regular expression (RE2) of all of a cell. */
function dressPattern(decimal: Mark): string {
  const mark = decimal === '.' ? '\\.' : ',';
  const groups = (separator: string) => `[0-9]{1,3}(?:${separator}[0-9]{3})+`;
  const behindMarks = decimal === '.' ? '[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}' : groups('\\.');
  const whole = `(?:${groups(BLANK)}|${groups("['\u2019]")}|${behindMarks}|[0-9]+)`;
  const body = `(?:${whole}(?:${mark}[0-9]*)?|${mark}[0-9]+)(?:[eE][-+]?[0-9]+)?`;
  const before = `${UNIT}${BLANK}?`;
  const after = `${BLANK}?${UNIT}`;
  return [
    `${SIGN}?(?:${before})?${body}`,
    `(?:${before})?${SIGN}?${body}`,
    `${SIGN}?${body}(?:${after})?`,
    `\\((?:(?:${before})?${body}|${body}${after})\\)`,
  ].join('|');
}

/** SQL: whether all of the text is such a number. */
export function isDressedSql(sql: string, decimal: Mark): string {
  return `regexp_full_match(${sql}, ${text(dressPattern(decimal))})`;
}

/** SQL for the number, null where the text is none. */
export function dressedSql(sql: string, decimal: Mark): string {
  const bare = `regexp_replace(${sql}, ${text(`[^-+\u2212\u2013(0-9eE${decimal}]`)}, '', 'g')`;
  const plain = `translate(${bare}, '\u2212\u2013(,', '---.')`;
  return `(case when ${isDressedSql(sql, decimal)} then try_cast(${plain} as double) end)`;
}

/** SQL for the unit, '' where there is none. */
export function unitSql(sql: string): string {
  return `regexp_extract(${sql}, ${text(UNIT)})`;
}
