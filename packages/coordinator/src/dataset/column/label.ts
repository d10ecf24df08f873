import { trimmed } from './blank.ts';

/** Words of truth in YAML 1.1 and in DuckDB's files. */
const TRUE = ['true', 'yes', 'on', 't', 'y'];
const FALSE = ['false', 'no', 'off', 'f', 'n'];

/**
 * The label of the target that the user means: the one as it is written, else the one that is the same number
 * (`1.10` for 1.1), else the one that is as true. What no label is meant by stays as it is.
 */
export function labelMeant(written: string, labels: readonly string[]): string {
  const word = trimmed(written);
  if (labels.includes(word)) return word;
  const same = [numberOf, truthOf].map((value) => {
    const meant = value(word);
    return meant === null ? [] : labels.filter((label) => value(label) === meant);
  });
  return same.find(({ length }) => length === 1)?.[0] ?? word;
}

function numberOf(word: string): number | null {
  const number = word === '' ? Number.NaN : Number(word);
  return Number.isFinite(number) ? number : null;
}

function truthOf(word: string): boolean | null {
  const lower = word.toLowerCase();
  return TRUE.includes(lower) ? true : FALSE.includes(lower) ? false : null;
}
