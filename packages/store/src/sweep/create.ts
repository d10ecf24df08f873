import { sql } from 'kysely';
import { first, type Method, one, type Trx } from '../db.ts';
import type { Layout } from '../measures.ts';
import { firstMeasures } from '../own/grow.ts';
import type { NewSweep, Sweep } from '../port.ts';
import { makeSweepView } from '../views.ts';
import { wordOf } from './meant.ts';
import { SWEEP, sweepNames } from './read.ts';
import { freeSlug } from './slug.ts';

export const createSweep: Method<'createSweep', [Trx, Layout]> = async (trx, layout, sweep) => {
  // Rare and short: two that create at once must not choose the same slug.
  await sql`lock table sweep_rows in share row exclusive mode`.execute(trx);
  const same = await first<Sweep>(trx)`
    select ${SWEEP} from sweep_rows s where s.definition_hash = ${sweep.definitionHash}`;
  const names = await sweepNames(trx);
  if (same) {
    const known = await completed(trx, same, sweep);
    return { sweep: { ...known, word: wordOf(known, names) }, created: false };
  }
  const slug = freeSlug(sweep.name, new Set(names.map((name) => name.slug)));
  const created = await one<Sweep>(trx)`
    insert into sweep_rows as s (
      slug, name, description, metric, goal, replicates, seed, engine, exact, source, planned_trials,
      definition_hash, definition, parameters, dataset_fingerprint, dataset_spec, data_report, own_measures,
      cursor
    ) values (
      ${slug}, ${sweep.name}, ${sweep.description}, ${sweep.metric}, ${sweep.goal}, ${sweep.replicates},
      ${sweep.seed}, ${sweep.engine}, ${sweep.exact}, ${sweep.source}, ${sweep.plannedTrials},
      ${sweep.definitionHash}, ${JSON.stringify(sweep.definition)}, ${JSON.stringify(sweep.parameters)},
      ${sweep.datasetFingerprint}, ${JSON.stringify(sweep.datasetSpec)}, ${JSON.stringify(sweep.dataReport)},
      ${sweep.ownMeasures ? JSON.stringify(firstMeasures(sweep)) : null}, 'null'
    )
    returning ${SWEEP}`;
  await makeSweepView(trx, layout, created);
  return { sweep: { ...created, word: wordOf(created, [created, ...names]) }, created: true };
};

/** A sweep of an older version learns what it lacks from an equal one. */
async function completed(trx: Trx, same: Sweep, given: NewSweep): Promise<Sweep> {
  if (same.datasetSpec && same.dataReport) return same;
  const datasetSpec = same.datasetSpec ?? given.datasetSpec;
  const dataReport = same.dataReport ?? given.dataReport;
  await sql`
    update sweep_rows
    set dataset_spec = ${JSON.stringify(datasetSpec)}, data_report = ${JSON.stringify(dataReport)}
    where id = ${same.id}`.execute(trx);
  return { ...same, datasetSpec, dataReport };
}
