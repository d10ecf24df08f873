/** How far a job is, as seen from outside its thread. */
export interface Advance {
  /** Finished; 0 before the first. */
  readonly epoch: number;
  readonly of: number;
  /** Time at work. */
  readonly ranMs: number;
}

/** A job that seems to end just in time would often be cut off a moment before its end. */
const MARGIN = 1.25;

/** Whether a worker that stops should let the job come to its end: at its pace, the rest fits in `withinMs`. */
export function endsSoon({ epoch, of, ranMs }: Advance, withinMs: number): boolean {
  if (epoch === 0) return false;
  return MARGIN * (of - epoch) * (ranMs / epoch) <= withinMs;
}
