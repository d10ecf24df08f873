/** For tests: files around the part that is tested, and faults as lines of text. */

import { InputError } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';
import type { EngineName } from './keys.ts';
import type { Overrides } from './overrides.ts';
import { type ParsedSweep, parseSweep } from './parse.ts';

export const ENGINES: readonly EngineName[] = [
  { name: 'simd', description: 'on CPUs', auto: true },
  { name: 'tfjs', description: 'on GPUs', auto: true },
  { name: 'reference', description: 'to check the others', auto: false },
];

/** Most of these files name no data set, which is no matter of their tests: its note is left out. */
export function parse(text: string, overrides: Overrides = {}): ParsedSweep {
  const options = {
    ...{ path: 'a.yaml', folder: '/files', overrides, overrideFolder: '/here' },
    engines: ENGINES,
  };
  const { notes, ...parsed } = parseSweep(text, options);
  return { ...parsed, notes: notes.filter(({ code }) => code !== 'default_dataset') };
}

/** A sweep with these lines under `parameters`. */
export function withParameters(lines: string, top = 'method: grid'): string {
  return `${top}\nparameters:\n${lines.replaceAll(/^/gm, '  ')}\n`;
}

/** The parameters of such a sweep by name. */
export function distributions(lines: string, top?: string): Record<string, unknown> {
  return Object.fromEntries(
    parse(withParameters(lines, top)).definition.parameters.map((p) => [p.name, p.distribution]),
  );
}

export function define(lines: string, top?: string): SweepDefinition {
  return parse(withParameters(lines, top)).definition;
}

/** Every fault as `line:column code path: message. hint`. Throws where there is none. */
export function faultsOf(text: string, overrides: Overrides = {}): string[] {
  try {
    parse(text, overrides);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'bad_sweep_file') throw error;
    return error.faults.map(
      ({ line, column, code, path, message, hint }) =>
        `${line === undefined ? '-' : `${line}:${column}`} ${code} ${path || '(file)'}: ${message}. ${hint}`,
    );
  }
  throw new Error('The file has no fault.');
}
