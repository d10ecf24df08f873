/** Control characters, lone surrogates, line separators and marks that reverse the direction of what follows. */
export const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const ALL = new RegExp(UNPRINTABLE.source, 'gu');
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A user's text on one line, with `\n` or `\u{1B}` in place of what a terminal would obey. */
export function printable(text: string): string {
  return text.replaceAll(ALL, (c) => SHORT[c] ?? `\\u{${c.codePointAt(0)!.toString(16).toUpperCase()}}`);
}
