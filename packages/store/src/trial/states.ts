/** How a trial stands, from its beginning to its ends. */
export const TRIAL_STATES = [
  'queued',
  'running',
  'waiting',
  'completed',
  'pruned',
  'diverged',
  'failed',
  'quarantined',
  'cancelled',
] as const;
