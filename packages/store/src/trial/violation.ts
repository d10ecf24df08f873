import { type RawBuilder, sql } from 'kysely';
import type { Layout } from '../measures.ts';
import type { Constraint } from '../port.ts';

/**
 * By how much a group of `trial_rows t` breaks the constraints: the sum over them of how far the mean of the measure is beyond its
 * bounds. A measure that no trial has, such as the share of collapsed VAEs of an arm without one, breaks nothing.
 */
export function violationOf(
  layout: Layout,
  constraints: readonly Constraint[] | null,
): RawBuilder<number | null> {
  if (constraints === null) return sql`null::double precision`;
  const terms = constraints.map(({ measure, min = null, max = null }) => {
    const mean = sql`avg(t.${layout.scalar(measure)} order by t.replicate)`;
    return sql`coalesce(greatest(${mean} - ${max}::double precision, ${min}::double precision - ${mean}, 0), 0)`;
  });
  return sql.join(terms, sql` + `) as RawBuilder<number>;
}
