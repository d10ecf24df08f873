import type { EngineKind } from '../kind.ts';
import type { Engine } from '../port.ts';
import { type EngineVariant, ONE_CORE } from '../variant.ts';
import { createClassifierCohort } from './classifier-cohort.ts';
import { ReferenceRows } from './rows.ts';
import { createVaeCohort } from './vae-cohort.ts';

const VARIANT: EngineVariant = {
  id: { kind: 'reference', version: '1', backend: null },
  traits: { ...ONE_CORE, fuses: 64, device: 'CPU, one core, JavaScript' },
  supports: () => null,
};

export const REFERENCE: EngineKind = {
  name: VARIANT.id.kind,
  description: 'to check the others',
  auto: false,
  variants: [VARIANT],
  open: async () => createReferenceEngine(),
};

/**
 * The engine that the others are held against: arithmetic in f64, a row at a time, written to be read. Some hundred times
 * slower than one that is meant to be used.
 */
export function createReferenceEngine(): Engine {
  return {
    ...VARIANT,
    rows: (capacity, columns) => new ReferenceRows(capacity, columns),
    vae: createVaeCohort,
    classifier: createClassifierCohort,
    close() {},
  };
}
