import { CURVES, type Curves } from '@latentsweep/core';
import { sql, type Transaction } from 'kysely';
import type { TrialOutcome } from '../port.ts';
import type { Database } from '../schema.ts';

export async function insertCurves(
  trx: Transaction<Database>,
  outcomes: readonly TrialOutcome[],
): Promise<void> {
  const curves = outcomes.flatMap(({ trialId, curves }) =>
    curves ? [{ trial_id: trialId, ...curveLiterals(curves) }] : [],
  );
  if (curves.length === 0) return;
  const names = sql.join(CURVES.map((name) => sql.ref(name)));
  const typed = CURVES.map((name) => `${name} text`).join(', ');
  await sql`
    insert into curves (trial_id, ${names})
    select trial_id, ${sql.join(CURVES.map((name) => sql`${sql.ref(name)}::double precision[]`))}
    from json_to_recordset(${JSON.stringify(curves)}::json) as x(trial_id bigint, ${sql.raw(typed)})
    on conflict (trial_id) do nothing`.execute(trx);
}

/** Curves as Postgres array literals: unlike JSON, they hold the NaN and the infinities of a run that diverged. */
export function curveLiterals(curves: Curves): Record<string, string> {
  return Object.fromEntries(CURVES.map((name) => [name, `{${curves[name].join(',')}}`]));
}
