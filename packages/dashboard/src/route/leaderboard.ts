import { rankingPage, rankingPages, shownBeside } from '@latentsweep/app';
import type { Table } from '@latentsweep/store';
import type { Hono } from 'hono';
import { placeText, readPlace } from '../answer/place.ts';
import type { LeaderboardAnswer } from '../api.ts';
import { csvFile } from '../csv.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { numberWish, wish } from '../wishes.ts';

/** Rows of a page. */
const ROWS = { least: 1, most: 200, usual: 50 };

/** The ranking of a sweep's configs. */
export function addLeaderboard(app: Hono<Env>, desk: Desk): void {
  app.get('/api/sweeps/:sweep/leaderboard', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const { by = sweep.metric, where, after, show: asked } = wishesOf(c.req);
    const show = shownBeside(sweep, by, asked);
    const limit = numberWish(c.req, 'limit', ROWS);
    const place = after === undefined ? {} : { after: readPlace(after) };
    const { next, ...page } = await rankingPage(store, sweep, { by, where, limit, show, ...place });
    const answer: LeaderboardAnswer = { ...page, next: next && placeText(next) };
    return c.json(answer);
  });

  app.get('/api/sweeps/:sweep/leaderboard.csv', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const { by = sweep.metric, where, show: asked } = wishesOf(c.req);
    const show = shownBeside(sweep, by, asked);
    const pages = rankingPages((page) => store.leaderboard(sweep, { ...page, show }), { by, where });
    return csvFile(c, `${sweep.slug}-leaderboard`, named(pages, by));
  });
}

const wishesOf = (request: Parameters<typeof wish>[0]) => ({
  ...{ by: wish(request, 'by'), where: wish(request, 'where'), after: wish(request, 'after') },
  show: wish(request, 'show')?.split(',') ?? [],
});

/** With the metric by which rows are ranked: `mean` alone does not say of what. */
async function* named(pages: AsyncIterable<Table>, by: string): AsyncGenerator<Table> {
  for await (const { columns, rows } of pages) {
    yield { columns: ['metric', ...columns], rows: rows.map((row) => [by, ...row]) };
  }
}
