import { short } from './number.ts';

/** Control characters, lone surrogates, line separators and marks that reverse the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A user's text on one line, with `\n` or `\u{1B}` in place of what would not be seen. */
export const printable = (text: string): string =>
  text.replaceAll(UNPRINTABLE, (c) => SHORT[c] ?? `\\u{${c.codePointAt(0)!.toString(16).toUpperCase()}}`);

/** A value of the database as a person reads it in a table. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return short(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** As a shell reads it: quoted where it has to be. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+=,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** `arm=smote kl=0.01`: by the last part of the parameters' names. */
export const configText = (config: Readonly<Record<string, unknown>>, names?: readonly string[]): string =>
  Object.entries(config)
    .filter(([name]) => !names || names.includes(name))
    .map(([name, value]) => `${printable(name.slice(name.lastIndexOf('.') + 1))}=${valueText(value)}`)
    .join(' ');
