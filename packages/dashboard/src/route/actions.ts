import { isAsked, refuseCancelled, removeSweep, resubmit, resumeAsked, stopSweep } from '@latentsweep/app';
import { InputError, plural, printable, spelled } from '@latentsweep/core';
import type { KnownSweep, Store, SweepName } from '@latentsweep/store';
import type { Hono } from 'hono';
import { countsOf } from '../answer/sweep-row.ts';
import type { ActionAnswer } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { readObject } from '../guard/body.ts';
import { needToken } from '../guard/need-token.ts';

/** Does what the command of its name does, and says what it did. `others`: what the word might have meant beside it. */
type Action = (store: Store, sweep: KnownSweep, others: readonly SweepName[]) => Promise<string>;

const ACTIONS: Readonly<Record<string, Action>> = { pause, resume, cancel, remove };

export function addActions(app: Hono<Env>, desk: Desk): void {
  for (const [name, act] of Object.entries(ACTIONS)) {
    app.post(`/api/sweeps/:sweep/${name}`, async (c) => {
      needToken(c);
      await readObject(c.env.incoming);
      const store = await desk.store();
      const word = c.req.param('sweep') ?? '';
      const { sweep, passedOver } = await store.findSweep(word);
      const others = word === String(sweep.id) ? [] : passedOver;
      const answer: ActionAnswer = { text: spelled(await act(store, sweep, others), desk.spell) };
      return c.json(answer);
    });
  }
}

async function pause(store: Store, sweep: KnownSweep): Promise<string> {
  const counts = await stopSweep(store, sweep.id, 'paused');
  if (!counts) throw await nothingTo('pause', store, sweep);
  const { pending, running } = countsOf(counts, sweep);
  return `${sweep.slug} is paused with ${plural(pending + running, 'trial')} to go.`;
}

async function cancel(store: Store, sweep: KnownSweep): Promise<string> {
  const counts = await stopSweep(store, sweep.id, 'cancelled');
  if (!counts) throw await nothingTo('cancel', store, sweep);
  return `${sweep.slug} is cancelled; ${plural(counts.completed + counts.pruned + counts.diverged, 'result')} kept.`;
}

/** Only a cluster can go on with a sweep at a word: here nothing is trained. */
async function resume(store: Store, sweep: KnownSweep): Promise<string> {
  refuseCancelled(sweep);
  if (sweep.state === 'completed') throw await nothingTo('resume', store, sweep);
  if (isAsked(sweep)) {
    await resumeAsked(store, sweep);
    return `${sweep.slug} gives out its trials again.`;
  }
  if (sweep.onCluster) {
    await resubmit(store, sweep);
    return `${sweep.slug} goes on at the cluster.`;
  }
  if ((await store.runHolders()).has(sweep.id)) {
    throw new InputError(
      'sweep_already_runs',
      `${sweep.slug} is being run by another process.`,
      'Watch it here.',
    );
  }
  throw new InputError(
    'resume_there',
    `${sweep.slug} is no sweep of a cluster, and the dashboard trains nothing itself.`,
    `Go on with it in a terminal: \`sweep resume ${sweep.word}\``,
  );
}

async function remove(store: Store, sweep: KnownSweep, others: readonly SweepName[]): Promise<string> {
  if (others.length > 0) {
    throw new InputError(
      'ambiguous_sweep',
      `${plural(others.length + 1, 'sweep')} are called ${printable(sweep.name)}.`,
      `There is no way back: name the one to delete by its id, such as ${sweep.id}.`,
    );
  }
  const counts = await store.counts(sweep.id);
  if (await removeSweep(store, sweep.id)) {
    return `Deleted ${sweep.slug} with ${plural(counts.completed + counts.pruned + counts.diverged, 'result')}.`;
  }
  throw new InputError(
    'sweep_running',
    `${sweep.slug} is being run ${sweep.onCluster ? 'by a cluster' : 'by another process'}.`,
    'Cancel it first.',
  );
}

async function nothingTo(what: string, store: Store, { id, slug }: KnownSweep): Promise<InputError> {
  const { state } = await store.sweep(id);
  const hint = state === 'completed' ? 'Its results are here.' : 'See its page.';
  return new InputError(`nothing_to_${what}`, `${slug} is ${state}: there is nothing to ${what}.`, hint);
}
