import type { LaneMath } from '../math/port.ts';

export type BackendName = 'tensorflow-gpu' | 'tensorflow' | 'wasm' | 'cpu';

/** A backend that is ready and the current one. */
export interface LoadedBackend {
  /** Its name in TF.js. */
  readonly registered: string;
  readonly math: LaneMath;
}

/** Why a backend can't be used here. */
export interface Missing {
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}
