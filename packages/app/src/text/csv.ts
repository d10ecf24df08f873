import { cellAsText } from './cell.ts';

/**
 * RFC 4180 with line feeds: quotes around a field that holds a quote, a comma, a line break or a space at an end,
 * quotes inside doubled. Null is the empty field, the empty text is "". A text that starts with =, +, - or @ is
 * written as it is: a spreadsheet may take it for a formula, a program must get the value.
 */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(field).join(',')}\n`;
}

function field(cell: unknown): string {
  const text = cellAsText(cell);
  if (text === '') return typeof cell === 'string' ? '""' : '';
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
