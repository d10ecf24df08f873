/** One `@attribute` of an ARFF or KEEL header. */

import { arffFault, shownValue } from './refuse.ts';
import { isQuote, pastBlanks, quotedWord, type Word } from './words.ts';

export interface Attribute {
  readonly name: string;
  readonly type: 'number' | 'nominal' | 'string' | 'date';
  /** Of a nominal, as declared. */
  readonly values: readonly string[];
  /** An attribute weight stands behind it, which means nothing here. */
  readonly weighted: boolean;
}

const NUMBERS = ['numeric', 'real', 'integer', 'continuous'];
const REFUSED: Readonly<Record<string, string>> = {
  relational: 'Each of its cells would be a table. Write its rows as rows of their own, or leave it out.',
  interval: 'Write its two ends as two attributes, or leave it out.',
  subset: 'Write an attribute {0, 1} for each of its values, or leave it out.',
};

/** `rest`: what follows the keyword. Throws InputError with the line. */
export function attributeOf(label: string, line: number, rest: string): Attribute {
  const fault = (what: string, hint: string) => arffFault(label, line, what, hint);
  const start = pastBlanks(rest, 0);
  const word = isQuote(rest[start]) ? quotedWord(rest, start) : bareName(rest, start);
  if (word === null) throw fault('opens a quote that never closes', "Close it: @attribute 'a name' numeric.");
  const name = word.text.trim();
  if (name === '') throw fault('declares an attribute without a name', 'Write @attribute NAME TYPE.');
  const typed = rest.slice(word.next).trim();
  if (typed.startsWith('{')) return nominal(label, line, name, typed);
  const [, kind = '', more = ''] = /^([A-Za-z]*)(.*)$/s.exec(typed)!;
  const type = kind.toLowerCase();
  const refused = REFUSED[type];
  if (refused !== undefined) {
    throw fault(`declares \`${name}\` as ${type}, which can't be read`, refused);
  }
  if (NUMBERS.includes(type)) {
    const behind = /^\s*(\[[^\]]*\])?\s*(\{[^}]*\})?\s*(%.*)?$/.exec(more);
    if (behind) return { name, type: 'number', values: [], weighted: behind[2] !== undefined };
  }
  if (type === 'string' && /^\s*(\{[^}]*\})?\s*(%.*)?$/.test(more)) {
    return { name, type: 'string', values: [], weighted: more.includes('{') };
  }
  if (type === 'date') return { name, type: 'date', values: [], weighted: false };
  throw fault(
    `declares \`${name}\` with the unknown type ${shownValue(typed)}`,
    'Types are numeric, real, integer, string, date and {a, b, …}. A name with a blank needs quotes.',
  );
}

function bareName(rest: string, from: number): Word {
  const found = /^[^\s{]+/.exec(rest.slice(from))?.[0] ?? '';
  return { text: found, quoted: false, next: from + found.length };
}

function nominal(label: string, line: number, name: string, typed: string): Attribute {
  const fault = (what: string, hint: string) => arffFault(label, line, what, hint);
  const values: string[] = [];
  let at = 1;
  for (;;) {
    at = pastBlanks(typed, at);
    let value: string;
    if (isQuote(typed[at])) {
      const word = quotedWord(typed, at);
      if (word === null)
        throw fault(`opens a quote in the values of \`${name}\` that never closes`, 'Close it.');
      value = word.text.trim();
      at = pastBlanks(typed, word.next);
    } else {
      const found = /^[^,}]*/.exec(typed.slice(at))![0];
      value = found.trim();
      at += found.length;
      if (/\s/.test(value)) {
        throw fault(
          `declares the value ${shownValue(value)} of \`${name}\` without quotes, so it may be one value or several`,
          "Put it in quotes: {'a b', c}.",
        );
      }
    }
    const end = typed[at];
    if (end !== ',' && end !== '}') {
      throw fault(
        `does not close the values of \`${name}\``,
        'Write all of them on one line, between { and }, with commas between them.',
      );
    }
    if (value !== '' || end === ',') values.push(value);
    at += 1;
    if (end === '}') break;
  }
  const behind = /^\s*(\{[^}]*\})?\s*(%.*)?$/.exec(typed.slice(at));
  if (!behind) {
    throw fault(`has ${shownValue(typed.slice(at).trim())} behind the values of \`${name}\``, 'Take it out.');
  }
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) {
      throw fault(`declares the value ${shownValue(value)} of \`${name}\` twice`, 'Declare each value once.');
    }
    seen.add(value);
  }
  if (values.length === 0) throw fault(`declares no value of \`${name}\``, 'Write {a, b, …}.');
  return { name, type: 'nominal', values, weighted: behind[1] !== undefined };
}
