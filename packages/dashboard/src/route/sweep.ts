import { describeSweep, figuresFor, ownColumns, raceOf, readCaveats, SweepProgress } from '@latentsweep/app';
import { MEASURES, METRICS, measureNamed, printable, spelled } from '@latentsweep/core';
import { CONFIG_FIGURES, isMaximized, type KnownSweep, type Store } from '@latentsweep/store';
import type { Hono } from 'hono';
import { liveSweep } from '../answer/live.ts';
import type { LiveSweep, NotesAnswer, SweepAnswer } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { keyOf } from '../live/questions.ts';

const SCALARS = MEASURES.filter(({ shape }) => shape === 'scalar');
/** Whether a VAE collapsed, or training ended too early, stands there anyway. */
const SHOWN = SCALARS.filter(({ split, type }) => split === 'none' && type !== 'boolean');

/** What one sweep is and how it stands; and what takes longer to find out. */
export function addSweep(app: Hono<Env>, desk: Desk): void {
  const { engines, spell, hub } = desk;
  app.get('/api/sweeps/:sweep', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const told = hub.latest(keyOf(sweep))?.answer(false) as LiveSweep | undefined;
    const live = told ?? liveSweep(await new SweepProgress({ store, sweep, engines, spell }).look());
    return c.json(sweepAnswer(sweep, live, c.var.mayAct));
  });

  app.get('/api/sweeps/:sweep/notes', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const caveats = await readCaveats(store, sweep);
    const answer: NotesAnswer = {
      race: await raceOf(store, sweep),
      caveats: caveats.map(({ message, hint, command }) => ({
        text:
          spelled(`${printable(message)}. ${printable(hint)}`, spell) +
          (command === undefined ? '' : ` \`${spell(command)}\``),
      })),
      timing: await timingOf(store, sweep),
    };
    return c.json(answer);
  });
}

/** Trials whose times are added up while somebody waits. */
const MOST_TIMED = 50_000;

async function timingOf(store: Store, { id }: KnownSweep): Promise<NotesAnswer['timing']> {
  const { completed, diverged, failed } = await store.counts(id);
  if (completed + diverged + failed > MOST_TIMED) return null;
  const { first, last, trained } = await store.timing(id);
  const { threadSeconds } = trained;
  return { first: first?.toISOString() ?? null, last: last?.toISOString() ?? null, threadSeconds };
}

function sweepAnswer(sweep: KnownSweep, live: LiveSweep, mayAct: boolean): SweepAnswer {
  const { method, parameters, data } = describeSweep(sweep);
  const { id, slug, word, name, description, onCluster, metric, goal, replicates, seed, engine, source } =
    sweep;
  const { state, planned, counts, trialsPerSecond, secondsLeft, waitsFor } = live;
  return {
    sweep: {
      ...{ id, slug, word, name, description, state, onCluster, planned, counts, metric },
      best: live.best && { value: live.best.value, n: live.best.n },
      ...{ trialsPerSecond, secondsLeft, waitsFor },
      createdAt: sweep.createdAt.toISOString(),
      finishedAt: sweep.finishedAt?.toISOString() ?? null,
    },
    ...{ live, mayAct, goal, replicates, seed, engine, method, parameters, data, source },
    figures: figuresFor(sweep),
    metrics: metricsOf(sweep),
    measures: measuresOf(sweep),
    columns: [
      ...parameters.map(({ column }) => column),
      ...CONFIG_FIGURES,
      ...(sweep.ownMeasures ? ownColumns(sweep).values() : SCALARS.map(({ name: measure }) => measure)),
    ],
  };
}

/** What it can be ranked by. */
function metricsOf(sweep: KnownSweep): SweepAnswer['metrics'] {
  if (sweep.ownMeasures) {
    return sweep.ownMeasures.map((name) => ({
      ...{ name, about: 'as the program reports it', unit: null },
      better: isMaximized(sweep, name) ? 'higher' : 'lower',
    }));
  }
  return METRICS.map((name) => {
    const { description: about, unit, better } = measureNamed.get(name)!;
    return { name, about, unit, better: better === 'lower' ? 'lower' : 'higher' };
  });
}

/** What can be shown beside the metric. */
const measuresOf = ({ ownMeasures, metric }: KnownSweep): SweepAnswer['measures'] =>
  ownMeasures?.filter((name) => name !== metric).map((name) => ({ name, about: '' })) ??
  SHOWN.map(({ name, description: about }) => ({ name, about }));
