import { compareConfigs, configPage, trialPage } from '@latentsweep/app';
import { InputError } from '@latentsweep/core';
import type { Hono } from 'hono';
import type { CompareAnswer, ConfigAnswer, TrialAnswer } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { wish } from '../wishes.ts';

/** A config with its replicates, several beside each other, a single trial. */
export function addConfigs(app: Hono<Env>, desk: Desk): void {
  app.get('/api/sweeps/:sweep/configs/:hash', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const answer: ConfigAnswer = await configPage(store, sweep, c.req.param('hash'));
    return c.json(answer);
  });

  app.get('/api/sweeps/:sweep/compare', async (c) => {
    const store = await desk.store();
    const { sweep } = await store.findSweep(c.req.param('sweep'));
    const words = (wish(c.req, 'configs') ?? '').split(',').filter((word) => word !== '');
    const answer: CompareAnswer = await compareConfigs(store, sweep, words, wish(c.req, 'by'));
    return c.json(answer);
  });

  app.get('/api/trials/:id', async (c) => {
    const store = await desk.store();
    const word = c.req.param('id');
    if (!/^\d{1,15}$/.test(word)) {
      throw new InputError(
        'unknown_trial',
        'A trial is named by its id, a number.',
        'See `sweep trials SWEEP`.',
      );
    }
    const answer: TrialAnswer = await trialPage(store, Number(word));
    return c.json(answer);
  });
}
