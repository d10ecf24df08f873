/**
 * A record of CSV, RFC 4180 with a line feed: quotes around a field that holds a quote, a comma, a line break or a space at
 * an end, quotes inside doubled. Null is the empty field, the empty text is "". A text that starts with =, +, - or @ is
 * written as it is: a spreadsheet may take it for a formula, a program must get the value.
 */
export function csvRecord(fields: readonly (string | null)[]): string {
  return `${fields.map(csvField).join(',')}\n`;
}

/** One field of it. */
export function csvField(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
