/** How many trials run for a grid of 64 points when several workers share it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { PRESENCE_MS } from '@latentsweep/bus';
import { type Cluster, submit, untilEnded } from './cluster.ts';
import { startCoordinator, startWorker } from './program.ts';
import { gridOf64 } from './sweep-text.ts';

const POINTS = 64;

export interface GridFigures {
  /** Rows of the sweep that ended. */
  readonly trials: number;
  /** Trials that the workers ran, as they counted themselves: one that ran twice counts twice. */
  readonly ran: number;
}

/** Each worker is a process of its own with one slot. */
export async function measureGrid(cluster: Cluster, workers: number): Promise<GridFigures> {
  const { store, address } = cluster;
  const coordinator = await startCoordinator(address);
  try {
    const before = await ranBy(cluster);
    const started = await Promise.all(Array.from({ length: workers }, () => startWorker(address, 1)));
    const name = `grid-${workers}`;
    const { id } = await submit(cluster, name, gridOf64(name, workers));
    await untilEnded(cluster, id, POINTS);
    await Promise.all(started.map((worker) => worker.stop()));
    // The coordinator saves what workers said last as often as they speak.
    await sleep(2 * PRESENCE_MS);
    const { rows } = await store.query(
      `select count(*) from trials where sweep_id = ${id} and state = 'completed'`,
    );
    return { trials: Number(rows[0]![0]), ran: (await ranBy(cluster)) - before };
  } finally {
    await coordinator.stop();
  }
}

async function ranBy({ store }: Cluster): Promise<number> {
  return (await store.listWorkers()).reduce((sum, { done }) => sum + done, 0);
}
