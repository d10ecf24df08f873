/**
 * The queries of a sweep of a million trials in the embedded store: `node bench/queries.ts [TRIALS]`. The rows are
 * made by SQL in the database itself (recording a million results takes minutes), the way the store would have left
 * them; the queries are the store's own.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openStore, type Store, type Sweep } from '@latentsweep/store';
import pg from 'pg';
import { median } from './median.ts';

const REPLICATES = 3;
const REPEATS = 7;

/** In milliseconds, over the repeats. */
export interface QueryTiming {
  readonly what: string;
  readonly median: number;
  readonly least: number;
}

/** Fills a store in a temporary folder with `trials` completed trials, times what people ask of it, and prints. */
export async function benchQueries(trials = 1_000_000): Promise<readonly QueryTiming[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentsweep-bench-'));
  const store = await openStore({ location: folder, lingerMs: 0 });
  try {
    const began = performance.now();
    const sweep = await fill(store, trials);
    console.log(`${trials} trials in the embedded store, made in ${seconds(began)} s`);
    return await timeAll(store, sweep, trials);
  } finally {
    await store.close();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

const seconds = (began: number) => ((performance.now() - began) / 1000).toFixed(0);

async function timeAll(store: Store, sweep: Sweep, trials: number): Promise<QueryTiming[]> {
  const asked: [string, () => Promise<unknown>][] = [
    ['top (target: under 100 ms)', () => store.leaderboard(sweep, { limit: 10 })],
    [
      'top --where',
      () => store.leaderboard(sweep, { limit: 10, where: "latent_size = 2 and arm <> 'none'" }),
    ],
    ['what a ranking cannot tell', () => store.standing(sweep)],
    ['top --trials', () => store.topTrials(sweep, { limit: 10 })],
    ['counts', () => store.counts(sweep.id)],
    ['list', () => store.listSweeps()],
    ['trials, a page in the middle', () => store.trials(sweep, { after: trials / 2, limit: 100 })],
    [
      'view leaderboard, 10 by score',
      () => store.query(viewQuery('order by score desc nulls last limit 10')),
    ],
    ['view leaderboard, rank <= 10', () => store.query(viewQuery('and rank <= 10'))],
  ];
  const timings: QueryTiming[] = [];
  for (const [what, ask] of asked) timings.push(await time(what, ask, REPEATS));
  const all = () => store.leaderboard(sweep, { limit: 10, by: 'test_recall' });
  timings.push(await time('top --by another metric, reading every row', all, 1));
  return timings;
}

const viewQuery = (rest: string) => `select * from leaderboard where sweep_id = 1 ${rest}`;

async function time(what: string, ask: () => Promise<unknown>, repeats: number): Promise<QueryTiming> {
  if (repeats > 1) await ask();
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  const timing = { what, median: median(times), least: Math.min(...times) };
  console.log(`${what.padEnd(58)} ${timing.median.toFixed(1)} ms, least ${timing.least.toFixed(1)}`);
  return timing;
}

async function fill(store: Store, trials: number): Promise<Sweep> {
  const { sweep } = await store.createSweep({
    name: 'million',
    description: null,
    definitionHash: 'million',
    definition: {},
    source: '',
    metric: 'test_accuracy',
    goal: 'maximize',
    replicates: REPLICATES,
    seed: 1,
    engine: 'none@0',
    exact: true,
    datasetFingerprint: 'none',
    dataReport: null,
    datasetSpec: {
      ...{ kind: 'simulated', train: 1, validation: 1, test: 1 },
      ...{ coefficients: [[0]], intercepts: [0] },
    },
    parameters: [
      { name: 'arm', sqlType: 'text' },
      { name: 'latent_size', sqlType: 'bigint' },
      { name: 'loss_weights.kl', sqlType: 'double precision' },
    ],
    plannedTrials: trials,
  });
  const client = new pg.Client(store.location.url);
  await client.connect();
  for (const statement of FILL) await client.query(statement.replaceAll(':trials', String(trials)));
  await client.end();
  return sweep;
}

/** A hash of 32 digits that looks random: the order of hashes has nothing to do with that of the rows. */
const hash = (text: string) => `md5(${text})`;

const FILL = [
  `insert into configs (sweep_id, config_hash, run_hash, baseline_hash, config)
   select 1, ${hash('i::text')}, ${hash("'run' || i")}, ${hash('(i - i % 8)::text')}, jsonb_build_object(
     'arm', (array['oversample', 'none', 'placebo', 'vae_mixing'])[1 + i % 4], 'latent_size', 2 + i % 16,
     'loss_weights.kl', (i % 1000) / 1000.0, 'loss_weights.prediction', 0.1, 'loss_weights.reconstruction', 1,
     'minority_rate', 0.01, 'epochs', 20, 'classifier_epochs', 10, 'classifier_hidden_sizes', '[]'::jsonb,
     'batch_size', 160, 'optimizer', 'rmsprop', 'learning_rate', 0.001, 'hidden_sizes', '[10, 10]'::jsonb,
     'dropout', 0, 'vae_epochs', 1, 'reconstruction', 'bce', 'reduction', 'mean')
   from generate_series(0, :trials / ${REPLICATES} - 1) i`,
  `insert into trial_rows (sweep_id, number, config_id, replicate, seed, state, attempt, result_key, worker,
     started_at, finished_at, duration_ms, objectives, scalars, lists, ends)
   select 1, row_number() over (order by c.id, r), c.id, r, '0123456789abcdef', 'completed', 1,
     ${hash("c.id || '/' || r")}, 'bench', now(), now(), 1000, array[v],
     array_fill(v, array[26]) || array[v, 1, v, (v < 0.1)::int], '{1,2,3,4,1,2,3,4}', '{0,4,4,8}'
   from configs c, generate_series(0, ${REPLICATES - 1}) r, lateral (select random() as v where c.id > 0 and r >= 0)`,
  `update configs c
   set ns = array[a.n], means = array[a.mean], sds = array[a.sd], score = a.mean, test_mean = a.mean, val_mean = a.mean, collapsed_share = 0
   from (select config_id, count(*) n, avg(objectives[1]) mean, stddev_samp(objectives[1]) sd from trial_rows group by 1) a
   where a.config_id = c.id`,
  `insert into trial_blocks
   select sweep_id, number / 500, 0, 0, count(*), 0, 0, 0, 0 from trial_rows group by sweep_id, number / 500`,
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await benchQueries(Number(process.argv[2] ?? 1_000_000));
}
