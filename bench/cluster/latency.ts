/** How long the first result of a sweep takes, on a cluster that waits for work. */

import { median } from '../median.ts';
import { type Cluster, submit, untilEnded } from './cluster.ts';
import { startCoordinator, startWorker } from './program.ts';
import { tinyTrials } from './sweep-text.ts';

const REPEATS = 10;
const TRIALS = 20;

export interface LatencyFigures {
  /** Milliseconds by the database's clock from the sweep's row to the record of its first result. */
  readonly median: number;
  readonly worst: number;
}

export async function measureLatency(cluster: Cluster): Promise<LatencyFigures> {
  const coordinator = await startCoordinator(cluster.address);
  const worker = await startWorker(cluster.address, 1);
  try {
    const times: number[] = [];
    // The first one only warms up.
    for (let repeat = 0; repeat <= REPEATS; repeat++) {
      const { id } = await submit(cluster, `first-${repeat}`, tinyTrials(`first-${repeat}`, TRIALS, repeat));
      await untilEnded(cluster, id, TRIALS);
      if (repeat > 0) times.push(await firstResultMs(cluster, id));
    }
    return { median: median(times), worst: Math.max(...times) };
  } finally {
    await worker.stop();
    await coordinator.stop();
  }
}

async function firstResultMs({ store }: Cluster, sweepId: number): Promise<number> {
  const { rows } = await store.query(
    `select 1000 * extract(epoch from min(t.finished_at) - min(s.created_at))::double precision
    from trials t join sweeps s on s.id = t.sweep_id where s.id = ${sweepId}`,
  );
  return Number(rows[0]![0]);
}
