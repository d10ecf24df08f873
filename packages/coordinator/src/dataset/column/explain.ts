/** What is wrong with a column, in words, with the first row that shows it and what to write instead. */

import { type Fault, grouped, plural } from '@latentsweep/core';
import { type DuckDBConnection, rowOf, text } from '../duckdb.ts';
import type { Source, SourceColumn } from '../source.ts';
import { asNumber, asText } from './cell.ts';
import { isDateType, likelyFormats } from './dates.ts';
import { dressedSql, isDressedSql, type Mark } from './dress.ts';
import type { Finding } from './gather.ts';
import { MOST_LEVELS, PROBLEMS } from './kind.ts';
import type { Found, Look } from './look.ts';
import { MISSING_WORDS, withoutWords } from './missing.ts';
import { likelyMarks } from './verdict.ts';

/** The codes of what may be wrong with a column, its cells looked at. */
export const TROUBLES = [...PROBLEMS, 'mixed_units', 'dressed_numbers'] as const;

export type Trouble = (typeof TROUBLES)[number];

export async function explain(
  source: Source,
  { kind, profile, seen }: Finding<Trouble>,
  columns: string,
): Promise<Fault> {
  const { db } = source;
  const { column, present, finite, nan, infinite, distinct, least, most } = profile;
  const fault = (message: string, hint: string): Fault => ({
    code: kind,
    path: 'dataset',
    message: `Column \`${column.name}\` of ${source.label} ${message}`,
    hint,
  });
  const firstWhere = (condition: string) => firstRow(source, column, condition);
  switch (kind) {
    case 'text_in_numbers': {
      const decimal = seen?.verdict.as === 'text_in_numbers' ? seen.verdict.decimal : null;
      const words = decimal ? seen!.look.rest - seen!.look[KEY[decimal]] : present - finite - nan - infinite;
      const found = await firstWhere(
        decimal ? `not ${isDressedSql(asText(column), decimal)}` : `${asNumber(column)} is null`,
      );
      const dress =
        !decimal && seen?.look.dressed ? `${await dressHint(db, seen.look.dressed.word, ['.', ','])} ` : '';
      return fault(
        `holds numbers, but ${grouped(words)} of ${plural(present, 'cell')} are not: ${found}.`,
        `${dress}Empty the cell where the value is missing, or name the word under \`missing\` with all others that mean no value, or write \`categorical: [${columns}]\` to take all as names, or \`drop: [${columns}]\`.`,
      );
    }
    case 'mixed_units': {
      const units = seen!.look.units.map((unit) => (unit === '' ? 'no sign' : `'${unit}'`));
      return fault(
        `holds numbers of different units: ${units.join(', ')}.`,
        `Give all the same with a \`select\`, or write \`categorical: [${columns}]\` to take all as names, or \`drop: [${columns}]\`.`,
      );
    }
    case 'dressed_numbers': {
      const [message, hint] = await dressWords(source, seen!.look, columns);
      return fault(`${message}.`, hint);
    }
    case 'infinite_value': {
      const found = await firstWhere(`isinf(${asNumber(column)})`);
      return fault(
        `is infinite in ${grouped(infinite)} of ${plural(present, 'cell')}: ${found}.`,
        `Empty the cell where the value is missing, or write a finite number, or \`drop: [${columns}]\`.`,
      );
    }
    case 'unscaled_numbers': {
      const found = await firstWhere(`${asNumber(column)} not between 0 and 1`);
      return fault(
        `goes from ${least} to ${most}, but with \`scale: none\` numbers must lie in [0, 1]: ${found}.`,
        `Write \`scale: quantile\` or \`scale: minmax\`, or scale the column with a \`select\`, or \`drop: [${columns}]\`.`,
      );
    }
    case 'too_many_levels': {
      const date = dateHint(await likelyFormats(db, withoutWords(column, MISSING_WORDS)), columns);
      return fault(
        `is text with ${grouped(distinct)} different values in ${plural(present, 'row')}.`,
        date ??
          `A category has at most ${MOST_LEVELS} values that recur. Write \`drop: [${columns}]\` if it names rows, or put rare values together with a \`select\`.`,
      );
    }
    case 'unsupported_type':
      return unsupported(column, 'dataset', columns);
  }
}

const KEY = { '.': 'point', ',': 'comma' } as const;

/** What to say of names that look like numbers in a dress. */
export async function dressWords(
  source: Source,
  look: Look,
  columns: string,
): Promise<[message: string, hint: string]> {
  const { dressed, rest } = look;
  const { word, cells, row } = dressed!;
  return [
    `holds names, but ${grouped(cells)} of ${plural(rest, 'cell')} look like numbers: '${cut(word)}' on ${await source.place(row)}`,
    `${await dressHint(source.db, word, likelyMarks(look))} \`categorical: [${columns}]\` takes all as names.`,
  ];
}

/** The key that reads such cells as numbers, and what it makes of this one. */
async function dressHint(db: DuckDBConnection, word: string, marks: readonly Mark[]): Promise<string> {
  const values = marks.map((mark) => dressedSql(text(word), mark));
  const numbers = await rowOf(db, `select ${values.join(', ')}`);
  const readers = Map.groupBy(marks, (_, i) => numbers[i]);
  readers.delete(null);
  const read = [...readers].map(([number, alike]) => {
    const keys = alike.map((mark) => `\`decimal: '${mark}'\``).join(' or ');
    return `${keys} reads '${cut(word)}' as ${number}`;
  });
  return `${read.join(', ')}.`;
}

/** The key that reads the dates as numbers; null where there are none. */
export function dateHint(formats: readonly (string | null)[], columns: string): string | null {
  if (formats.length === 0) return null;
  const first = columns.split(', ')[0]!;
  if (formats.includes(null)) {
    return `They are dates: \`dates: [${columns}]\` reads them as numbers, in days. Or \`drop: [${columns}]\`.`;
  }
  const keys = formats.map((format) => `\`dates: { ${first}: '${format}' }\``);
  return `They look like dates: ${keys.slice(0, 3).join(' or ')} reads them as numbers, in days. Or \`drop: [${columns}]\`.`;
}

export function unsupported(column: SourceColumn, path: string, columns: string): Fault {
  const date = isDateType(column.type)
    ? `Write \`dates: [${columns}]\` to read it as a number, in days, or`
    : 'Write';
  return {
    code: 'unsupported_type',
    path,
    message: `Column \`${column.name}\` has the type ${column.type}; numbers, text and booleans are possible.`,
    hint:
      path === 'dataset.target'
        ? 'Turn it into text or a number with `select`, or name another column.'
        : `${date} \`drop: [${columns}]\`, or turn it into a number with \`select\`.`,
  };
}

function cut(word: string): string {
  return word.slice(0, 40);
}

/** The value and the place of the first row that meets the condition: `'n/a' on line 7`. */
export async function firstRow(source: Source, column: SourceColumn, condition: string): Promise<string> {
  const { word, row } = await firstCell(source, column, condition);
  return `'${cut(word)}' on ${await source.place(row)}`;
}

export async function firstCell(
  { db }: Source,
  column: SourceColumn,
  condition: string,
): Promise<Omit<Found, 'cells'>> {
  const word = asText(column);
  const where = `${word} is not null and ${condition}`;
  const [value, at] = await rowOf(
    db,
    `select ${word}, rowid from data where ${where} order by rowid limit 1`,
  );
  return { word: String(value), row: Number(at) };
}
