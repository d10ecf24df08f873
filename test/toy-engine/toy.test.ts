/** A new engine is a package and a line in the registry: this one goes from a sweep file to the leaderboard. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseEngine, newSweep, soughtFor } from '@latentsweep/app';
import { createMemoryBus } from '@latentsweep/bus';
import { coordinate, parseSweep, resolveDataset, sweepJsonSchema } from '@latentsweep/coordinator';
import { openStore } from '@latentsweep/store';
import { expect, onTestFinished, test } from 'vitest';
import { startThreads } from '../../packages/worker/src/worker.ts';
import { TINY } from '../sweep-process.ts';
import { ENGINES } from './engines.ts';

const FILE = `${TINY.replace('train: 400', 'train: 60')}engine: toy\n`;

test('an engine with a line in the registry trains the sweeps that ask for it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'toy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  expect(JSON.stringify(sweepJsonSchema(ENGINES))).toContain('"toy"');
  const parsed = parseSweep(FILE, { path: 'tiny.yaml', folder, engines: ENGINES });
  const { definition } = parsed;
  const dataset = await resolveDataset(definition.dataset, { sweepSeed: definition.seed });
  const engine = await chooseEngine(ENGINES, {}, soughtFor({ definition, dataset }));
  expect(engine).toMatchObject({ id: 'toy@7', note: null });

  const store = await openStore({ location: folder, lingerMs: 0 });
  onTestFinished(() => store.close());
  const { sweep } = await store.createSweep(newSweep({ ...parsed, dataset }, engine, 16));
  const bus = createMemoryBus();
  const script = new URL('./thread.ts', import.meta.url);
  const worker = await startThreads(script, { bus, slots: 1, engine: engine.spec });
  onTestFinished(async () => {
    await worker.stop();
    await bus.close();
  });
  expect(worker.engine).toBe('toy@7');
  const outcome = await coordinate({
    ...{ store, bus, sweep, definition, dataset, slots: () => worker.capacity() },
    signal: new AbortController().signal,
    onStatus: () => {},
  });
  expect(outcome).toMatchObject({ state: 'completed', counts: { completed: 12, failed: 0 } });
  const { columns, rows } = await store.leaderboard(sweep, { limit: 1 });
  const [best] = rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i], cell])));
  expect(best).toMatchObject({ rank: 1, n: 2, mean: expect.any(Number) });
});

test('elsewhere it is unknown, and the file says so at once', () => {
  const engines = ENGINES.filter(({ name }) => name !== 'toy');
  expect(() => parseSweep(FILE, { path: 'tiny.yaml', folder: '/', engines })).toThrow(
    expect.objectContaining({
      faults: [expect.objectContaining({ code: 'unknown_value', path: 'engine' })],
    }),
  );
});
