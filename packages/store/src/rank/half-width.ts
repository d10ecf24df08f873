import { type RawBuilder, sql } from 'kysely';

/**
 * Half the width of the 95% interval of a mean by Student's t with n - 1 degrees of freedom, over the rows of a group in
 * which there is a value; null for less than two. Summed in one order: the same rows give the same bits.
 */
export const halfWidth = (
  value: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): RawBuilder<number | null> =>
  sql`student_t975(count(${value}) - 1) * stddev_samp(${value} order by ${order}) / sqrt(nullif(count(${value}), 0))`;
