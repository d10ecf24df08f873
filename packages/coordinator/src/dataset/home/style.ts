/** How the cells of a column are written, so that made ones can be written alike. */

import { trimmedSql } from '../column/blank.ts';
import { familyOf } from '../column/cell.ts';
import { isDateType } from '../column/dates.ts';
import { type Mark, unitSql } from '../column/dress.ts';
import type { Feature } from '../content/read.ts';
import { rowOf, text } from '../duckdb.ts';
import type { Source, SourceColumn, TableDefinition } from '../source.ts';

export type CellStyle =
  /** Not learnt from: made rows have none. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'target' }
  /** Numbers the rows; the last number that the file has. */
  | { readonly kind: 'counter'; readonly last: number }
  /** A name that no other row has. */
  | { readonly kind: 'own name' }
  /** A level, as it is. */
  | { readonly kind: 'level' }
  | { readonly kind: 'number'; readonly decimal: Mark; readonly before: string; readonly after: string }
  /** A number of days, by the format of strptime or, null, ISO 8601. */
  | { readonly kind: 'date'; readonly format: string | null };

/** `raw`: as in the file; `feature`: as it is learnt from, undefined where it is not. */
export async function styleOf(
  source: Source,
  raw: SourceColumn,
  feature: Feature | undefined,
  { target, dates, categorical, decimal }: TableDefinition,
): Promise<CellStyle> {
  if (raw.name === target) return { kind: 'target' };
  if (feature === undefined) return { kind: 'blank' };
  const date = dates.find(({ column }) => column === raw.name);
  if (date) return { kind: 'date', format: isDateType(raw.type) ? null : date.format };
  if (feature.kind !== 'number' || categorical.includes(raw.name)) return { kind: 'level' };
  const plain = { kind: 'number', decimal: '.', before: '', after: '' } as const;
  if (decimal === null || familyOf(raw.type) !== 'text') return plain;
  const word = trimmedSql(raw.sql);
  const dressed = `${word} is not null and ${word} <> '' and try_cast(${word} as double) is null and regexp_matches(${word}, '[0-9]')`;
  const unit = unitSql(word);
  const [found, first] = await rowOf(
    source.db,
    `select any_value(${unit}) filter (${unit} <> ''), any_value(${word}) filter (${unit} <> '') from data where ${dressed}`,
  );
  const [isDressed] = await rowOf(
    source.db,
    `select count(*) from data where ${dressed} and contains(${word}, ${text(decimal)})`,
  );
  const sign = found === null ? '' : String(found);
  const leads =
    sign !== '' && /^[^0-9]*$/.test(String(first).split(sign)[0]!) && !/^[-+(]?\s*[0-9]/.test(String(first));
  return {
    kind: 'number',
    decimal: Number(isDressed) > 0 ? decimal : '.',
    before: leads ? sign : '',
    after: leads ? '' : sign,
  };
}
