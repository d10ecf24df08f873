import { askedJson, LONGEST_LEASE_MS, openAsking, readTold, tellTrial } from '@latentsweep/app';
import { InputError, spelled } from '@latentsweep/core';
import type { Hono } from 'hono';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { readObject, readText } from '../guard/body.ts';
import { needToken } from '../guard/need-token.ts';

/** What is asked or told is short. */
const MOST_BYTES = 64 * 1024;

/** What `sweep ask` and `sweep tell` do, for programs elsewhere. docs/ask-tell.md describes it. */
export function addAsk(app: Hono<Env>, { store, spell }: Desk): void {
  app.post('/api/sweeps/:sweep/ask', async (c) => {
    needToken(c);
    const { trials = 1, lease_seconds: seconds, ...others } = await readObject(c.env.incoming, MOST_BYTES);
    if (typeof trials !== 'number' || Object.keys(others).length > 0) throw badAsk();
    const opened = await store();
    const { sweep } = await opened.findSweep(c.req.param('sweep'));
    const asking = await openAsking({ store: opened }, sweep);
    const answer = await asking.ask(trials, leaseOf(seconds));
    const reason = answer.reason === null ? null : spelled(answer.reason, spell);
    return c.json({ state: answer.state, reason, trials: answer.trials.map(askedJson) });
  });
  app.post('/api/trials/:trial/tell', async (c) => {
    needToken(c);
    const said = readTold(await readText(c.env.incoming, MOST_BYTES));
    return c.json(await tellTrial({ store: await store() }, c.req.param('trial'), said));
  });
}

function leaseOf(seconds: unknown): { readonly leaseMs?: number } {
  if (seconds === undefined) return {};
  if (typeof seconds !== 'number' || !(seconds >= 1 && 1000 * seconds <= LONGEST_LEASE_MS)) throw badAsk();
  return { leaseMs: 1000 * seconds };
}

const badAsk = () =>
  new InputError(
    'bad_ask',
    'What was asked is not understood.',
    'Send { "trials": 4, "lease_seconds": 3600 }: how many, and for how long each is kept, up to a year. Both may be left out.',
  );
