import { StoreProgress } from '@latentsweep/app';
import type { Hono } from 'hono';
import { SWEEPS, sweepsAnswer } from '../answer/overview.ts';
import type { SweepsAnswer } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { OVERVIEW, overviewQuestion } from '../live/questions.ts';
import { numberWish } from '../wishes.ts';

/** The list of sweeps, a page at a time. */
export function addSweeps(app: Hono<Env>, desk: Desk): void {
  app.get('/api/sweeps', async (c) => {
    const before = numberWish(c.req, 'before', { least: 0, most: 2 ** 31 - 1, usual: -1 });
    const { mayAct } = c.var;
    return c.json(await (before < 0 ? firstSweeps(desk, mayAct) : sweepsBefore(desk, mayAct, before)));
  });
}

/** What is being told to others, where somebody listens: it knows rates, and costs nothing. */
export async function firstSweeps(desk: Desk, mayAct: boolean): Promise<SweepsAnswer> {
  const seen = desk.hub.latest(OVERVIEW) ?? (await overviewQuestion(desk).ask());
  return seen.answer(mayAct) as SweepsAnswer;
}

async function sweepsBefore(desk: Desk, mayAct: boolean, before: number): Promise<SweepsAnswer> {
  const { engines, spell } = desk;
  const store = await desk.store();
  const overview = await new StoreProgress({ store, engines, spell }).look({ limit: SWEEPS, before });
  return { ...sweepsAnswer(overview, { location: store.location, spell }), mayAct };
}
