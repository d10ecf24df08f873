/**
 * SQL for people: the trials that a device computed which was seen to differ, as `trial_id` and `device`. Of two results
 * that differ either may be the device's. It stands on one line and has no double quotes, to be pasted into a shell's.
 */
export const TRIALS_OF_DIFFERING_DEVICES =
  "select trial_id, ran ->> 'device' as device from trial_runs where ran ->> 'device' in " +
  "(select outcome -> 'ran' ->> 'device' from result_conflicts" +
  " union select first.ran ->> 'device' from trial_runs first join result_conflicts using (trial_id))";
