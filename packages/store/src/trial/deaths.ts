import { storable } from '../storable.ts';

/** An entry of `trial_rows.death_log`; `at` as Postgres writes a timestamp in JSON. */
export interface LoggedDeath {
  readonly at: string;
  readonly worker: string | null;
  readonly reason: string;
}

const LONGEST_LOGGED = 2000;
const LONGEST_TOLD = 300;

/** A reason as it is kept. */
export const loggedReason = (reason: string) => storable(reason, LONGEST_LOGGED);

/** The error of a trial that was given up: who died at it, when, and why, in one line. */
export function tellDeaths(deaths: readonly LoggedDeath[]): string {
  const lead = deaths.length === 1 ? '1 worker died at it' : `${deaths.length} workers died at it`;
  return `${lead}: ${deaths.map(tellDeath).join(', ')}`;
}

function tellDeath({ at, worker, reason }: LoggedDeath): string {
  const time = `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const line = reason.replaceAll(/\s+/g, ' ').trim();
  const told = line.length > LONGEST_TOLD ? `${line.slice(0, LONGEST_TOLD).toWellFormed()}…` : line;
  return `${worker ?? 'an unknown worker'} at ${time} (${told || 'no reason given'})`;
}
