import type { LaneMath } from '../math/port.ts';

/** The backends, best first. */
export const BACKENDS = ['tensorflow-gpu', 'tensorflow', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A backend that is ready and the current one. */
export interface LoadedBackend {
  readonly name: BackendName;
  /** Its name in TF.js. */
  readonly registered: string;
  /** What it runs on, in words. */
  readonly device: string;
  readonly math: LaneMath;
  /** The most lanes that a cohort may have. */
  readonly maxCohort: number;
}

/** A backend that can't be used here. */
export interface MissingBackend {
  readonly name: BackendName;
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

export interface BackendOptions {
  /** A folder in whose node_modules @tensorflow/tfjs-node or -gpu may lie, if they are not this project's own. */
  readonly nativeFolder?: string | undefined;
}
