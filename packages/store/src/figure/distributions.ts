import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Distribution, Distributions, SampleSize } from '../port.ts';
import { isMaximized } from '../rank/metric.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource } from './source.ts';

/** Sorted once for all configs and once arm by arm; all but the bins is read off the sorted rows. */
export const distributions: Method<'distributions', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const { condition, admitted, first, size } = figureSource(layout, sweep, options);
  const answer = await ask<Answer>(
    connection,
    condition,
    sql`
      with ${admitted},
      valued as materialized (
        select coalesce(${layout.arm(sql.ref('config'))}, '') as arm, mean, collapsed_share
        from (${first(MOST.sorted)}) sorted
      ),
      extremes as materialized (
        select min(mean) as low, max(mean) as high, least(${sql.lit(MOST.bins)}, ceil(sqrt(count(*))))::int as bins
        from valued
      ),
      -- Of a mean that is the same everywhere: one bin around it.
      range as materialized (
        select
          case when low < high then low else low - 0.005 * greatest(1, abs(low)) end as low,
          case when low < high then high else high + 0.005 * greatest(1, abs(low)) end as high,
          case when low < high then bins else 1 end as bins
        from extremes
      ),
      binned as (
        select arm, least(width_bucket(mean, range.low, range.high, range.bins), range.bins) - 1 as bin, count(*) as n
        from valued, range
        group by 1, 2
      )
      select json_build_object(
        'sample', ${size(sql`valued`)},
        'range', (select to_json(range) from range),
        'counts', (select json_agg(json_build_array(arm, bin, n)) from binned),
        'all', ${summarized(sql`null::text`)},
        'arms', ${summarized(sql`arm`)}
      )`,
  );
  const { by = sweep.metric } = options;
  return toDistributions(answer, isMaximized(sweep, by));
};

interface Answer {
  readonly sample: SampleSize;
  readonly range: { readonly low: number; readonly high: number; readonly bins: number };
  readonly counts: readonly (readonly [arm: string, bin: number, n: number])[] | null;
  readonly all: readonly Summary[] | null;
  readonly arms: readonly Summary[] | null;
}

type Summary = Pick<Distribution, 'arm' | 'n' | 'least' | 'most' | 'mean' | 'collapsedShare'> & {
  /** The values below and above each quartile. */
  readonly around: readonly (readonly [number, number])[];
  readonly points: readonly (readonly [value: number, below: number])[];
};

const QUARTERS = [0.25, 0.5, 0.75];

/** Groups of `valued` as Summaries in JSON. */
function summarized(group: RawBuilder<unknown>): RawBuilder<unknown> {
  const points = sql.lit(MOST.points - 1);
  const around = QUARTERS.map((share) => {
    const at = sql`${sql.lit(share)}::float8 * (n - 1)`;
    const value = (rank: RawBuilder<unknown>) => sql`max(mean) filter (where rank = 1 + ${rank})`;
    return sql`json_build_array(${value(sql`floor(${at})`)}, ${value(sql`ceil(${at})`)})`;
  });
  return sql`(
    select json_agg(to_json(summary))
    from (
      select
        arm, max(n) as n, min(mean) as least, max(mean) as most, avg(mean) as mean,
        avg(collapsed_share) as "collapsedShare",
        json_build_array(${sql.join(around)}) as around,
        json_agg(json_build_array(mean, below) order by rank)
          filter (where rank = 1 or rank * ${points} / n > (rank - 1) * ${points} / n) as points
      from (
        select
          ${group} as arm, mean, collapsed_share, row_number() over sorted as rank, count(*) over whole as n,
          count(*) over sorted as below
        from valued
        window whole as (partition by ${group}), sorted as (partition by ${group} order by mean)
      ) ranked
      group by arm
    ) summary
  )`;
}

function toDistributions({ sample, range, counts, all, arms }: Answer, maximize: boolean): Distributions {
  if (!all || !arms) return { sample, edges: [], distributions: [] };
  const { low, high, bins } = range;
  const countsOf = (arm: string | null) => {
    const own = new Array<number>(bins).fill(0);
    for (const [of, bin, n] of counts ?? []) if (arm === null || of === arm) own[bin]! += n;
    return own;
  };
  const toDistribution = ({ around, points, ...summary }: Summary): Distribution => {
    // Equal values have the same count below them.
    const distinct = points.filter(([value], i) => value !== points[i + 1]?.[0]);
    return {
      ...summary,
      quartiles: around.map((pair, i) => between(pair, QUARTERS[i]! * (summary.n - 1))) as [
        number,
        number,
        number,
      ],
      counts: countsOf(summary.arm),
      values: distinct.map(([value]) => value),
      below: distinct.map(([, below]) => below),
    };
  };
  const bestFirst = arms.toSorted((a, b) => (maximize ? b.mean - a.mean : a.mean - b.mean));
  return {
    sample,
    edges: Array.from({ length: bins + 1 }, (_, i) => low * (1 - i / bins) + high * (i / bins)),
    distributions: [...all, ...bestFirst].map(toDistribution),
  };
}

/** The value at a place between two whole ones. */
function between([below, above]: readonly [number, number], at: number): number {
  return below + (above - below) * (at - Math.floor(at));
}
