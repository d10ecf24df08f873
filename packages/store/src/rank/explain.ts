import { nearestOf, parameterNamed } from '@latentsweep/core';
import type { Sweep } from '../port.ts';
import { listNames, type Names } from './names.ts';

/** What Postgres says of a user's condition, and what to do, in the words of the sweep. */
export function explainCondition(
  message: string,
  text: string,
  names: Names,
  sweep: Sweep,
): [message: string, hint: string] {
  const refused = `Postgres refuses the condition: ${message}.`;
  const unknown = unknownColumn(message);
  if (unknown !== null) {
    const compared = columnBefore(text, unknown, names);
    if (compared !== null) {
      const values = valuesOf(sweep, compared);
      const known = values.length > 0 ? ` Values of ${compared} are ${values.join(', ')}.` : '';
      return [
        `The condition compares ${compared} with ${unknown}, which is no column.`,
        `${quoteIt(compared, unknown)}${known}`,
      ];
    }
    const near = nearestOf(unknown, [...names.keys()]);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It may name ${listNames(names)}.`;
    return [`The condition names ${unknown}, which is no column here.`, hint];
  }
  return [refused, hintFor(message, text) ?? `It may name ${listNames(names)}.`];
}

/** The column that Postgres does not know, as it was written. */
export function unknownColumn(message: string): string | null {
  const [, quoted, bare] = /^column (?:"([^"]+)"|(\S+)) does not exist/.exec(message) ?? [];
  return quoted ?? bare ?? null;
}

/** `arm = 'smote'`, and how that goes through a shell. */
function quoteIt(column: string, word: string): string {
  return `Text stands in single quotes: "${column} = '${word}'", the whole in double ones for the shell.`;
}

function columnBefore(text: string, word: string, names: Names): string | null {
  const name = wordBefore(text, word);
  if (name === null) return null;
  return [name, name.toLowerCase()].find((one) => names.has(one)) ?? null;
}

/** What stands before a word and a comparison: `arm` in `arm = smote`, `arm in (none, smote)`, `arm like "smote"`. */
export function wordBefore(text: string, word: string): string | null {
  const escaped = word.replaceAll(/[^\p{L}\p{N}_]/gu, '\\$&');
  const list = String.raw`in\s*\([^()]*`;
  const operator = String.raw`(?:=|<>|!=|\b(?:not\s+)?(?:i?like\s+|${list})(?<=[\s(,]))`;
  const found = new RegExp(
    String.raw`([\p{L}_][\p{L}\p{N}_.]*)\s*${operator}\s*"?${escaped}(?![\p{L}\p{N}_])`,
    'iu',
  ).exec(text);
  return found?.[1] ?? null;
}

/** Names that a parameter of names takes in the sweep: those of its file, or all that there are. */
function valuesOf({ definition, ownMeasures }: Sweep, name: string): readonly string[] {
  const { parameters } = definition as { readonly parameters?: readonly SweptLike[] };
  const { values, value } = parameters?.find((parameter) => parameter.name === name)?.distribution ?? {};
  const swept = values ?? (value === undefined ? null : [value]);
  if (ownMeasures) return swept?.every((one) => typeof one === 'string') ? swept : [];
  const parameter = parameterNamed.get(name);
  if (parameter?.type !== 'choice') return [];
  return (swept ?? parameter.choices).map(String);
}

interface SweptLike {
  readonly name: string;
  readonly distribution: { readonly values?: readonly unknown[]; readonly value?: unknown };
}

function hintFor(message: string, text: string): string | null {
  const bare = text.replaceAll(/'[^']*'/g, '');
  if (/invalid input syntax for type json|jsonb = |near "\["/.test(message)) {
    return 'A list stands in single quotes: "hidden_sizes = \'[10, 10]\'".';
  }
  if (/==/.test(bare)) return 'SQL compares with one `=`.';
  if (/&&|\|\|/.test(bare)) return 'SQL joins conditions by `and` and `or`.';
  if (/^operator does not exist|^invalid input syntax/.test(message)) {
    return 'Numbers stand as they are, text in single quotes: "epochs >= 10 and arm = \'smote\'".';
  }
  if (/must be type boolean/.test(message)) return `Compare it with something, such as "${text.trim()} > 0".`;
  return null;
}
