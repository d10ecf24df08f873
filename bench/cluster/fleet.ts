/** A thousand simulated workers on this machine, at trials that sleep less and less until something saturates. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sweep } from '@latentsweep/store';
import { type Cluster, endedOf, submit } from './cluster.ts';
import { LagMeter } from './lag.ts';
import { cpuMs } from './process-use.ts';
import { type Program, startCoordinator } from './program.ts';
import { tinyTrials } from './sweep-text.ts';

const WORKERS = 1000;
const PROCESSES = 2;
const SLEEPS_MS = [8000, 4000, 2000, 1000, 500];
/** More than all steps together can run. */
const TRIALS = 500_000;
const WINDOW_MS = 10_000;
/** The share of the ideal throughput below which something is saturated. */
const FULL = 0.9;

export interface FleetStep {
  readonly sleepMs: number;
  /** Trials a second if workers only slept. */
  readonly ideal: number;
  readonly perSecond: number;
  /** Milliseconds from a job's publication to its start. */
  readonly lag: { readonly median: number; readonly p99: number };
  /** CPU time of each program, in cores. */
  readonly cores: Readonly<Record<string, number>>;
}

export interface FleetFigures {
  readonly workers: number;
  readonly steps: readonly FleetStep[];
  /** Of the first step with less than nine tenths of its ideal throughput: what used most of what it could. */
  readonly saturated: string | null;
}

export async function simulateFleet(cluster: Cluster): Promise<FleetFigures> {
  const { nats } = cluster.servers;
  const coordinator = await startCoordinator(cluster.address);
  const sweep = await submit(cluster, 'fleet', tinyTrials('fleet', TRIALS, 3));
  const processes = await startFleet(nats.url, sweep.engine);
  const meter = await LagMeter.open(nats.url);
  const steps: FleetStep[] = [];
  try {
    for (const sleepMs of SLEEPS_MS) {
      for (const process of processes) process.send(sleepMs);
      steps.push(await measureStep({ cluster, coordinator, processes, meter, sweep }, sleepMs));
      if (steps.at(-1)!.perSecond < FULL * steps.at(-1)!.ideal) break;
    }
  } finally {
    await meter.close();
    for (const process of processes) process.kill();
    await coordinator.stop();
  }
  return { workers: WORKERS, steps, saturated: saturated(steps) };
}

async function startFleet(url: string, engine: string): Promise<ChildProcess[]> {
  const script = fileURLToPath(new URL('fleet-workers.ts', import.meta.url));
  const each = WORKERS / PROCESSES;
  const processes = Array.from({ length: PROCESSES }, (_, i) =>
    fork(script, [url, engine, String(i * each), String(each)]),
  );
  await Promise.all(processes.map((process) => once(process, 'message')));
  return processes;
}

interface Fleet {
  readonly cluster: Cluster;
  readonly coordinator: Program;
  readonly processes: readonly ChildProcess[];
  readonly meter: LagMeter;
  readonly sweep: Sweep;
}

async function measureStep(fleet: Fleet, sleepMs: number): Promise<FleetStep> {
  // Trials that began under the sleep before come to their end first.
  await sleep(sleepMs * 2 + 5000);
  fleet.meter.take();
  const before = await stateOf(fleet);
  await sleep(WINDOW_MS);
  const after = await stateOf(fleet);
  const lags = fleet.meter.take().sort((a, b) => a - b);
  const seconds = (after.at - before.at) / 1000;
  const cores = Object.entries(after.cpu).map(([name, ms]) => [
    name,
    (ms - before.cpu[name]!) / 1000 / seconds,
  ]);
  return {
    sleepMs,
    ideal: (1000 * WORKERS) / sleepMs,
    perSecond: (after.ended - before.ended) / seconds,
    lag: { median: quantile(lags, 0.5), p99: quantile(lags, 0.99) },
    cores: Object.fromEntries(cores),
  };
}

async function stateOf({ cluster, coordinator, processes, sweep }: Fleet) {
  const { nats, postgres } = cluster.servers;
  const simulation = await Promise.all(processes.map(({ pid }) => cpuMs(pid!)));
  const cpu: Record<string, number> = {
    coordinator: await cpuMs(coordinator.pid),
    'nats-server': await cpuMs(nats.pid),
    Postgres: await cpuMs(postgres.pid!),
    'the simulated workers': simulation.reduce((sum, ms) => sum + ms, 0),
  };
  return { at: performance.now(), ended: endedOf(await cluster.store.counts(sweep.id)), cpu };
}

function quantile(rising: readonly number[], share: number): number {
  return rising[Math.floor(share * (rising.length - 1))] ?? Number.NaN;
}

function saturated(steps: readonly FleetStep[]): string | null {
  const last = steps.at(-1)!;
  if (last.perSecond >= FULL * last.ideal) return null;
  const machine = availableParallelism();
  const used = Object.values(last.cores).reduce((sum, cores) => sum + cores, 0);
  const [name, cores] = Object.entries(last.cores).sort((a, b) => b[1] - a[1])[0]!;
  const most = `most of it ${name}: ${cores.toFixed(2)}`;
  return used > FULL * machine
    ? `this machine's ${machine} cores (${used.toFixed(2)} in use, ${most})`
    : `no core: ${used.toFixed(2)} of ${machine} in use, ${most}`;
}
