import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { TryAgain } from '@latentsweep/store';
import type { Hono } from 'hono';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { SAFE_HEADERS } from '../guard/headers.ts';
import { keyOf, OVERVIEW, overviewQuestion, sweepQuestion } from '../live/questions.ts';
import { wish } from '../wishes.ts';

/** What is told waits for so much at most in a client that does not read: then it is let go, and may come again. */
const MOST_WAITING_BYTES = 1024 * 1024;
/** Pages that are open at once. */
const MOST_LISTENERS = 1000;
/** After which a browser comes again. */
const RETRY_MS = 2000;

/** How all sweeps go, or one: told as it changes. */
export function addEvents(app: Hono<Env>, desk: Desk): void {
  const { hub } = desk;
  app.get('/api/events', async (c) => {
    if (hub.size >= MOST_LISTENERS) {
      throw new TryAgain('busy', `${MOST_LISTENERS} pages are open already.`, 'Close some of them.');
    }
    const word = wish(c.req, 'sweep');
    const { key, question } = word === undefined ? all(desk) : await one(desk, word);
    const { outgoing } = c.env;
    outgoing.writeHead(200, {
      ...SAFE_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // For proxies that would wait for more.
      'x-accel-buffering': 'no',
    });
    if (c.req.method === 'HEAD') outgoing.end();
    else {
      outgoing.write(`retry: ${RETRY_MS}\n\n`);
      const leave = hub.join(key, question, {
        mayAct: c.var.mayAct,
        send(text) {
          if (outgoing.writableLength > MOST_WAITING_BYTES) outgoing.destroy();
          else if (!outgoing.destroyed) outgoing.write(text);
        },
      });
      outgoing.on('close', leave);
      if (outgoing.destroyed) leave();
    }
    return RESPONSE_ALREADY_SENT;
  });
}

const all = (desk: Desk) => ({ key: OVERVIEW, question: () => overviewQuestion(desk) });

async function one(desk: Desk, word: string) {
  const store = await desk.store();
  const { sweep } = await store.findSweep(word);
  return { key: keyOf(sweep), question: () => sweepQuestion(desk, store, sweep) };
}
