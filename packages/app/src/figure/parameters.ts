import { InputError, nearestOf, parameterNamed } from '@latentsweep/core';
import type { KnownSweep } from '@latentsweep/store';

/**
 * The names of the parameters that were asked for, dotted or as columns, each once; null where none were. Throws InputError
 * `unknown_parameter`.
 */
export function wishedParameters(
  { parameters }: KnownSweep,
  wished: readonly string[] | undefined,
): string[] | null {
  if (wished === undefined || wished.length === 0) return null;
  const known = new Map(parameters.flatMap(({ name }) => [name, columnOf(name)].map((one) => [one, name])));
  return [...new Set(wished.map((word) => known.get(word) ?? refuse(word, [...known.values()])))];
}

export const columnOf = (name: string) => name.replaceAll('.', '_');

function refuse(word: string, known: readonly string[]): never {
  const names = [...new Set(known)];
  const near = nearestOf(word, names);
  const isConstant = [...parameterNamed.keys()].some((name) => [name, columnOf(name)].includes(word));
  throw new InputError(
    'unknown_parameter',
    isConstant
      ? `${word} is the same in all configs of this sweep.`
      : `${JSON.stringify(word)} is no parameter of this sweep.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Its parameters are ${names.join(', ')}.`,
  );
}
