/** Words of a line of ARFF: bare, or in quotes of either kind with a backslash before what would end them. */

export interface Word {
  readonly text: string;
  /** In quotes, so that it means itself: '?' is a value, ? is none. */
  readonly quoted: boolean;
  /** Where the line goes on. */
  readonly next: number;
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** The quoted word at `from`; null where its quote never closes. */
export function quotedWord(line: string, from: number): Word | null {
  const quote = line[from];
  let text = '';
  for (let at = from + 1; at < line.length; at++) {
    const letter = line[at]!;
    if (letter === quote) return { text, quoted: true, next: at + 1 };
    if (letter === '\\' && at + 1 < line.length) {
      at += 1;
      text += ESCAPED[line[at]!] ?? line[at]!;
    } else text += letter;
  }
  return null;
}

export function isQuote(letter: string | undefined): boolean {
  return letter === "'" || letter === '"';
}

export function pastBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && isBlank(line[at]!)) at++;
  return at;
}

export function isBlank(letter: string): boolean {
  return letter === ' ' || letter === '\t' || letter === '\u00a0' || letter === '\ufeff';
}

/** A value as ARFF writes it: in quotes where it would else be cut or taken for something else. */
export function arffWord(value: string): string {
  return /^[\w.+-][\w.+/-]*$/.test(value)
    ? value
    : `'${value.replaceAll(/[\\']/g, (letter) => `\\${letter}`)}'`;
}
