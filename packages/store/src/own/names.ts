/**
 * Names that come with a sweep, as columns: as they are, in lower case, so that SQL finds them without quotes. One that is taken,
 * or is no name in SQL, gets a prefix. A name's column never changes when others come behind it.
 */

import { TAKEN } from './taken.ts';

/** Postgres cuts a name at 63 bytes; a number may stand behind it. */
const LONGEST = 56;

/** The columns of a sweep's parameters, in their order. Those of core never need a prefix. */
export const parameterNames = (parameters: readonly string[]): string[] => columnsOf(parameters, 'p_', TAKEN);

/** The columns of what a program's results hold, beside those of its parameters. */
export const measureNames = (parameters: readonly string[], measures: readonly string[]): string[] =>
  columnsOf(measures, 'm_', new Set([...TAKEN, ...parameterNames(parameters)]));

function columnsOf(names: readonly string[], prefix: 'p_' | 'm_', taken: ReadonlySet<string>): string[] {
  const used = new Set(taken);
  return names.map((name) => {
    const plain = plainOf(name);
    const wanted = used.has(plain) || !/^[a-z]/.test(plain) ? prefix + plain : plain;
    let column = wanted;
    for (let nth = 2; used.has(column); nth++) column = `${wanted}_${nth}`;
    used.add(column);
    return column;
  });
}

const plainOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .replace(/^_+/, '')
    .slice(0, LONGEST);
