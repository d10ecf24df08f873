import { csvRecord } from '@latentsweep/core';
import { type FigureData, tableOf } from './figures.ts';

/** The data behind a figure as CSV, with a header, numbers in full; what is not a number, or none, is an empty field. */
export function csvOf(data: FigureData): string {
  const { columns, rows } = tableOf(data);
  let text = csvRecord(columns);
  for (const row of rows) text += csvRecord(row.map(fieldOf));
  return text;
}

function fieldOf(cell: string | number | null): string | null {
  if (typeof cell !== 'number') return cell;
  return Number.isNaN(cell) ? null : String(cell);
}
