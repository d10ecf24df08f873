import type { ProgramRunner } from '@latentsweep/program';

type End = Awaited<ReturnType<ProgramRunner['run']>>;

/** Failures that the log tells of, the last ones: a result has to fit into a message. */
const MOST_TOLD = 8;
const LONGEST_TOLD = 500;

/** Runs a trial, and again up to `retries` times while it fails. Null: it was asked to stop. */
export async function withRetries(retries: number, run: () => Promise<End>): Promise<End> {
  const told: string[] = [];
  let durationMs = 0;
  for (let nth = 1; ; nth++) {
    const end = await run();
    if (end === null) return null;
    durationMs += end.durationMs;
    const { result } = end;
    if (result.outcome !== 'failed' || nth > retries) {
      return { ...end, durationMs, log: told.slice(-MOST_TOLD).join('') + end.log };
    }
    const why = result.error.slice(0, LONGEST_TOLD);
    told.push(`latentsweep: it failed (${why}) and is tried again, ${nth} of at most ${retries}\n`);
  }
}
