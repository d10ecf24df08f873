/** Parts cluster, memory and sleep: programs through a coordinator and a worker, with a real nats-server and a real Postgres. */

import { type Cluster, openCluster, submit, untilEnded } from '../cluster/cluster.ts';
import { runOptuna } from '../cluster/optuna.ts';
import { startCoordinator, startWorker } from '../cluster/program.ts';
import { startServers } from '../cluster/servers.ts';
import { measureTrials, PROGRAMS, type TrialFigures } from '../cluster/trials.ts';
import { print } from '../parts.ts';
import { bareSpawn, secondsEach } from './slots.ts';
import { SLEEP, sweepOf, writePrograms } from './sweeps.ts';

const TRIALS = 20_000;
const MANY_TRIALS = 100_000;
/** A hundred rounds: that the last slots end one after the other, which takes up to a second, is then no more than 1%. */
const SLEEPERS = 1600;
const SLEEPING_SLOTS = 16;
/** Enough to see how busy the machine is. */
const BARE_SLEEPERS = 160;

export async function benchCluster(): Promise<void> {
  await withCluster('programs', async (cluster, programs) => {
    const { seconds, cpu } = await measureSums(cluster, programs, TRIALS);
    const rate = TRIALS / seconds;
    print(
      `${TRIALS} sums of five numbers in warm Python, two slots`,
      `${rate.toFixed(0)} trials/s (target 1,000)`,
    );
    for (const mode of ['sum', 'tpe'] as const) {
      const peer = await runOptuna(await cluster.servers.postgres.createDatabase(mode), mode, 2);
      if (typeof peer === 'string') print('  Optuna', peer);
      else {
        const theirs = peer.trials / peer.seconds;
        print(
          `  Optuna ${peer.optuna}, ${mode === 'tpe' ? 'TPE' : 'random'}, 2 processes`,
          `${theirs.toFixed(1)} trials/s; ours are ${(rate / theirs).toFixed(0)} times as many`,
        );
      }
    }
    const all = PROGRAMS.reduce((sum, name) => sum + cpu[name], 0);
    print('  CPU time a trial, all processes', `${all.toFixed(2)} ms`);
    for (const name of PROGRAMS) print(`    ${name}`, `${cpu[name].toFixed(2)} ms`);
  });
}

export async function benchMemory(): Promise<void> {
  await withCluster('memory', async (cluster, programs) => {
    const { live, memory } = await measureSums(cluster, programs, MANY_TRIALS, true);
    for (const [name, { early, late }] of Object.entries(live!)) {
      print(
        `what the ${name} holds after ${MANY_TRIALS / 10} and ${0.95 * MANY_TRIALS} trials, garbage collected`,
        `${early.toFixed(1)} MB, ${late.toFixed(1)} MB`,
      );
    }
    for (const [name, { early, middle, late }] of Object.entries(memory)) {
      print(
        `resident memory of the ${name} after ${MANY_TRIALS / 10}, ${MANY_TRIALS / 2} and ${MANY_TRIALS} trials`,
        `${early.toFixed(0)} MB, ${middle.toFixed(0)} MB, ${late.toFixed(0)} MB`,
      );
    }
  });
}

export async function benchSleep(): Promise<void> {
  await withCluster('sleep', async (cluster, programs) => {
    const coordinator = await startCoordinator(cluster.address);
    const worker = await startWorker(cluster.address, SLEEPING_SLOTS, [], ['--programs', programs]);
    try {
      const text = sweepOf('sleep.sh');
      const warmUp = await submit(cluster, 'warm-up', text('warm-up', SLEEPING_SLOTS, 1));
      await untilEnded(cluster, warmUp.id, SLEEPING_SLOTS);
      const sweep = await submit(cluster, 'sleep', text('sleep', SLEEPERS, 2));
      const began = performance.now();
      await untilEnded(cluster, sweep.id, SLEEPERS);
      const seconds = (performance.now() - began) / 1000;
      const over = 100 * (seconds / (SLEEPERS / SLEEPING_SLOTS) - 1);
      print(
        `${SLEEPERS} programs that sleep a second, ${SLEEPING_SLOTS} slots`,
        `${seconds.toFixed(2)} s: ${over.toFixed(1)}% over what is possible (target 3%)`,
      );
      const bare =
        100 *
        ((await secondsEach(BARE_SLEEPERS, () => bareSpawn(SLEEP), SLEEPING_SLOTS)) * SLEEPING_SLOTS - 1);
      print('  the same in a bare loop of spawns', `${bare.toFixed(1)}% over`);
    } finally {
      await worker.stop();
      await coordinator.stop();
    }
  });
}

function measureSums(
  cluster: Cluster,
  programs: string,
  trials: number,
  liveHeap = false,
): Promise<TrialFigures> {
  const workerArgs = ['--programs', programs];
  return measureTrials(cluster, trials, { text: sweepOf('sum.py'), workerArgs, liveHeap });
}

async function withCluster(
  name: string,
  act: (cluster: Cluster, programs: string) => Promise<void>,
): Promise<void> {
  const servers = await startServers();
  try {
    const cluster = await openCluster(servers, name);
    try {
      await act(cluster, await writePrograms(cluster.address.folder));
    } finally {
      await cluster.close();
    }
  } finally {
    await servers.remove();
  }
}
