import type { LaneMath } from '../math/port.ts';

export type BackendName = 'tensorflow-gpu' | 'tensorflow' | 'wasm' | 'cpu';

/** A backend that is ready and the current one. */
export interface LoadedBackend {
  /** Its name in TF.js. */
  readonly registered: string;
  readonly math: LaneMath;
  /** The version of the library that computes, where there is one: `EngineId.runtime`. */
  readonly runtime?: string;
}
