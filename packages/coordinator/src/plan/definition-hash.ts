import { createHash } from 'node:crypto';
import { canonicalJson } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';

/**
 * What makes two sweeps the same one, as 64 hex digits: the name and all that decides their trials. The data set and
 * the engine count as what they turned out to be, not as what they are called. The description, the labels that
 * workers must have and the order of parameters in the file decide nothing; without baselines it is that of versions
 * which knew none.
 */
export function definitionHash(
  definition: SweepDefinition,
  datasetFingerprint: string,
  engine: string,
): string {
  const { description: _, dataset: __, engine: ___, requires: ____, ...decides } = definition;
  const { parameters, baselines, ...others } = decides;
  const rest = baselines ? { ...others, baselines } : others;
  const sorted = parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256')
    .update(canonicalJson({ ...rest, parameters: sorted, datasetFingerprint, engine }))
    .digest('hex');
}

/**
 * What sweeps have in common that take over each other's results: their data. What a program of the user's own makes of equal
 * configs another day nobody knows, so that its results are its sweep's alone, but where its owner says that they are the same.
 */
export const sharedWith = (
  definition: SweepDefinition,
  datasetFingerprint: string,
  engine: string,
): string => {
  const { dataset } = definition;
  if (dataset.kind !== 'program') return datasetFingerprint;
  if (dataset.sharedKey !== undefined) return `${datasetFingerprint} ${dataset.sharedKey}`;
  return definitionHash(definition, datasetFingerprint, engine);
};
