import { InputError, nearestOf, parameterNamed } from '@latentsweep/core';
import { type KnownSweep, parameterNames } from '@latentsweep/store';

/**
 * The names of the parameters that were asked for, dotted or as columns, each once; null where none were. Throws InputError
 * `unknown_parameter`.
 */
export function wishedParameters(
  { parameters }: KnownSweep,
  wished: readonly string[] | undefined,
): string[] | null {
  if (wished === undefined || wished.length === 0) return null;
  const known = new Map(
    [...columnsOf(parameters)].flatMap(([name, column]) => [
      [column, name],
      [name, name],
    ]),
  );
  return [...new Set(wished.map((word) => known.get(word) ?? refuse(word, [...known.values()])))];
}

/** What a sweep's parameters are called as columns. */
export function columnsOf(parameters: KnownSweep['parameters']): ReadonlyMap<string, string> {
  const names = parameters.map(({ name }) => name);
  const columns = parameterNames(names);
  return new Map(names.map((name, i) => [name, columns[i]!]));
}

function refuse(word: string, known: readonly string[]): never {
  const names = [...new Set(known)];
  const near = nearestOf(word, names);
  const isConstant = [...parameterNamed.keys()].some((name) =>
    [name, name.replaceAll('.', '_')].includes(word),
  );
  throw new InputError(
    'unknown_parameter',
    isConstant
      ? `${word} is the same in all configs of this sweep.`
      : `${JSON.stringify(word)} is no parameter of this sweep.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Its parameters are ${names.join(', ')}.`,
  );
}
