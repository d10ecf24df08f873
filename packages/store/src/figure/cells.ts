import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Cell, Cut, Sweep } from '../port.ts';
import { float } from '../rank/page.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource } from './source.ts';
import { figureParameters } from './values.ts';

/** All grids are filled in one pass over the configs. */
export const cells: Method<'cells', [Connection, Layout]> = async (connection, layout, sweep, options) => {
  const { condition, admitted, first } = figureSource(layout, sweep, options, MOST.counted);
  const { grids } = options;
  const parts = grids.map(
    ([x, y], i) =>
      sql`${partOf(sweep, x)} as ${part('x', i)}, ${y ? partOf(sweep, y) : sql.lit(0)} as ${part('y', i)}`,
  );
  const found = await ask<readonly Found[]>(
    connection,
    condition,
    sql`
      with ${admitted},
      counted as materialized (
        select ${sql.join([sql`mean`, ...parts])} from (${first(MOST.counted)}) counted
      ),
      found as (
        select grid, x, y, avg(mean) as mean, count(*) as configs
        from
          counted,
          lateral (
            values ${sql.join(grids.map((_, i) => sql`(${sql.lit(i)}, ${part('x', i)}, ${part('y', i)})`))}
          ) parts (grid, x, y)
        where x is not null and y is not null
        group by grid, x, y
      )
      select coalesce(json_agg(json_build_array(grid, x, y, mean, configs) order by grid, x, y), '[]')
      from found`,
  );
  return grids.map((_, i) => cellsOf(found, i));
};

const part = (along: 'x' | 'y', grid: number) => sql.ref(`${along}${grid}`);

type Found = readonly [grid: number, x: number, y: number, mean: number, configs: number];

function cellsOf(found: readonly Found[], grid: number): Cell[] {
  return found.filter(([own]) => own === grid).map(([, x, y, mean, configs]) => ({ x, y, mean, configs }));
}

/** In which part of a cut a config lies, from 0; null where it lacks the parameter or has a value that is not listed. */
function partOf(sweep: Sweep, cut: Cut): RawBuilder<unknown> {
  const [{ value, numeric }] = figureParameters(sweep, [cut.parameter]) as [
    ReturnType<typeof figureParameters>[number],
  ];
  if ('edges' in cut) {
    const edges = sql`array[${sql.join(cut.edges.map(float))}]::float8[]`;
    const last = sql.lit(cut.edges.length - 1);
    // `greatest` passes over null.
    return sql`case when ${value} is not null then least(greatest(width_bucket(${value}, ${edges}), 1), ${last}) - 1 end`;
  }
  const choices = cut.choices.map((choice) => (numeric ? float(Number(choice)) : sql.lit(String(choice))));
  const type = sql.raw(numeric ? 'float8[]' : 'text[]');
  return sql`array_position(array[${sql.join(choices)}]::${type}, ${value}) - 1`;
}
