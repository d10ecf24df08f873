import { sql, type Transaction } from 'kysely';
import type { Layout } from '../measures.ts';
import type { KnownSweep, NewSweep, Sweep } from '../port.ts';
import type { Database } from '../schema.ts';
import { makeSweepView } from '../views.ts';
import { wordOf } from './meant.ts';
import { sweepNames, sweepOf } from './read.ts';
import { freeSlug } from './slug.ts';

/** Records a sweep with its view, or finds the one with the same definition. */
export async function createSweep(
  trx: Transaction<Database>,
  layout: Layout,
  sweep: NewSweep,
): Promise<{ sweep: KnownSweep; created: boolean }> {
  // Rare and short: two that create at once must not choose the same slug.
  await sql`lock table sweep_rows in share row exclusive mode`.execute(trx);
  const same = await trx
    .selectFrom('sweep_rows')
    .selectAll()
    .where('definition_hash', '=', sweep.definitionHash)
    .executeTakeFirst();
  const names = await sweepNames(trx);
  if (same) {
    const known = await completed(trx, sweepOf(same), sweep);
    return { sweep: { ...known, word: wordOf(known, names) }, created: false };
  }
  const row = await trx
    .insertInto('sweep_rows')
    .values({
      slug: freeSlug(sweep.name, new Set(names.map(({ slug }) => slug))),
      name: sweep.name,
      description: sweep.description,
      metric: sweep.metric,
      goal: sweep.goal,
      replicates: sweep.replicates,
      seed: sweep.seed,
      engine: sweep.engine,
      exact: sweep.exact,
      dataset_fingerprint: sweep.datasetFingerprint,
      dataset_spec: JSON.stringify(sweep.datasetSpec),
      data_report: JSON.stringify(sweep.dataReport),
      planned_trials: sweep.plannedTrials,
      definition_hash: sweep.definitionHash,
      definition: JSON.stringify(sweep.definition),
      source: sweep.source,
      parameters: JSON.stringify(sweep.parameters),
      cursor: JSON.stringify(null),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const created = sweepOf(row);
  await makeSweepView(trx, layout, created);
  return { sweep: { ...created, word: wordOf(created, [created, ...names]) }, created: true };
}

/** A sweep of an older version learns what it lacks from an equal one. */
async function completed(trx: Transaction<Database>, same: Sweep, given: NewSweep): Promise<Sweep> {
  if (same.datasetSpec && same.dataReport) return same;
  const datasetSpec = same.datasetSpec ?? given.datasetSpec;
  const dataReport = same.dataReport ?? given.dataReport;
  await trx
    .updateTable('sweep_rows')
    .set({ dataset_spec: JSON.stringify(datasetSpec), data_report: JSON.stringify(dataReport) })
    .where('id', '=', same.id)
    .execute();
  return { ...same, datasetSpec, dataReport };
}
