import { sql } from 'kysely';
import { first, one, type Trx } from '../db.ts';
import { isRefused } from '../error.ts';
import type { Layout } from '../measures.ts';
import type { NewSweep, Sweep, TrialOutcome } from '../port.ts';
import { makeSweepView } from '../views.ts';
import { layoutOf, type MaybeOwn, STEP } from './layout.ts';

/** So many names a sweep has at most: a program that makes names up does not widen its rows for ever. */
export const MOST_MEASURES = 100;

/** As programs may name what they report. */
const NAME = /^[A-Za-z0-9_./-]{1,64}$/;

/** The names that a sweep begins with: what it ranks and is bound by, so that they are there whatever programs say. */
export function firstMeasures({ metric, definition }: Pick<NewSweep, 'metric' | 'definition'>): string[] {
  const { metrics = [], constraints = [] } = (definition ?? {}) as {
    readonly metrics?: readonly { readonly name: string }[];
    readonly constraints?: readonly { readonly measure: string }[];
  };
  const named = [metric, ...metrics.map(({ name }) => name), ...constraints.map(({ measure }) => measure)];
  return [...new Set(named)];
}

export interface Grown {
  readonly names: readonly string[];
  /** The first one that found no room. */
  readonly leftOut: string | null;
}

/** `names` and, behind them, those that results bring. */
export function withNames(names: readonly string[], results: readonly TrialOutcome['result'][]): Grown {
  const all = new Set(names);
  let leftOut: string | null = null;
  for (const name of results.flatMap(namesIn)) {
    if (all.has(name) || name === STEP || !NAME.test(name)) continue;
    if (all.size < MOST_MEASURES) all.add(name);
    else leftOut ??= name;
  }
  return { names: [...all], leftOut };
}

function namesIn(result: TrialOutcome['result']): string[] {
  if (result.outcome === 'failed') return [];
  const measured = result.outcome === 'completed' ? Object.keys(result.measures) : [];
  return [...measured, ...Object.keys(result.curves)];
}

/** The measures of a sweep that is locked, with a place for all that these results hold. */
export async function grownLayout(
  trx: Trx,
  layout: Layout,
  sweep: Pick<Sweep, 'id'> & MaybeOwn,
  outcomes: readonly TrialOutcome[],
): Promise<Layout> {
  if (!sweep.ownMeasures) return layout;
  const { names, leftOut } = withNames(
    sweep.ownMeasures,
    outcomes.map(({ result }) => result),
  );
  if (leftOut !== null) {
    await sql`
      update sweep_rows set left_out_measure = ${leftOut}
      where id = ${sweep.id} and left_out_measure is null`.execute(trx);
  }
  if (names.length > sweep.ownMeasures.length) {
    const known = await one<Pick<Sweep, 'id' | 'slug' | 'parameters' | 'ownMeasures'>>(trx)`
      update sweep_rows set own_measures = ${JSON.stringify(names)}
      where id = ${sweep.id}
      returning id, slug, parameters, own_measures as "ownMeasures"`;
    await widenView(trx, () => makeSweepView(trx, layout, known));
  }
  return layoutOf(layout, { ownMeasures: names });
}

const WAIT_MS = 1000;

/**
 * Whoever reads the view holds it. Results do not wait long for that: it is made anew with the next name, or when the store is
 * opened (`mendSweepViews`).
 */
async function widenView(trx: Trx, make: () => Promise<void>): Promise<void> {
  const { limit } = (await first<{ limit: string }>(trx)`select current_setting('lock_timeout') as limit`)!;
  await sql`savepoint widened`.execute(trx);
  try {
    await sql`select set_config('lock_timeout', ${String(WAIT_MS)}, true)`.execute(trx);
    await make();
    await sql`select set_config('lock_timeout', ${limit}, true)`.execute(trx);
    await sql`release savepoint widened`.execute(trx);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code !== LOCK_NOT_AVAILABLE && !isRefused(error)) throw error;
    await sql`rollback to savepoint widened`.execute(trx);
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
