import { applies, decidersOf } from '../parameter/tree.ts';
import { isComparator } from '../race/comparator.ts';
import { baselineOf, canonicalConfig, isBaseline, readConfig } from './config.ts';
import { configHash, runHash } from './hash.ts';
import { PARAMETERS, parameterNamed } from './parameters.ts';
import type { ConfigSpace } from './space.ts';

/** That of the table of parameters: what this program trains itself. */
export const AUGMENTATION: ConfigSpace = {
  parameters: PARAMETERS,
  deciders: decidersOf(PARAMETERS),
  milestones: 'epochs',
  named: (name) => parameterNamed.get(name),
  applies,
  canonical: canonicalConfig,
  read: readConfig,
  hash: configHash,
  runHash,
  baselineOf,
  isBaseline,
  isComparator: (config) => isComparator(String(config['arm'])),
};
