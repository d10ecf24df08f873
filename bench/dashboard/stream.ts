/** A sweep of tiny trials on a cluster, watched by many clients of the event stream, and not, by turns. */

import { get, type IncomingMessage } from 'node:http';
import { type Cluster, openCluster, submit, untilEnded } from '../cluster/cluster.ts';
import { startCoordinator, startWorker } from '../cluster/program.ts';
import { startServers } from '../cluster/servers.ts';
import { tinyTrials } from '../cluster/sweep-text.ts';
import { median } from '../median.ts';
import { type DashboardProgram, startDashboardProgram } from './program.ts';

const CLIENTS = 100;
const PAIRS = 5;
const TRIALS = 15_000;
const WARM_UP = 3000;

export async function measureStream() {
  const servers = await startServers();
  const cluster = await openCluster(servers, 'stream');
  const coordinator = await startCoordinator(cluster.address);
  const worker = await startWorker(cluster.address, 2);
  const dashboard = await startDashboardProgram(cluster.address.storeUrl);
  try {
    let seed = 1;
    await rate(cluster, WARM_UP, seed++, null);
    const rates: { alone: number; watched: number }[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const alone = await rate(cluster, TRIALS, seed++, null);
      rates.push({ alone, watched: await rate(cluster, TRIALS, seed++, dashboard) });
    }
    return { clients: CLIENTS, rates, ratio: median(rates.map(({ alone, watched }) => watched / alone)) };
  } finally {
    await dashboard.stop();
    await worker.stop();
    await coordinator.stop();
    await cluster.close();
    await servers.remove();
  }
}

/** Trials a second of a sweep; with a dashboard, of one that is watched there. */
async function rate(
  cluster: Cluster,
  trials: number,
  seed: number,
  dashboard: DashboardProgram | null,
): Promise<number> {
  const name = `stream-${seed}`;
  const sweep = await submit(cluster, name, tinyTrials(name, trials, seed));
  const watchers = dashboard ? await watch(dashboard, sweep.slug) : null;
  const began = performance.now();
  await untilEnded(cluster, sweep.id, trials);
  const seconds = (performance.now() - began) / 1000;
  watchers?.end();
  return trials / seconds;
}

async function watch(dashboard: DashboardProgram, slug: string) {
  const url = new URL(`api/events?sweep=${encodeURIComponent(slug)}`, dashboard.url);
  const responses = await Promise.all(
    Array.from(
      { length: CLIENTS },
      () =>
        new Promise<IncomingMessage>((resolve, reject) => {
          get(url, { agent: false }, resolve).once('error', reject);
        }),
    ),
  );
  let events = 0;
  for (const response of responses) {
    if (response.statusCode !== 200) throw new Error(`The event stream answers ${response.statusCode}`);
    response.on('error', () => {});
    response.on('data', () => {
      events++;
    });
  }
  return {
    end() {
      if (events < CLIENTS) throw new Error(`${CLIENTS} clients were told ${events} times`);
      for (const response of responses) response.destroy();
    },
  };
}
