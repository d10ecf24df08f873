import { CURVES, type Curves } from '@latentsweep/core';
import { sql, type Transaction } from 'kysely';
import { doubleArray } from '../binary.ts';
import type { TrialOutcome } from '../port.ts';
import type { Database } from '../schema.ts';

/**
 * All values of all curves travel as one array, from which each curve is a slice: writing and reading them as text
 * would cost more than all the rest of a trial.
 */
export async function insertCurves(
  trx: Transaction<Database>,
  outcomes: readonly TrialOutcome[],
): Promise<void> {
  const ids: number[] = [];
  const values: number[] = [];
  // Where the curves end, one after the other.
  const ends = [0];
  for (const { trialId, result } of outcomes) {
    if (result.outcome === 'failed') continue;
    ids.push(trialId);
    for (const name of CURVES) {
      for (const value of result.curves[name] ?? []) values.push(value);
      ends.push(values.length);
    }
  }
  if (ids.length === 0) return;
  const slices = CURVES.map((_, i) => {
    const at = sql`(x.nth - 1)::int * ${sql.lit(CURVES.length)} + ${sql.lit(i + 1)}`;
    return sql`g.numbers[g.ends[${at}] + 1 : g.ends[${at} + 1]]`;
  });
  await sql`
    with given as materialized (select ${doubleArray(values)}::double precision[] as numbers, ${ends}::int[] as ends)
    insert into curves (trial_id, ${sql.join(CURVES.map((name) => sql.ref(name)))})
    select x.id, ${sql.join(slices)}
    from given g, unnest(${ids}::bigint[]) with ordinality as x(id, nth)
    on conflict (trial_id) do nothing`.execute(trx);
}

/** Curves as Postgres array literals: unlike JSON, they hold the NaN and the infinities of a run that diverged. */
export function curveLiterals(curves: Curves): Record<string, string> {
  return Object.fromEntries(CURVES.map((name) => [name, `{${(curves[name] ?? []).join(',')}}`]));
}
