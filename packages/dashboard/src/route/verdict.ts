import { comparisonTable, givenVerdict, verdictNotes, verdictSentence } from '@latentsweep/app';
import { InputError, spelled } from '@latentsweep/core';
import type { KnownSweep, Store } from '@latentsweep/store';
import type { Hono } from 'hono';
import type { VerdictAnswer } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { wish } from '../wishes.ts';

/** Trials that are read while somebody waits: an embedded store answers nobody else meanwhile. */
const MOST_JUDGED = 200_000;

/** Whether augmentation helped; null where no arms are compared. */
export function addVerdict(app: Hono<Env>, desk: Desk): void {
  app.get('/api/sweeps/:sweep/verdict', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const answer: VerdictAnswer | null = sweep.ownMeasures
      ? null
      : await answerOf(store, sweep, wish(c.req, 'where'), desk.spell);
    return c.json(answer);
  });
}

async function answerOf(
  store: Store,
  sweep: KnownSweep,
  where: string | undefined,
  spell: Desk['spell'],
): Promise<VerdictAnswer> {
  const { completed } = await store.counts(sweep.id);
  if (completed > MOST_JUDGED) {
    return alone(
      `So many trials are read for it that it is not shown here: \`${spell(`verdict ${sweep.word}`)}\``,
    );
  }
  try {
    const given = await givenVerdict(store, sweep, { where });
    return {
      text: verdictSentence(given),
      ...comparisonTable(given),
      notes: verdictNotes(given).map((note) => spelled(note, spell)),
    };
  } catch (error) {
    // A sweep of which none can be given is no fault of the page.
    if (!(error instanceof InputError) || !error.code.startsWith('verdict_')) throw error;
    return alone(spelled(`${error.message} ${error.hint}`, spell));
  }
}

const alone = (text: string): VerdictAnswer => ({ text, columns: [], rows: [], notes: [] });
