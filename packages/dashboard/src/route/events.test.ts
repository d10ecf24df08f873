import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Store, TryAgain } from '@latentsweep/store';
import { createMemoryStore } from '@latentsweep/store/memory';
import { expect, test } from 'vitest';
import { listening, open, serving, TOKEN } from '../fixtures/server.ts';
import { endSome, letGo, sweepOf } from '../fixtures/sweep.ts';

/** Polls come fast, so that no test waits; what is counted are calls, not times. */
const live = { pollMs: 20, quietMs: 60 };

/** A store that counts what it is asked, and goes away when it is told to. */
function countedStore() {
  const calls = new Map<keyof Store, number>();
  const state = { away: false };
  const store = createMemoryStore({
    onCall(method, when) {
      if (when === 'done') return;
      calls.set(method, (calls.get(method) ?? 0) + 1);
      if (state.away)
        throw new TryAgain('store_unreachable', 'The store cannot be reached: it is away.', 'Wait.');
    },
  });
  return { store, state, calls: (method: keyof Store) => calls.get(method) ?? 0 };
}

test('a sweep is told as it goes, and the list with it', async () => {
  const { store } = countedStore();
  const sweep = await sweepOf(store, { name: 'deck' }, { ended: 4 });
  const { dashboard } = await serving(store, { live });
  const one = await listening(dashboard.address, '/api/events?sweep=deck');
  const all = await listening(dashboard.address, '/api/events', { authorization: `Bearer ${TOKEN}` });
  await Promise.all([one.until(1), all.until(1)]);
  expect(one.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(one.seen[0]).toMatchObject({
    event: 'sweep',
    data: { slug: 'deck', state: 'running', planned: 16, counts: { completed: 4, pending: 12 } },
  });
  expect(all.seen[0]).toMatchObject({ event: 'sweeps', data: { mayAct: true, sweeps: [{ word: 'deck' }] } });
  await endSome(store, sweep, 8);
  const isNew = ({ data }: (typeof one.seen)[number]) => JSON.stringify(data).includes('"completed":12');
  for (const events of [one, all])
    while (!events.seen.some(isNew)) await events.until(events.seen.length + 1);
  const { data } = one.seen.find(isNew)!;
  expect(data).toMatchObject({ best: { value: 0.0505, n: 2, config: { latent_size: 5 } } });
  await letGo(store, sweep);
  await all.until(all.seen.length + 1);
  expect(all.seen.at(-1)!.data).toMatchObject({
    sweeps: [{ state: 'stopped', waitsFor: expect.any(String) }],
  });
});

test('a hundred pages cost the store what one costs', async () => {
  const { store, calls } = countedStore();
  await sweepOf(store, { name: 'deck' }, { ended: 4 });
  const { dashboard, get } = await serving(store, { live });
  const pages = await Promise.all(
    Array.from({ length: 100 }, () => listening(dashboard.address, '/api/events?sweep=deck')),
  );
  await Promise.all(pages.map((page) => page.until(1)));
  // One look asks for the counts once.
  const before = calls('counts');
  const looks = calls('runHolders');
  while (calls('counts') < before + 5) await sleep(5);
  expect(calls('runHolders') - looks).toBeLessThanOrEqual(2 * (calls('counts') - before + 1));
  // Whoever opens the page is told what is known already.
  const asked = calls('counts');
  expect((await get('/api/sweeps/deck')).json()).toMatchObject({ live: { slug: 'deck' } });
  expect(calls('counts') - asked).toBeLessThanOrEqual(3);
  // Nothing changed: nothing was told again.
  for (const { seen } of pages)
    expect(seen.filter(({ event }) => event === 'sweep').length).toBeLessThanOrEqual(2);
  for (const { response } of pages) response.destroy();
  while (calls('counts') !== (await sleep(60, calls('counts')))) {}
});

test('a page that is open while nothing happens hears a comment now and then', async () => {
  const { store } = countedStore();
  const { dashboard } = await serving(store, { live });
  const page = await listening(dashboard.address);
  await page.until(1);
  while (page.quiet() < 3) await sleep(5);
  expect(page.seen).toHaveLength(1);
});

test('a store that goes away and comes back is said, and the page mends itself', async () => {
  const { store, state } = countedStore();
  await sweepOf(store, { name: 'deck' }, { ended: 4 });
  const { dashboard, get } = await serving(store, { live });
  const page = await listening(dashboard.address, '/api/events?sweep=deck');
  await page.until(1);
  state.away = true;
  while (page.seen.at(-1)!.event !== 'gone') await page.until(page.seen.length + 1);
  expect(page.seen.at(-1)!.data).toMatchObject({
    what: 'store',
    text: expect.stringContaining('trying again'),
  });
  expect((await get('/api/sweeps/deck')).status).toBe(503);
  state.away = false;
  await page.until(page.seen.length + 1);
  expect(page.seen.at(-1)).toMatchObject({ event: 'sweep', data: { slug: 'deck' } });
});

test('a sweep that is deleted while its page is open is said', async () => {
  const { store } = countedStore();
  const sweep = await sweepOf(store, { name: 'deck' });
  const { dashboard, post, get } = await serving(store, { live });
  const page = await listening(dashboard.address, '/api/events?sweep=deck');
  await page.until(1);
  await letGo(store, sweep);
  expect((await post('/api/sweeps/deck/remove', {})).json()).toEqual({
    text: 'Deleted deck with 16 results.',
  });
  while (page.seen.at(-1)!.event !== 'gone') await page.until(page.seen.length + 1);
  expect(page.seen.at(-1)!.data).toEqual({ what: 'sweep', text: 'This sweep was removed.' });
  for (const path of ['/api/sweeps/deck', '/api/events?sweep=deck', '/api/sweeps/deck/trials']) {
    const answer = await get(path);
    expect([answer.status, answer.json()]).toMatchObject([404, { error: { code: 'unknown_sweep' } }]);
  }
});

test('a client that does not read is let go, and the others go on', async () => {
  const { store } = countedStore();
  const description = 'x'.repeat(60_000);
  for (let i = 0; i < 10; i++) await sweepOf(store, { name: `deck ${i}`, description }, { ended: 0 });
  const { sweep } = await store.findSweep('deck 0');
  const { dashboard } = await serving(store, { live });
  const page = await listening(dashboard.address);
  await page.until(1);
  const slow = await open(dashboard.address, { path: '/api/events' });
  const ended = once(slow, 'error');
  // More than the sockets of both sides hold.
  for (let i = 0; i < 50; i++) {
    await store.setSweepState(sweep.id, i % 2 === 0 ? 'paused' : 'running');
    await page.until(page.seen.length + 1);
  }
  slow.resume();
  expect(await ended).toMatchObject([{ message: 'aborted' }]);
  expect(page.response.destroyed).toBe(false);
});

test('closing ends all streams', async () => {
  const { store } = countedStore();
  const { dashboard } = await serving(store, { live });
  const pages = await Promise.all(Array.from({ length: 5 }, () => listening(dashboard.address)));
  const ends = pages.map(
    ({ response }) => new Promise<void>((resolve) => response.once('close', () => resolve())),
  );
  await dashboard.close();
  await Promise.all(ends);
});

test('the headers alone can be asked for', async () => {
  const { dashboard } = await serving(createMemoryStore(), { live });
  const response = await open(dashboard.address, { method: 'HEAD', path: '/api/events' });
  expect(response.headers['content-type']).toContain('text/event-stream');
  await new Promise<void>((resolve) => response.resume().once('end', () => resolve()));
});
