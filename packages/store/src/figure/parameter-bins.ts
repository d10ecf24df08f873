import { GOOD_SHARE } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { BinnedParameters, ParameterBin } from '../port.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource } from './source.ts';
import { type FigureParameter, figureParameters } from './values.ts';

/** Fewer good ones tell nothing. */
const LEAST_GOOD = 2;

/** As many as are counted are taken out of their JSON once, then counted parameter by parameter. */
export const parameterBins: Method<'parameterBins', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const { condition, admitted, first, size } = figureSource(layout, sweep, options, MOST.counted);
  const parameters = figureParameters(sweep, options.parameters);
  const columns = parameters.map(({ value }, i) => sql`${value} as ${column(i)}`);
  const { sample, bins } = await ask<Answer>(
    connection,
    condition,
    sql`
      with ${admitted},
      counted as materialized (
        select ${sql.join([sql`score`, ...columns])} from (${first(MOST.counted)}) counted
      ),
      judged as materialized (
        select *, score >= (
          select score
          from counted
          order by score desc
          offset (select greatest(${sql.lit(LEAST_GOOD)}, ceil(${sql.lit(GOOD_SHARE)} * count(*))) - 1 from counted)
          limit 1
        ) as good
        from counted
      )
      select json_build_object(
        'sample', ${size(sql`counted`)},
        'bins', json_build_array(${sql.join(parameters.map(binsOf))})
      )`,
  );
  return {
    sample,
    parameters: parameters.map(({ name, column, numeric }, i) => ({ name, column, numeric, bins: bins[i]! })),
  };
};

interface Answer {
  readonly sample: BinnedParameters['sample'];
  readonly bins: readonly (readonly ParameterBin[])[];
}

const column = (i: number) => sql.ref(`v${i}`);

/** Values of a number stand in their order; others by how many configs have them. */
function binsOf({ numeric }: FigureParameter, i: number): RawBuilder<unknown> {
  const most = sql.lit(MOST.parameterBins);
  const bin = numeric
    ? sql`case
        when count(*) over () <= ${most} then row_number() over (order by v) - 1
        else floor(${most} * (sum(n) over (order by v) - n / 2.0) / sum(n) over ())
      end`
    : sql`least(row_number() over (order by n desc, v), ${most}) - 1`;
  return sql`(
    select coalesce(json_agg(
      json_build_object('low', low, 'high', high, 'values', b.values, 'all', b.all, 'good', b.good) order by b.bin
    ), '[]')
    from (
      select bin, min(v) as low, max(v) as high, count(*) as values, sum(n) as all, sum(good) as good
      from (
        select *, ${bin} as bin
        from (
          select ${column(i)} as v, count(*) as n, count(*) filter (where good) as good
          from judged
          where ${column(i)} is not null
          group by ${column(i)}
        ) valued
      ) placed
      group by bin
    ) b
  )`;
}
