import { jobsOf } from '../plan/jobs.ts';
import { jobsContext } from './relay.ts';
import type { Run } from './run.ts';

/**
 * Takes over what the rows call running: another coordinator sent it out. Where a worker is at it, that will be heard;
 * where not, its lease runs out.
 */
export async function adoptRunning(run: Run): Promise<void> {
  const running = await run.store.runningTrials(run.sweep.id);
  const unknown = running.filter(({ id }) => run.inFlight.trial(id) === null);
  run.inFlight.adopt(jobsOf(unknown, jobsContext(run)), unknown);
}
