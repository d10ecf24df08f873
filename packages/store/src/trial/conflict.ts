import { sql, type Transaction } from 'kysely';
import type { TrialOutcome } from '../port.ts';
import type { Database } from '../schema.ts';
import { curveLiterals } from './curves.ts';
import { outcomeRow } from './outcome-row.ts';

/**
 * Keeps those results that differ from the recorded one of their trial; the same result once more says nothing new.
 * Returns the trials that have such a result. A result without a hash, given or recorded, cannot be compared, nor
 * can those of an engine whose last bits may differ.
 */
export async function keepConflicts(
  trx: Transaction<Database>,
  outcomes: readonly TrialOutcome[],
): Promise<number[]> {
  const results = outcomes.filter(({ result }) => result.outcome !== 'failed');
  if (results.length === 0) return [];
  const given = results.map((outcome) => {
    const { result, worker } = outcome;
    const row = outcomeRow(outcome);
    const curves = result.outcome === 'failed' ? null : curveLiterals(result.curves);
    return { id: row.id, worker, result_hash: row['result_hash'], outcome: { ...row, curves } };
  });
  const { rows } = await sql<{ id: number }>`
    with differing as (
      select x.*
      from rows from (
        json_to_recordset(${JSON.stringify(given)}::json)
          as (id bigint, worker text, result_hash text, outcome json)
      ) with ordinality as x(id, worker, result_hash, outcome, place)
      join trial_rows t on t.id = x.id
      join sweeps s on s.id = t.sweep_id and s.exact
      where t.state in ('completed', 'diverged') and t.result_hash <> x.result_hash
    ),
    kept as (
      insert into result_conflicts (trial_id, worker, result_hash, outcome)
      select id, worker, result_hash, outcome from differing order by place
      -- It may be delivered again.
      on conflict (trial_id, worker, result_hash) do nothing
    )
    select distinct id from differing order by id`.execute(trx);
  return rows.map(({ id }) => id);
}
