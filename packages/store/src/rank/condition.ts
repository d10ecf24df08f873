import { InputError } from '@latentsweep/core';

/**
 * A user's SQL condition with the dotted names of parameters replaced by their columns, fit to stand between
 * parentheses: it is one balanced expression, without comments, statement ends or open strings. What it says is
 * left to Postgres, in a read-only transaction. Throws InputError `bad_where`.
 */
export function rewriteCondition(text: string, columnOf: ReadonlyMap<string, string>): string {
  const refuse = (why: string) =>
    new InputError(
      'bad_where',
      `The condition ${JSON.stringify(text)} ${why}.`,
      `Write one SQL condition over ${namesOf(columnOf)}, such as "epochs >= 10".`,
    );
  let depth = 0;
  let out = '';
  for (let at = 0; at < text.length; ) {
    const { kind, token } = nextToken(text, at);
    switch (kind) {
      case 'bad':
        throw refuse(`has ${JSON.stringify(token)}, which is not allowed in one`);
      case 'open':
        depth++;
        break;
      case 'close':
        if (--depth < 0) throw refuse('closes a parenthesis that it does not open');
        break;
      case 'name':
      case 'other':
        break;
    }
    out += kind === 'name' ? replaceName(token, columnOf) : token;
    at += token.length;
  }
  if (depth > 0) throw refuse('leaves a parenthesis open');
  if (out.trim() === '') throw refuse('is empty');
  return out;
}

/** The names that a condition may use, for a message. */
export function namesOf(columnOf: ReadonlyMap<string, string>): string {
  return [...columnOf.keys()].join(', ');
}

type Kind = 'name' | 'open' | 'close' | 'other' | 'bad';

/** In the order in which they are tried; each reads from where the last one ended. */
const TOKENS: readonly (readonly [Kind, RegExp])[] = [
  ['other', /\s+/y],
  ['bad', /--|\/\*|\*\//y],
  ['other', /[eE]'(?:[^'\\\0]|''|\\[^\0])*'/y],
  // One that is left open: Postgres would read a backslash in it otherwise than in a plain string.
  ['bad', /[eE]'/y],
  ['other', /'(?:[^'\0]|'')*'/y],
  ['other', /"(?:[^"\0]|"")*"/y],
  ['other', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_])/uy],
  // A number that runs into a name: versions of Postgres read it, and a string behind it, each in its own way.
  ['bad', /\d[\p{L}\p{N}_]*/uy],
  ['name', /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy],
  ['open', /[([]/y],
  ['close', /[)\]]/y],
  ['other', /[-+*/<>=~!@#%^&|?:,.]/y],
];

function nextToken(text: string, at: number): { kind: Kind; token: string } {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const token = pattern.exec(text)?.[0];
    if (token) return { kind, token };
  }
  return { kind: 'bad', token: String.fromCodePoint(text.codePointAt(at)!) };
}

function replaceName(name: string, columnOf: ReadonlyMap<string, string>): string {
  const column = columnOf.get(name) ?? columnOf.get(name.toLowerCase());
  return column === undefined ? name : `"${column.replaceAll('"', '""')}"`;
}
