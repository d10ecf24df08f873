import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store, Table } from '@latentsweep/store';
import { TryAgain } from '@latentsweep/store';
import { createMemoryStore } from '@latentsweep/store/memory';
import { expect, test } from 'vitest';
import { open, serving } from './fixtures/server.ts';
import { sweepOf } from './fixtures/sweep.ts';

const PAGE = 2000;

/** A sweep whose trials are pages without an end, or with one that fails. */
async function endless(failing = Number.POSITIVE_INFINITY) {
  let pages = 0;
  const store: Store = {
    ...createMemoryStore(),
    async trials(_, { after }): Promise<Table> {
      pages++;
      if (pages > failing) throw new TryAgain('store_unreachable', 'It is away.', 'Wait.');
      const rows = Array.from({ length: PAGE }, (__, i) => [after + i + 1, 'x'.repeat(100)]);
      return { columns: ['number', 'text'], rows };
    },
  };
  await sweepOf(store, { name: 'deck' }, { ended: 0 });
  return { ...(await serving(store)), pages: () => pages };
}

test('a file is read as fast as it is taken, and no further than it is wanted', async () => {
  const { dashboard, pages } = await endless();
  const response = await open(dashboard.address, { path: '/api/sweeps/deck/trials.csv' });
  // Nobody reads: what sockets and streams hold is all that was asked for.
  let before = -1;
  while (before !== pages()) {
    before = pages();
    await sleep(100);
  }
  expect(before).toBeGreaterThan(1);
  expect(before).toBeLessThan(200);
  response.destroy();
  await sleep(100);
  const after = pages();
  await sleep(200);
  expect(pages()).toBe(after);
});

test('a store that goes away in the middle ends the connection: no half of a file passes for a whole one', async () => {
  const { dashboard, faults } = await endless(60);
  const response = await open(dashboard.address, { path: '/api/sweeps/deck/trials.csv' });
  expect(response.statusCode).toBe(200);
  let lines = 0;
  response.setEncoding('utf8').on('data', (piece: string) => {
    lines += piece.split('\n').length - 1;
  });
  await once(response, 'error');
  expect(response.complete).toBe(false);
  expect(lines).toBeLessThanOrEqual(60 * PAGE + 1);
  expect(faults).toEqual([]);
});

test('where the first page fails it is a refusal', async () => {
  const { get } = await endless(0);
  expect((await get('/api/sweeps/deck/trials.csv')).status).toBe(503);
});
