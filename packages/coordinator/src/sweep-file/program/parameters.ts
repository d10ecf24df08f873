import { environmentName } from '@latentsweep/core';
import type { Found } from '@latentsweep/plain-file';
import type { SweptParameter } from '../../port.ts';
import { readParameters } from '../parameters.ts';
import { writtenIn } from '../when.ts';
import { OF_PROGRAM } from './catalogue.ts';
import { MOST_PARAMETERS } from './keys.ts';

/** `parameters` of a program's sweep, nested ones by dotted names. */
export function readProgramParameters(found: Found, method: string | undefined): readonly SweptParameter[] {
  const count = writtenIn(found, OF_PROGRAM).size;
  if (count > MOST_PARAMETERS) {
    const message = `must be at most ${MOST_PARAMETERS} parameters, got ${count}`;
    found.fault('too_many_parameters', message, 'Let the program make the others of fewer.');
    return [];
  }
  const parameters = readParameters(found, method, OF_PROGRAM);
  refuseAlike(parameters, found);
  return parameters;
}

/** A program that takes its config as variables could not tell them apart, and people hardly. */
function refuseAlike(parameters: readonly SweptParameter[], found: Found): void {
  for (const [variable, same] of Map.groupBy(parameters, ({ name }) => environmentName(name))) {
    if (same.length < 2) continue;
    const [first, second] = same.map(({ name }) => `\`${name}\``);
    const message = `${first} and ${second} are one variable, ${variable}`;
    found.fault('alike_parameters', message, 'Rename one of them.', found.keyAt);
  }
}
