import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { BegunTrial, BegunTrials } from '../port.ts';
import { ask } from './ask.ts';
import { trialSample } from './trial-sample.ts';

export const begunTrials: Method<'begunTrials', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  { arms, ...options },
) => {
  const { condition, sample } = trialSample(layout, sweep, options);
  const arm = sql`(select ${layout.arm(sql.ref('c.config'))} from configs c where c.id = p.config_id)`;
  const told = await ask<Answer>(
    connection,
    condition,
    sql`
      with ${sample}
      select json_build_object(
        'now', ${milliseconds(sql`clock_timestamp()`)},
        'whole', (select whole and step = 1 from universe, stride),
        'of', (select begun from universe),
        'rows', coalesce((
          select json_agg(
            json_build_array(
              p.id, ${arms ? arm : sql`null`}, p.state, p.attempt, p.worker, p.reused_from is not null,
              ${milliseconds(sql`p.started_at`)}, ${milliseconds(sql`p.finished_at`)}, p.duration_ms / 1000
            )
            order by p.number
          )
          from picked p
          where p.started_at is not null
        ), '[]')
      )`,
  );
  const trials = told.rows.map(trialOf);
  const { length } = trials;
  // What began while it was counted may be told.
  return { trials, of: told.whole ? length : Math.max(told.of, length), now: told.now };
};

interface Answer extends Pick<BegunTrials, 'now' | 'of'> {
  /** They are all there. */
  readonly whole: boolean;
  readonly rows: readonly Row[];
}

type Row = readonly [
  ...[id: number, arm: string | null, state: BegunTrial['state'], attempt: number, worker: string | null],
  ...[reused: boolean, from: number, to: number | null, seconds: number | null],
];

function trialOf([id, arm, state, attempt, worker, reused, from, to, seconds]: Row): BegunTrial {
  return { id, arm, state, attempt, worker, reused, from, to, seconds };
}

const milliseconds = (time: RawBuilder<unknown>) => sql`(1000 * extract(epoch from ${time}))::float8`;
