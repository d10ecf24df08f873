/** What brings an engine's optional library onto a machine: `sweep setup NAME`. It is found by name before any of it is loaded. */
export interface EngineSetup {
  readonly name: string;
  /** What it brings, in words. */
  readonly description: string;
  /** What it can do here. Changes nothing. Throws InputError where it can't, with everything that is missing. */
  plan(wish: SetupWish): Promise<SetupPlan>;
}

export interface SetupWish {
  /** Where it is to lie. */
  readonly folder: string;
  /** With what a GPU needs. */
  readonly gpu: boolean;
}

export interface SetupPlan {
  /** `there`: nothing is to be done. `begun`: one that was cut off goes on. `other`: something else lies there and is replaced. */
  readonly state: 'new' | 'begun' | 'there' | 'other';
  /** What is there, or will be: `libtensorflow 2.21.0`. */
  readonly what: string;
  /** What is there now, where that is something else. */
  readonly replaced: string | null;
  /** Bytes that are still to be fetched, and that it takes on the disk in the end. */
  readonly fetches: number;
  readonly takes: number;
  /** Who gives it under which terms: a line each. */
  readonly licences: readonly string[];
  /** What is worth knowing before it begins. */
  readonly notes: readonly string[];
  /**
   * Does it. Until the end nothing lies in `folder` that was not there before; what was fetched when it is cut off is
   * used the next time. Returns what is worth knowing afterwards. Throws InputError with what to do, and the signal's reason.
   */
  run(tell: (step: SetupStep) => void, signal: AbortSignal): Promise<readonly string[]>;
}

export interface SetupStep {
  /** From 1. */
  readonly step: number;
  readonly of: number;
  readonly what: string;
  /** Bytes that have come, and that are to come in this step; absent where there is nothing to count. */
  readonly bytes?: number;
  readonly ofBytes?: number;
}
