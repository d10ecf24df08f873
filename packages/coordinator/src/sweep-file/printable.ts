/** Control characters, lone surrogates, line separators and marks that reverse the direction of what follows. */
export const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const ALL = new RegExp(UNPRINTABLE.source, 'gu');

/** The user's text as it may stand in a message: short, and with `\u{1b}` in place of what is not printable. */
export function printable(text: string, most = 60): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.replaceAll(ALL, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
