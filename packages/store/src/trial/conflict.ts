import { type RawBuilder, sql } from 'kysely';
import { all, type Trx } from '../db.ts';
import { type Layout, packed } from '../measures.ts';
import { storableJson } from '../own/notes.ts';
import type { TrialOutcome } from '../port.ts';
import { curveLiterals, literal } from './curves.ts';
import { arraysOf, outcomeFacts } from './outcome-row.ts';

/**
 * Keeps those results that differ from the recorded one of their trial; the same result once more says nothing new.
 * Returns the trials that have such a result. A result without a hash, given or recorded, cannot be compared, nor
 * can those of an engine whose last bits may differ.
 */
export async function keepConflicts(
  trx: Trx,
  layout: Layout,
  outcomes: readonly TrialOutcome[],
): Promise<number[]> {
  const given = outcomes.flatMap((outcome, place) => {
    const { result } = outcome;
    if (result.outcome === 'failed') return [];
    const row = outcomeFacts(outcome);
    const measures = result.outcome === 'completed' ? result.measures : {};
    const kept = {
      ...row,
      ...measures,
      curves: curveLiterals(result.curves),
      ran: storableJson(outcome.ran),
    };
    const { numbers, ends: curveEnds } = packed(layout.curves, result.curves);
    const curves = { numbers: literal(numbers), curve_ends: literal(curveEnds) };
    return [{ place, ...row, ...arraysOf(layout, result), ...curves, outcome: kept }];
  });
  if (given.length === 0) return [];
  const rows = await all<{ id: number }>(trx)`
    with differing as (
      select x.*
      from json_to_recordset(${JSON.stringify(given)}::json) as x(
        place int, id bigint, attempt int, worker text, state text, error text, result_hash text, result_version text,
        scalars double precision[], lists double precision[], ends int[], numbers double precision[], curve_ends int[],
        outcome json
      )
      join trial_rows t on t.id = x.id
      join sweep_rows s on s.id = t.sweep_id and s.exact
      left join curve_rows c on c.trial_id = t.id
      -- What was trained up to a band that the trial has passed is another result.
      where t.state in ('completed', 'pruned', 'diverged') and x.attempt > t.passed and case
        when t.result_version = x.result_version then t.result_hash <> x.result_hash
        else (t.state = 'diverged') <> (x.state = 'diverged') or t.error <> x.error
          or exists (select from unnest(t.scalars, x.scalars) as v (mine, theirs) where v.mine <> v.theirs)
          or ${differ('t.lists', 't.ends', 'x.lists', 'x.ends')}
          or ${differ('c.numbers', 'c.ends', 'x.numbers', 'x.curve_ends')}
      end
    ),
    kept as (
      insert into result_conflicts (trial_id, worker, result_hash, outcome)
      select id, worker, result_hash, outcome from differing order by place
      -- It may be delivered again.
      on conflict (trial_id, worker, result_hash) do nothing
    )
    select distinct id from differing order by id`;
  return rows.map(({ id }) => id);
}

/** Whether arrays that both have differ, place by place: another version has others, and empty ones where it lacks some. */
function differ(mine: string, myEnds: string, theirs: string, theirEnds: string): RawBuilder<boolean> {
  const part = (numbers: string, ends: string) =>
    sql.raw(`${numbers}[coalesce(${ends}[place - 1], 0) + 1:${ends}[place]]`);
  return sql`exists (
    select
    from generate_subscripts(${sql.raw(myEnds)}, 1) as place,
      lateral (select ${part(mine, myEnds)} as mine, ${part(theirs, theirEnds)} as theirs) v
    where v.mine <> v.theirs and v.mine <> '{}' and v.theirs <> '{}'
  )`;
}
