import { csvRecord } from '@latentsweep/core';
import { cellAsText } from './cell.ts';

/** Values of the database as a record of CSV; null is the empty field, the empty text is "". */
export function csvLine(cells: readonly unknown[]): string {
  return csvRecord(cells.map((cell) => (cell === null || cell === undefined ? null : cellAsText(cell))));
}
