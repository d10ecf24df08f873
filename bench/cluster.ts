/**
 * `npm run bench:cluster`: what a cluster costs, on one machine with a real nats-server and a real Postgres, beside
 * Optuna on the same Postgres. The coordinator and the workers are processes of their own.
 *
 * `npm run bench:cluster -- trials grid` runs only those parts.
 */

import { type Cluster, openCluster } from './cluster/cluster.ts';
import { simulateFleet } from './cluster/fleet.ts';
import { measureGrid } from './cluster/grid.ts';
import { measureLatency } from './cluster/latency.ts';
import { runOptuna } from './cluster/optuna.ts';
import { startServers } from './cluster/servers.ts';
import { measureTrials, PROGRAMS } from './cluster/trials.ts';
import { print, runParts } from './parts.ts';

const TRIALS = 100_000;

const PARTS: Readonly<Record<string, (cluster: Cluster) => Promise<void>>> = { trials, grid, latency, fleet };

async function trials(cluster: Cluster): Promise<void> {
  const { seconds, cpu, memory } = await measureTrials(cluster, TRIALS);
  const rate = TRIALS / seconds;
  print(`${TRIALS} tiny trials, one worker with two slots`, `${seconds.toFixed(1)} s`);
  print('  trials a second (target: 2,000)', rate.toFixed(0));
  for (const workers of [1, 2]) {
    const peer = await optuna(cluster, 'trials', workers);
    if (typeof peer === 'string') print('  Optuna', peer);
    else {
      const theirs = peer.trials / peer.seconds;
      print(
        `  Optuna ${peer.optuna}, ${plural(workers, 'process', 'processes')}, trials that do nothing`,
        theirs.toFixed(1),
      );
      print('    times as many', (rate / theirs).toFixed(0));
    }
  }
  const all = PROGRAMS.reduce((sum, name) => sum + cpu[name], 0);
  print('  CPU time a trial, all programs', `${all.toFixed(2)} ms`);
  for (const name of PROGRAMS) print(`    ${name}`, `${cpu[name].toFixed(2)} ms`);
  for (const name of ['coordinator', 'worker'] as const) {
    const { early, late } = memory[name];
    print(
      `  memory of the ${name} after a tenth, at the end`,
      `${early.toFixed(0)} MB, ${late.toFixed(0)} MB`,
    );
  }
}

async function grid(cluster: Cluster): Promise<void> {
  for (const workers of [4, 8, 16]) {
    const { trials, ran } = await measureGrid(cluster, workers);
    print(`a grid of 64 points, ${workers} workers: trials (target: 64)`, `${trials}`);
    print('  trials that the workers ran', `${ran}`);
    const peer = await optuna(cluster, 'grid', workers);
    print('  Optuna, as many processes', typeof peer === 'string' ? peer : `${peer.trials}`);
  }
}

async function latency(cluster: Cluster): Promise<void> {
  const { median, worst } = await measureLatency(cluster);
  print('from a sweep in the store to its first result, median', `${median.toFixed(0)} ms`);
  print('  slowest of ten', `${worst.toFixed(0)} ms`);
}

async function fleet(cluster: Cluster): Promise<void> {
  const { workers, steps, saturated } = await simulateFleet(cluster);
  for (const { sleepMs, ideal, perSecond, lag, cores } of steps) {
    print(
      `${workers} workers, trials of ${sleepMs / 1000} s: trials a second`,
      `${perSecond.toFixed(0)} of ${ideal}`,
    );
    print('  published to begun, median and 99%', `${lag.median.toFixed(0)} ms, ${lag.p99.toFixed(0)} ms`);
    const used = Object.entries(cores).map(([name, share]) => `${name} ${share.toFixed(2)}`);
    print('  cores in use', used.join(', '));
  }
  print('saturated first', saturated ?? 'nothing yet');
}

async function optuna({ servers }: Cluster, mode: 'grid' | 'trials', workers: number) {
  return runOptuna(await servers.postgres.createDatabase(`optuna_${mode}_${workers}`), mode, workers);
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

await runParts(PARTS, async (part, name) => {
  const servers = await startServers();
  try {
    const cluster = await openCluster(servers, name);
    try {
      await part(cluster);
    } finally {
      await cluster.close();
    }
  } finally {
    await servers.remove();
  }
});
