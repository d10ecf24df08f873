import type { LaneMath } from '../math/port.ts';

/** The backends, best first. */
export const BACKENDS = ['tensorflow-gpu', 'tensorflow', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A backend that is ready and the current one. */
export interface LoadedBackend {
  /** Its name in TF.js. */
  readonly registered: string;
  readonly math: LaneMath;
  readonly maxCohort: number;
}
