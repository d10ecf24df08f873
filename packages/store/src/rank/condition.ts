import { InputError, nearestOf } from '@latentsweep/core';
import { constantOf, listNames, type Names } from './names.ts';

/**
 * A user's SQL condition with the dotted names of parameters replaced by their columns, fit to stand between
 * parentheses: it is one balanced expression, without comments, statement ends or open strings. What it says is
 * left to Postgres, in a read-only transaction. Throws InputError `bad_where`.
 */
export function rewriteCondition(text: string, columnOf: Names, constant = constantOf): string {
  const refuse = (why: string, hint?: string) =>
    new InputError(
      'bad_where',
      `The condition ${JSON.stringify(text)} ${why}.`,
      hint ?? `Write one SQL condition over ${listNames(columnOf)}, such as "epochs >= 10".`,
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
        checkName(token, columnOf, constant, refuse);
        break;
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

type Constant = (name: string) => string | null;
type Refuse = (why: string, hint?: string) => InputError;

/** A parameter that the sweep does not name is the same in all its configs; Postgres would only say that it knows it not. */
function checkName(name: string, columnOf: Names, constantOf: Constant, refuse: Refuse): void {
  if (columnFor(name, columnOf) !== undefined) return;
  const constant = constantOf(name);
  if (constant !== null) {
    const hint = `Leave it out, or list values of it in the sweep file. Names: ${listNames(columnOf)}.`;
    throw refuse(`names ${name}, which is constant here (= ${constant})`, hint);
  }
  if (!name.includes('.')) return;
  const near = nearestOf(name, [...columnOf.keys()]);
  const meant = near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : '';
  throw refuse(`names ${name}, which is no column`, `${meant}It may name ${listNames(columnOf)}.`);
}

function columnFor(name: string, columnOf: Names): string | undefined {
  return columnOf.get(name) ?? columnOf.get(name.toLowerCase());
}

function replaceName(name: string, columnOf: Names): string {
  const column = columnFor(name, columnOf);
  return column === undefined ? name : `"${column.replaceAll('"', '""')}"`;
}
