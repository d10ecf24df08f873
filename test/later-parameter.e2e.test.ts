/** A parameter that comes after results were stored: the program that knows it runs in this process. */

import type { Parameter } from '@latentsweep/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorkplace, TINY, type Workplace } from './sweep-process.ts';

vi.mock('../packages/core/src/parameter/common.ts', async (original) => {
  const { COMMON } = await original<typeof import('../packages/core/src/parameter/common.ts')>();
  const toy: Parameter = {
    name: 'toy',
    type: 'integer',
    minimum: 0,
    default: 0,
    absentMeans: 0,
    description: 'A toy.',
  };
  return { COMMON: [...COMMON, toy] };
});

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('tiny.yaml', TINY);
  // The program as it is, which does not know the parameter.
  expect((await place.start('run', 'tiny.yaml').ended).code).toBe(0);
});
afterAll(() => place.remove());

test('the same file is the same sweep', async () => {
  expect((await place.sweep('run', 'tiny.yaml')).err).toContain('Nothing needs to run');
});

test('its trials are taken over, under another name and beside other values of the parameter', async () => {
  const again = await place.sweep('run', 'tiny.yaml', '--set', 'name=again');
  expect(again.err).toContain('12 trials completed, all of them taken over from earlier sweeps');
  const both = await place.sweep('run', 'tiny.yaml', '--set', 'name=both', '--set', 'toy=[0, 3]');
  expect(both.err).toContain('12 of them taken over from earlier sweeps');
  const { out } = await place.sweep(
    'sql',
    'select toy, count(*) as trials, count(distinct config_hash) as configs from sweep_both group by 1 order by 1',
    ...['-f', 'json'],
  );
  expect(JSON.parse(out)).toEqual([
    { toy: 0, trials: 12, configs: 6 },
    { toy: 3, trials: 12, configs: 6 },
  ]);
});

test('its sweep is extended: only the difference is trained, beside the same baselines', async () => {
  const { err } = await place.sweep('run', 'tiny.yaml', '--replicates', '3');
  expect(err).toContain('12 of them taken over from earlier sweeps');
  const top = await place.sweep('top', 'tiny_2', '-f', 'json');
  expect(top.code).toBe(0);
  expect(top.out).toContain('vae_mixing');
});
