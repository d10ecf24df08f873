/** A made value as a field of CSV, written as its column is. */

import type { HomeColumn } from '@latentsweep/coordinator';
import { csvField, type DecodedColumn } from '@latentsweep/core';
import { dateText } from './date-text.ts';

/** The field of each row; empty where it is missing. */
export function fieldsOf({ style }: HomeColumn, made: DecodedColumn | undefined): (row: number) => string {
  if (made === undefined) return () => '';
  const { values, levels } = made;
  const present = (write: (value: number) => string) => (row: number) => {
    const value = values[row]!;
    return Number.isNaN(value) ? '' : write(value);
  };
  const named = (names: readonly string[]) => {
    const fields = names.map(csvField);
    return present((code) => fields[code]!);
  };
  switch (style.kind) {
    case 'blank':
    case 'target':
    case 'counter':
    case 'own name':
      return () => '';
    case 'level':
      return levels === null ? present((code) => csvField(String(code))) : named(levels);
    case 'date':
      return present((days) => csvField(dateText(days, style.format)));
    case 'number': {
      if (levels !== null) return named(levels);
      const { decimal, before, after } = style;
      if (decimal === '.' && before === '' && after === '') return present(String);
      return present((value) => csvField(before + String(value).replace('.', decimal) + after));
    }
  }
}
