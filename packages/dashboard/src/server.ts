import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Desk } from './desk.ts';
import type { Env } from './env.ts';
import { SAFE_HEADERS } from './guard/headers.ts';
import { refuseOtherHost } from './guard/host.ts';
import { needsToken } from './guard/need-token.ts';
import { refuseCrossSite } from './guard/origin.ts';
import { refusedPage } from './page/shell.ts';
import { refusalOf } from './refusal.ts';
import { addActions } from './route/actions.ts';
import { addAsk } from './route/ask.ts';
import { addConfigs } from './route/configs.ts';
import { addEvents } from './route/events.ts';
import { addFigures } from './route/figures.ts';
import { addLeaderboard } from './route/leaderboard.ts';
import { addPages, isFile, unknownPage } from './route/pages.ts';
import { addSql } from './route/sql.ts';
import { addSubmit } from './route/submit.ts';
import { addSweep } from './route/sweep.ts';
import { addSweeps } from './route/sweeps.ts';
import { addTrials } from './route/trials.ts';
import { addVerdict } from './route/verdict.ts';

export interface ServerOptions {
  /** Names by which it is reached, beside addresses and this machine's own. */
  readonly names: readonly string[];
  /** Others than this machine can reach it: nothing is told without the token. */
  readonly open: boolean;
  /** Told of what is no fault of a user. */
  readonly onFault: (error: unknown) => void;
}

/** All routes, behind the guards that every request passes. */
export function serverOver(desk: Desk, options: ServerOptions): Hono<Env> {
  const app = new Hono<Env>({ strict: false });
  app.use(async (c, next) => {
    await next();
    // A stream of events has sent its own.
    if (c.res === RESPONSE_ALREADY_SENT) return;
    for (const [name, value] of Object.entries(SAFE_HEADERS)) c.res.headers.set(name, value);
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  app.use(async (c, next) => {
    const opened = letIn(c, desk, options);
    if (opened) return opened;
    await next();
  });
  for (const add of [addSweeps, addSweep, addLeaderboard, addFigures, addConfigs, addTrials, addVerdict])
    add(app, desk);
  for (const add of [addSql, addActions, addSubmit, addAsk, addEvents]) add(app, desk);
  app.all('/api/*', () => {
    throw unknownPage();
  });
  addPages(app, desk);
  app.onError((error, c) => refused(error, c, desk, options));
  return app;
}

/** Throws InputError where a request may not come in; a page that is opened with the token is led on, without it. */
function letIn(c: Context<Env>, { key }: Desk, { names, open }: ServerOptions): Response | null {
  const { req } = c;
  const host = req.header('host');
  refuseOtherHost(host, names);
  const cookie = key ? getCookie(c, key.cookie.name) : undefined;
  const carried = key?.carriedBy({ authorization: req.header('authorization'), cookie }) ?? null;
  c.set('mayAct', carried !== null);
  if (req.path.startsWith('/api/')) {
    const asking = {
      method: req.method,
      site: req.header('sec-fetch-site'),
      origin: req.header('origin'),
      host,
    };
    refuseCrossSite(asking, names, carried === 'cookie');
  } else if (key && req.method === 'GET') {
    const token = req.query('token');
    if (token !== undefined && key.is(token)) {
      c.header('set-cookie', key.setCookie);
      c.header('location', withoutToken(req.url));
      return c.body(null, 303);
    }
  }
  if (open && carried === null) throw needsToken('Nothing is shown');
  return null;
}

/** The same page without the token, relative to itself: only the client knows where a proxy shows it. */
export function withoutToken(url: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.delete('token');
  const query = searchParams.size > 0 ? `?${searchParams}` : '';
  return `./${pathname.slice(pathname.lastIndexOf('/') + 1)}${query}`;
}

function refused(
  error: Error,
  c: Context<Env>,
  { spell }: Desk,
  { onFault }: ServerOptions,
): Response | Promise<Response> {
  // Nobody is there to be told: what was given up is no fault.
  if (c.req.raw.signal.aborted) return c.body(null, 400);
  const { status, refusal, retryAfter } = refusalOf(error, spell);
  if (status === 500) onFault(error);
  if (retryAfter !== null) c.header('retry-after', String(retryAfter));
  const { message, hint } = refusal.error;
  return isFile(c) ? c.json(refusal, status) : c.html(refusedPage(message, hint), status);
}
