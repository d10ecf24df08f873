/** A made value as a cell, written as its column is. */

import type { HomeColumn } from '@latentsweep/coordinator';
import type { DecodedColumn } from '@latentsweep/core';
import { dateText } from './date-text.ts';

/** The cell of each row; null where it is missing. */
export function cellsOf(
  { style }: HomeColumn,
  made: DecodedColumn | undefined,
): (row: number) => string | null {
  if (made === undefined) return () => null;
  const { values, levels } = made;
  const present = (write: (value: number) => string) => (row: number) => {
    const value = values[row]!;
    return Number.isNaN(value) ? null : write(value);
  };
  switch (style.kind) {
    case 'blank':
    case 'target':
    case 'counter':
      return () => null;
    case 'level':
      return present((code) => levels?.[code] ?? String(code));
    case 'date':
      return present((days) => dateText(days, style.format));
    case 'number': {
      if (levels !== null) return present((code) => levels[code]!);
      const { decimal, before, after } = style;
      if (decimal === '.' && before === '' && after === '') return present(String);
      return present((value) => before + String(value).replace('.', decimal) + after);
    }
  }
}
