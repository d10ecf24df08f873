import { type Parameter, parameterNamed } from '@latentsweep/core';
import { didYouMean, type Found, shown } from '@latentsweep/plain-file';
import { GROUPS } from './groups.ts';
import type { Kind } from './kinds.ts';

/** Parameters of a group, by what follows the dot: what their listed values must be. */
export type Members = ReadonlyMap<string, Parameter>;

/** Which parameters a sweep file may have. */
export interface Catalogue {
  /** False, and a fault, where there can be no parameter of that name. */
  has(name: string, entry: Found): boolean;
  /** What values one that the file may have takes, where they are chosen in this way. */
  parameter(name: string, kind: Kind): Parameter;
  /** Undefined where the name is of no group. */
  members(name: string, entry: Found): Members | undefined;
  /** Configs that differ in it alone are one run. */
  sharesRun(name: string): boolean;
}

/** The parameters of trials that are built in. */
export const BUILT_IN: Catalogue = {
  has(name, entry) {
    if (parameterNamed.has(name)) return true;
    const known = [...parameterNamed.keys(), ...GROUPS.keys()];
    const hint = `${didYouMean(name, known)}docs/parameters.md lists all parameters.`;
    entry.fault('unknown_parameter', `unknown parameter ${shown(name)}`, hint, entry.keyAt);
    return false;
  },
  parameter: (name) => parameterNamed.get(name)!,
  members: (name) => (parameterNamed.has(name) ? undefined : GROUPS.get(name)),
  sharesRun: (name) => name === 'epochs',
};

/** What listed values of a parameter must be. */
export const listedOf = (catalogue: Catalogue, name: string): Parameter =>
  catalogue.parameter(name, 'categorical');
