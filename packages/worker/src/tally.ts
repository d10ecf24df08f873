export type WorkerState = 'working' | 'draining' | 'gone';

/** How things stand with a slot. */
export interface SlotTally {
  /** How many jobs of one shape it trains together. */
  width: number;
  /** The device that it trains on, by its name; null: a CPU. */
  device: string | null;
}

/** How things stand with a worker. */
export interface Tally {
  state: WorkerState;
  /** Threads at work. */
  busy: number;
  readonly slots: SlotTally[];
  /** Results that the bus has not taken yet. */
  unsent: number;
  /** Trials whose results were delivered. */
  done: number;
  /** When the bus last answered a request for jobs, on the process's monotonic clock. */
  pulledAt: number | null;
}
