/**
 * Conditions made by pointing: the text that `--where` takes, in parts joined by `and`, each of which can be dropped. What a
 * part says is left to Postgres; here only the places are found where one ends and the next begins.
 */

/** What was chosen on an axis. */
export type Chosen =
  /** Values, and how much of the axis a pixel is there: no condition says more digits than were pointed at. */
  | {
      readonly column: string;
      readonly from: number;
      readonly to: number;
      readonly pixel: readonly [number, number];
    }
  | { readonly column: string; readonly choices: readonly string[] };

/** `latent_size between 2 and 8`, `arm = 'smote'`, `epochs in (5, 10)`. */
export function conditionOf(chosen: Chosen): string {
  const name = sqlName(chosen.column);
  if ('choices' in chosen) {
    const all = chosen.choices.every(isNumber);
    const values = chosen.choices.map((choice) => (all ? choice : sqlText(choice)));
    return values.length === 1 ? `${name} = ${values[0]}` : `${name} in (${values.join(', ')})`;
  }
  const { from, to, pixel } = chosen;
  const [low, high] = from <= to ? [from, to] : [to, from];
  return `${name} between ${roundWithin(low, pixel[0])} and ${roundWithin(high, pixel[1])}`;
}

/** The number with the fewest digits that lies within a tolerance of another. */
export function roundWithin(value: number, tolerance: number): number {
  if (!(tolerance > 0) || !Number.isFinite(value)) return value;
  const step = 10 ** Math.floor(Math.log10(2 * tolerance));
  // The product of a decimal step carries the noise of binary fractions.
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/** The parts of a condition that hold at once; one that says `or` is one part. */
export function partsOf(where: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let betweens = 0;
  for (const { index, token } of tokens(where)) {
    const word = token.toLowerCase();
    if (token === '(' || token === '[' || word === 'case') depth++;
    else if (token === ')' || token === ']' || word === 'end') depth--;
    else if (depth > 0) continue;
    else if (word === 'or') return [where.trim()];
    else if (word === 'between') betweens++;
    else if (word === 'and' && betweens > 0) betweens--;
    else if (word === 'and') {
      parts.push(where.slice(start, index));
      start = index + token.length;
    }
  }
  // Unbalanced: the server says what is wrong with it, as it is.
  if (depth !== 0) return where.trim() === '' ? [] : [where.trim()];
  return [...parts, where.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}

/** A condition and one more; what was chosen before on the same axis gives way. Null: none. */
export function narrowed(where: string | null, chosen: Chosen): string {
  const name = sqlName(chosen.column);
  const same = (part: string) =>
    [' between ', ' = ', ' in ('].some((verb) => part.startsWith(name + verb) && !saysOr(part));
  const kept = partsOf(where ?? '').filter((part) => !same(part));
  return joined([...kept, conditionOf(chosen)]);
}

/** Without the part at this place; null where none is left. */
export function without(where: string, place: number): string | null {
  const kept = partsOf(where).filter((_, i) => i !== place);
  return kept.length === 0 ? null : joined(kept);
}

function joined(parts: readonly string[]): string {
  if (parts.length === 1) return parts[0]!;
  return parts.map((part) => (saysOr(part) ? `(${part})` : part)).join(' and ');
}

function saysOr(part: string): boolean {
  let depth = 0;
  for (const { token } of tokens(part)) {
    if (token === '(' || token === '[') depth++;
    else if (token === ')' || token === ']') depth--;
    else if (depth === 0 && token.toLowerCase() === 'or') return true;
  }
  return false;
}

/** Strings, quoted names, words and parentheses, in their order; what lies between them joins nothing. */
const TOKENS =
  /[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_.]*|[()[\]]/gu;

const tokens = (text: string) => [...text.matchAll(TOKENS)].map(({ index, 0: token }) => ({ index, token }));

const isNumber = (text: string) => /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;

const sqlName = (name: string) =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
