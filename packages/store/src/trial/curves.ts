import type { Curves } from '@latentsweep/core';
import { sql } from 'kysely';
import type { Trx } from '../db.ts';
import { type Layout, packed } from '../measures.ts';
import type { TrialOutcome } from '../port.ts';

/**
 * All values of all curves travel as one array, from which those of each trial are a slice: writing and reading them as
 * text would cost more than all the rest of a trial.
 */
export async function insertCurves(
  trx: Trx,
  layout: Layout,
  outcomes: readonly TrialOutcome[],
): Promise<void> {
  const ids: number[] = [];
  const values: number[] = [];
  const ends: number[] = [];
  // Where the values of each trial end.
  const upTo = [0];
  for (const { trialId, result } of outcomes) {
    if (result.outcome === 'failed') continue;
    const own = packed(layout.curves, result.curves);
    ids.push(trialId);
    for (const value of own.numbers) values.push(value);
    for (const end of own.ends) ends.push(end);
    upTo.push(values.length);
  }
  if (ids.length === 0) return;
  const count = sql.lit(layout.curves.length);
  await sql`
    with given as materialized (
      select ${doubleArray(values)}::double precision[] as numbers, ${ends}::int[] as ends, ${upTo}::int[] as up_to
    )
    insert into ${sql.table(layout.curveTable)} (trial_id, numbers, ends)
    select x.id, g.numbers[g.up_to[x.nth] + 1 : g.up_to[x.nth + 1]],
      g.ends[(x.nth - 1) * ${count} + 1 : x.nth * ${count}]
    from given g, unnest(${ids}::bigint[]) with ordinality as y(id, at), lateral (select y.id, y.at::int as nth) x
    on conflict (trial_id) do nothing`.execute(trx);
}

/** Curves as Postgres array literals: unlike JSON, they hold the NaN and the infinities of a run that diverged. */
export function curveLiterals(curves: Curves): Record<string, string> {
  return Object.fromEntries(Object.entries(curves).map(([name, values]) => [name, literal(values)]));
}

export const literal = (values: readonly number[]): string => `{${values.join(',')}}`;

const FLOAT8 = 701;
const HEADER_BYTES = 20;
const ELEMENT_BYTES = 12;

/**
 * A parameter for `::double precision[]` in the binary form of array_recv: dimensions, whether there are nulls, the
 * elements' type, then of the one dimension its size and lower bound, then each element with its length. The driver
 * sends a Buffer as it is.
 */
function doubleArray(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length === 0 ? 12 : HEADER_BYTES + values.length * ELEMENT_BYTES);
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(FLOAT8, 8);
  if (values.length === 0) return buffer;
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  const view = new DataView(buffer.buffer, buffer.byteOffset + HEADER_BYTES);
  for (let i = 0; i < values.length; i++) {
    view.setInt32(i * ELEMENT_BYTES, 8);
    view.setFloat64(i * ELEMENT_BYTES + 4, values[i]!);
  }
  return buffer;
}
