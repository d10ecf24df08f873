import type { PostgresServer } from '@latentsweep/store/fixtures';
import { installAudit } from './audit.ts';
import { Cluster } from './cluster.ts';
import type { Fault } from './fault.ts';
import { Random } from './random.ts';
import { slowestRecovery } from './recovery.ts';
import { referenceOf } from './reference.ts';
import { Scene } from './scene.ts';
import { mixedSweep } from './sweeps.ts';
import { judge, type Verdict } from './verdict.ts';

const EPOCH_MS = 25;
/** The least that `sweep serve` takes. */
const LEASE_SECONDS = 5;
/** Recovery by the redelivery of a message, which NATS waits 30 s with, and a busy machine. */
const BOUND_MS = 60_000;
const PATIENCE_MS = 240_000;

export interface Outcome {
  readonly fault: string;
  readonly times: number;
  readonly verdict: Omit<Verdict, 'rows' | 'faults'> | null;
  readonly slowestMs: number | null;
  readonly seconds: number;
  /** Why it failed; none: it did not. */
  readonly failures: readonly string[];
  readonly skipped: string | null;
  readonly notes: readonly string[];
}

/** Runs a sweep on a cluster of its own, disturbs it, and looks at what became of it. */
export async function runFault(fault: Fault, postgres: PostgresServer, seed: number): Promise<Outcome> {
  const began = performance.now();
  const skipped = (await fault.impossible?.()) ?? null;
  const nothing = { times: 0, verdict: null, slowestMs: null, failures: [], notes: [] };
  if (skipped !== null) return { ...nothing, fault: fault.name, seconds: 0, skipped };
  const cluster = await Cluster.start({
    postgres,
    database: `faults_${Math.random().toString(36).slice(2)}`,
    leaseSeconds: fault.leaseSeconds ?? LEASE_SECONDS,
    plan: { epochMs: fault.epochMs ?? EPOCH_MS, ...fault.plan },
    ...(fault.nats && { nats: fault.nats }),
  });
  const scene = new Scene(cluster, new Random(seed));
  try {
    const outcome = await disturb(fault, scene);
    return { ...outcome, fault: fault.name, seconds: (performance.now() - began) / 1000, skipped };
  } catch (error) {
    const seconds = (performance.now() - began) / 1000;
    const failures = [error instanceof Error ? error.message : String(error), ...(await lastWords(scene))];
    return { ...nothing, times: scene.firedAt.length, fault: fault.name, seconds, failures, skipped };
  } finally {
    await fault.restore?.(scene);
    await cluster.remove();
  }
}

async function disturb(fault: Fault, scene: Scene) {
  const { cluster } = scene;
  const text = fault.text?.() ?? mixedSweep(fault.sweep);
  const reference = await referenceOf(text);
  await installAudit(cluster.url);
  await fault.prepare?.(scene);
  for (let i = 0; i < (fault.coordinators ?? 1); i++) cluster.serve();
  for (let i = 0; i < (fault.workers ?? 4); i++) cluster.work();
  await Promise.all(cluster.workers.map((worker) => worker.says('joined')));
  await cluster.submit(text);
  scene.sweepId = (await cluster.store.listSweeps())[0]!.id;

  scene.limit(fault.patienceMs ?? PATIENCE_MS);
  await fault.inject(scene);
  await scene.untilOver();

  const changes = await scene.changes();
  const verdict = await judge(cluster.store, scene.sweepId, changes, {
    reference,
    poisoned: fault.poisoned ?? (() => false),
    pids: new Map(cluster.coordinators.map(({ name, pid }) => [name, pid])),
  });
  const times = (await fault.shown?.(scene, verdict.rows)) ?? scene.firedAt.length;
  const slowestMs = slowestRecovery(changes, scene.firedAt);
  const failures = [...verdict.faults];
  const { lost, doubled, different } = verdict;
  if (lost + doubled + different > 0)
    failures.push(`lost ${lost}, doubled ${doubled}, different ${different}`);
  if (times < fault.times) failures.push(`it fired ${times} times instead of ${fault.times}`);
  const bound = fault.boundMs ?? BOUND_MS;
  if (slowestMs !== null && slowestMs > bound) {
    failures.push(`a recovery took ${(slowestMs / 1000).toFixed(1)} s, more than ${bound / 1000} s`);
  }
  if (failures.length > 0) failures.push(...(await lastWords(scene)));
  return { times, verdict, slowestMs, failures, notes: scene.notes };
}

async function lastWords({ cluster }: Scene): Promise<string[]> {
  const ask = (sql: string) =>
    cluster.store
      .query(sql)
      .then(
        ({ columns, rows }) =>
          rows.map((row) => columns.map((name, i) => `${name}=${row[i]}`).join(' ')).join('; '),
        String,
      );
  const parts = [...cluster.coordinators.slice(-4), ...cluster.workers.slice(-4)];
  return [
    `trials: ${await ask('select state, attempt, count(*) from trial_rows group by 1, 2 order by 1, 2')}`,
    `sweeps: ${await ask('select state, reason, expanded, run_owner, run_until - clock_timestamp() as run_left from sweeps')}`,
    `leases: ${await ask('select name, owner, until - clock_timestamp() as left from leases')}`,
    ...parts.map((part) => `${part.name}:\n${part.tail().replaceAll(/^/gm, '    ')}`),
  ];
}
