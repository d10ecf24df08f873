import { trialPages } from '@latentsweep/app';
import type { Hono } from 'hono';
import { tableAnswer } from '../answer/table.ts';
import { csvFile } from '../csv.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { numberWish, wish } from '../wishes.ts';

const ROWS = 100;

/** The trials of a sweep, in the order of their number. */
export function addTrials(app: Hono<Env>, desk: Desk): void {
  app.get('/api/sweeps/:sweep/trials', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const after = numberWish(c.req, 'after', { least: 0, most: 2 ** 31 - 1, usual: 0 });
    const table = await store.trials(sweep, { after, limit: ROWS + 1, where: wish(c.req, 'where') });
    const at = table.columns.indexOf('number');
    return c.json(tableAnswer(table, { most: ROWS, next: (last) => String(last[at]), seconds: null }));
  });

  app.get('/api/sweeps/:sweep/trials.csv', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const pages = trialPages(store, sweep, { where: wish(c.req, 'where') });
    return csvFile(c, `${sweep.slug}-trials`, pages);
  });
}
