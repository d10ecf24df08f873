/** How a trial stands, from its beginning to its ends. */
export const TRIAL_STATES = [
  'queued',
  'running',
  'completed',
  'diverged',
  'failed',
  'quarantined',
  'cancelled',
] as const;
