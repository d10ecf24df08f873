export type WorkerState = 'working' | 'draining' | 'gone';

/** How things stand with a worker. */
export interface Tally {
  state: WorkerState;
  /** Threads at work. */
  busy: number;
  /** How many jobs of one shape a slot trains together. */
  width: number;
  /** Results that the bus has not taken yet. */
  unsent: number;
  /** Trials whose results were delivered. */
  done: number;
  /** When the bus last answered a request for jobs, on the process's monotonic clock. */
  pulledAt: number | null;
}
