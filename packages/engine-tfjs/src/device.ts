import type { Draws } from './draws.ts';
import type { LaneMath } from './math/port.ts';

/** A backend made ready, as the cohorts see it. */
export interface Device {
  readonly math: LaneMath;
  readonly draws: Draws;
  /** Makes the backend the current one: TF.js has one for the whole thread. */
  use(): Promise<void>;
}
