import { InputError } from '@latentsweep/core';
import { TryAgain } from '@latentsweep/store';
import type { Context, Hono } from 'hono';
import type { SweepsAnswer } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { encodingFor } from '../page/assets.ts';
import { shell } from '../page/shell.ts';
import { RETRY_SECONDS } from '../refusal.ts';
import { firstSweeps } from './sweeps.ts';

/** All but the list, which comes with its sweeps. */
const PAGES = [
  '/sweeps',
  '/sweeps/:sweep',
  '/sweeps/:sweep/configs/:hash',
  '/sweeps/:sweep/compare',
  '/trials/:id',
  '/sql',
];

/** The pages: one HTML for all, whose script knows by the address what to show. And the files that it names. */
export function addPages(app: Hono<Env>, desk: Desk): void {
  app.get('/', async (c) => {
    try {
      return page(c, desk, 200, await firstSweeps(desk, c.var.mayAct));
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      // The script says so, and comes back by itself.
      c.header('retry-after', String(RETRY_SECONDS));
      return page(c, desk, 503, null);
    }
  });
  for (const path of PAGES) app.get(path, (c) => page(c, desk, 200, null));

  app.get('/assets/:name', async (c) => {
    const asset = desk.assets.files.get(c.req.param('name'));
    if (!asset) throw unknownPage();
    const encoding = encodingFor(c.req.header('accept-encoding'));
    return c.body(new Uint8Array(await asset.in(encoding)), 200, {
      'content-type': asset.type,
      // Its name has its hash.
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    });
  });

  app.notFound((c) => {
    if (isFile(c)) throw unknownPage();
    return page(c, desk, 404, null);
  });
}

/** No page: what asks for it reads no HTML. */
export const isFile = (c: Context): boolean => /^\/(api|assets)(\/|$)/.test(c.req.path);

export const unknownPage = () =>
  new InputError('unknown_page', 'There is no such page.', 'Open the list of sweeps, and go on from there.');

function page(c: Context<Env>, { assets }: Desk, status: 200 | 404 | 503, answer: SweepsAnswer | null) {
  c.header('cache-control', 'no-store');
  return c.html(shell({ up: upFrom(c.req.url), title: 'latentsweep', assets, answer }), status);
}

/** From a page's address to where the pages begin: `../` for each part of its path but the last. */
export function upFrom(url: string): string {
  return '../'.repeat(new URL(url).pathname.split('/').length - 2);
}
