/**
 * A sweep as large as is wanted, in a store: configs as a random search draws them, rows made by SQL in the database itself
 * (recording a million results takes minutes), the way the store would have left them.
 */

import { newSweep } from '@latentsweep/app';
import { parseSweep, resolveDataset } from '@latentsweep/coordinator';
import { baselineHash, canonicalConfig, configHash, runHash, Stream, type Values } from '@latentsweep/core';
import type { KnownSweep, Store } from '@latentsweep/store';
import pg from 'pg';

export interface FillOptions {
  readonly configs: number;
  readonly replicates: number;
  readonly name?: string;
  /** Of a server, with the password; the store's own shows none. */
  readonly url?: string;
}

const LATENT = [2, 4, 8, 12, 16, 24, 32];
const HIDDEN = [[10, 10], [20, 20], [64], [64, 32], [128, 64, 32]];
const EPOCHS = [5, 10, 20, 50];
const ARMS = [
  ...['none', 'class_weight', 'prior_shift', 'oversample', 'smote', 'placebo'],
  ...['vae_mixing', 'vae_mixing', 'vae_mixing', 'vae_boundary', 'vae_boundary'],
];

const source = (name: string, replicates: number, trials: number) => `name: ${name}
description: A sweep for measurements.
method: random
run_cap: ${trials}
metric: { name: test_accuracy, goal: maximize }
replicates: ${replicates}
seed: 1
dataset: { kind: simulated, train: 80000, validation: 20000, test: 20000 }
parameters:
  arm: { values: [${[...new Set(ARMS)].join(', ')}] }
  minority_rate: { values: [0.001, 0.01, 0.1] }
  epochs: { values: [${EPOCHS.join(', ')}] }
  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
  latent_size: { values: [${LATENT.join(', ')}] }
  hidden_sizes: { values: ${JSON.stringify(HIDDEN)} }
  dropout: { min: 0.0, max: 0.5 }
  loss_weights.kl: { distribution: log_uniform_values, min: 0.0001, max: 1 }
  loss_weights.prediction: { distribution: log_uniform_values, min: 0.01, max: 10 }
`;

/** Trials of the sweep have ended, a few of them without a result. The best configs have curves. */
export async function fill(
  store: Store,
  { configs, replicates, name = 'million', url = store.location.url }: FillOptions,
): Promise<KnownSweep> {
  const trials = configs * replicates;
  const text = source(name, replicates, trials);
  const options = { path: `${name}.yaml`, engines: [], folder: '/' };
  const parsed = parseSweep(text, options);
  const dataset = await resolveDataset(parsed.definition.dataset);
  const engine = { id: 'simd@1', traits: { exact: true } };
  const { sweep } = await store.createSweep(newSweep({ ...parsed, dataset }, engine, trials));
  const client = new pg.Client(url);
  await client.connect();
  try {
    await insertConfigs(client, sweep.id, configs);
    const { rows } = await client.query("select name from measures where shape = 'scalar' order by place");
    const scalars = rows.map(({ name: measure }) => measureSql(measure));
    for (const statement of statements(sweep.id, scalars, configs, replicates)) await client.query(statement);
  } finally {
    await client.end();
  }
  return sweep;
}

const BATCH = 5000;

async function insertConfigs(client: pg.Client, sweep: number, count: number): Promise<void> {
  await client.query('create table filled (hash text, quality double precision)');
  const stream = new Stream([0, 11], 1);
  const seen = new Set<string>();
  while (seen.size < count) {
    const batch: unknown[] = [];
    while (batch.length < BATCH && seen.size < count) {
      const config = canonicalConfig(drawn(stream));
      const hash = configHash(config);
      if (seen.has(hash)) continue;
      seen.add(hash);
      const quality = qualityOf(config as unknown as Values, stream);
      batch.push({ hash, run: runHash(config), baseline: baselineHash(config), config, quality });
    }
    const given =
      'json_to_recordset($1::json) as x(hash text, run text, baseline text, config jsonb, quality float8)';
    await client.query(`insert into filled select hash, quality from ${given}`, [JSON.stringify(batch)]);
    await client.query(
      `insert into configs (sweep_id, config_hash, run_hash, baseline_hash, config)
       select ${sweep}, hash, run, baseline, config from ${given}`,
      [JSON.stringify(batch)],
    );
  }
}

function drawn(stream: Stream): Values {
  const one = <T>(of: readonly T[]): T => of[Math.floor(stream.uniform() * of.length)]!;
  const log = (low: number, high: number) => low * (high / low) ** stream.uniform();
  return {
    ...{ arm: one(ARMS), minority_rate: one([0.001, 0.01, 0.1]), epochs: one(EPOCHS) },
    ...{ learning_rate: log(1e-4, 0.1), latent_size: one(LATENT), hidden_sizes: one(HIDDEN) },
    ...{ dropout: stream.uniform() / 2, 'loss_weights.kl': log(1e-4, 1) },
    ...{ 'loss_weights.prediction': log(0.01, 10), classifier_epochs: 10 },
  };
}

/** Most of it hangs on the arm, the learning rate and the weight of the KL divergence; some on nothing. */
function qualityOf(config: Values, stream: Stream): number {
  const off = (name: string, best: number) => Math.log10(Number(config[name]) / best) ** 2;
  const vae = Object.hasOwn(config, 'loss_weights.kl');
  const arms: Record<string, number> = { none: -0.05, placebo: -0.03, class_weight: -0.01, smote: 0.005 };
  return (
    0.88 +
    (arms[String(config['arm'])] ?? 0) -
    0.02 * off('learning_rate', 0.003) +
    0.01 * Math.log10(Number(config['epochs'])) +
    0.01 * Math.log10(Number(config['minority_rate'])) +
    (vae
      ? 0.02 - 0.008 * off('loss_weights.kl', 0.01) - 0.0002 * Math.abs(Number(config['latent_size']) - 8)
      : 0) +
    0.006 * (stream.uniform() + stream.uniform() + stream.uniform() - 1.5)
  );
}

/** A measure of a trial out of its accuracy `v`, that on validation rows `w`, and `u`, which is random. */
function measureSql(name: string): string {
  const from = name.startsWith('val_') ? 'w' : 'v';
  switch (name.replace(/^(?:test|val)_/, '')) {
    case 'accuracy':
      return from;
    case 'log_loss':
      return `0.05 + 2 * (1 - ${from})`;
    case 'brier':
    case 'ece':
      return `0.3 * (1 - ${from})`;
    case 'kl_per_dim':
      return 'case when vae then u end';
    case 'active_units':
      return 'case when vae then floor(8 * u) end';
    case 'generated_sd_ratio':
      return 'case when vae then u end';
    case 'collapsed':
      return 'case when vae then (u < 0.05)::int end';
    default:
      return `greatest(0, ${from} - 0.02 * u)`;
  }
}

/** Sums of uniform draws look normal; `where` keeps them from being drawn once for all rows. */
const NOISE = (scale: number) => `${scale} * (random() + random() + random() + random() - 2)`;

const statements = (sweep: number, scalars: readonly string[], configs: number, replicates: number) => [
  `insert into trial_rows (sweep_id, number, config_id, replicate, seed, state, attempt, result_key, worker,
     queued_at, started_at, finished_at, duration_ms, error, objectives, scalars, lists, ends)
   select ${sweep}, number, id, r, lpad(to_hex(r), 16, '0'), state, 1, md5(${sweep} || '/' || id || '/' || r),
     'worker-' || number % 16, began, began + (number / 16.0) * interval '100 ms',
     began + (number / 16.0 + 10 * d) * interval '100 ms', 1000 * d,
     case state when 'failed' then 'out of memory' end,
     case state when 'completed' then array[v] end,
     case state when 'completed' then array[${scalars.join(', ')}]::float8[] end,
     case state when 'completed' then '{0.9,0.8,90,10,20,80,0.9,0.8,90,10,20,80}'::float8[] end,
     case state when 'completed' then '{2,6,8,12}'::int[] end
   from (
     select numbered.*, least(1, quality + ${NOISE(0.02)}) as v, least(1, quality + ${NOISE(0.02)}) as w,
       random() as u, exp(${NOISE(0.6)}) as d, now() - interval '3 days' as began,
       case when random() < 0.003 then 'failed' when random() < 0.005 then 'diverged' else 'completed' end as state
     from (
       select c.id, r, (c.id - first.id) * ${replicates} + r as number, f.quality, c.config ? 'loss_weights.kl' as vae
       from (select min(id) as id from configs where sweep_id = ${sweep}) first, configs c
       join filled f on f.hash = c.config_hash, generate_series(1, ${replicates}) r
       where c.sweep_id = ${sweep}
       order by number
     ) numbered
   ) drawn`,
  'drop table filled',
  `update configs c
   set ns = array[a.n], means = array[a.mean], sds = array[a.sd], score = a.mean, test_mean = a.mean, val_mean = a.val,
     collapsed_share = a.collapsed, n_diverged = a.diverged, n_failed = a.failed
   from (
     select config_id, count(objectives[1]) as n, avg(objectives[1]) as mean, stddev_samp(objectives[1]) as sd,
       avg(scalars[${scalars.indexOf('w') + 1}]) as val,
       avg(scalars[${scalars.findIndex((one) => one.includes('0.05)::int')) + 1}]) as collapsed,
       count(*) filter (where state = 'diverged') as diverged, count(*) filter (where state = 'failed') as failed
     from trial_rows where sweep_id = ${sweep} group by config_id
   ) a
   where a.config_id = c.id`,
  // What the update left behind goes, as it does where results come one after the other.
  'vacuum full configs',
  `insert into trial_blocks (sweep_id, block, queued, running, completed, diverged, failed, quarantined, cancelled, reused)
   select sweep_id, number / 500, 0, 0, count(*) filter (where state = 'completed'),
     count(*) filter (where state = 'diverged'), count(*) filter (where state = 'failed'), 0, 0, 0
   from trial_rows where sweep_id = ${sweep} group by sweep_id, number / 500`,
  `insert into curve_rows (trial_id, numbers, ends)
   select t.id, array(select 0.3 + 0.6 / (1 + e % 20) + 0.02 * random() from generate_series(0, 219) e where t.id > 0),
     array(select 20 * i from generate_series(1, 11) i)
   from (select id from configs where sweep_id = ${sweep} order by score desc nulls last limit ${Math.min(100, configs)}) best
   join trial_rows t on t.config_id = best.id and t.state = 'completed'`,
  `update sweep_rows set state = 'completed', expanded = true, finished_at = now() where id = ${sweep}`,
  'vacuum analyze',
];
