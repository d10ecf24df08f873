import {
  atWork,
  lookAt,
  obstacleOf,
  type ResolvedDataset,
  type SweepDefinition,
} from '@latentsweep/coordinator';
import type { KnownSweep, Store } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Context } from '../context.ts';
import { workerWith } from './engine-wish.ts';
import { watchOnScreen } from './watch-on-screen.ts';

/** Hands a recorded sweep to the cluster, with the data that workers will need; returns it as it then is. */
export async function submitToCluster(
  store: Store,
  sweep: KnownSweep,
  { spec, content }: Pick<ResolvedDataset, 'spec' | 'content'>,
): Promise<KnownSweep> {
  if (spec.kind === 'table' && content) await store.putContent(spec.content, content);
  return { ...(await store.submitSweep(sweep.id)), word: sweep.word };
}

/** The engines of the workers that are there and may run the sweep. */
export async function enginesAtWork(
  store: Store,
  { requires }: Pick<SweepDefinition, 'requires'>,
): Promise<readonly string[]> {
  return atWork(await store.listWorkers())
    .filter(({ labels }) => requires.every((label) => labels.includes(label)))
    .map(({ engine }) => engine);
}

/** Says what the sweep still waits for, if anything. */
export async function sayObstacle(context: Context, store: Store, sweep: KnownSweep): Promise<void> {
  const obstacle = obstacleOf(await lookAt(store, sweep.id, null), {
    word: sweep.word,
    spell: context.spell,
    workerWith: (id) => workerWith(ENGINES, id),
  });
  if (obstacle !== null) context.note(obstacle);
}

/** A sweep of the cluster is not trained by a process of its own: the cluster has it, and here it is watched. */
export async function leaveToCluster(
  context: Context,
  store: Store,
  sweep: KnownSweep,
  rows: number,
): Promise<void> {
  const told = `${sweep.slug} belongs to a cluster, which runs it; --bus takes part in that. Ctrl-C ends the watching.`;
  await watchOnScreen(context, store, sweep, rows, told);
}
