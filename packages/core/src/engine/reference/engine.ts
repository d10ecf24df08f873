import type { Engine } from '../port.ts';
import { createClassifierCohort } from './classifier-cohort.ts';
import { ReferenceRows } from './rows.ts';
import { createVaeCohort } from './vae-cohort.ts';

/**
 * The engine that the others are held against: arithmetic in f64, a row at a time, written to be read. Some hundred times
 * slower than one that is meant to be used.
 */
export function createReferenceEngine(): Engine {
  return {
    name: 'reference',
    version: '1',
    maxCohort: 64,
    rows: (capacity, columns) => new ReferenceRows(capacity, columns),
    vae: createVaeCohort,
    classifier: createClassifierCohort,
    close() {},
  };
}
