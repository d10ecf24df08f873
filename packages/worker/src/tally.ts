export type WorkerState = 'working' | 'draining' | 'gone';

/** How things stand with a worker. */
export interface Tally {
  state: WorkerState;
  /** Threads at work. */
  busy: number;
  /** How many jobs of one shape each slot trains together, one a slot. */
  readonly widths: number[];
  /** The device that it trains on, by its name; null: CPUs alone. */
  device: string | null;
  /** Results that the bus has not taken yet. */
  unsent: number;
  /** Trials whose results were delivered. */
  done: number;
  /** When the bus last answered a request for jobs, on the process's monotonic clock. */
  pulledAt: number | null;
}
