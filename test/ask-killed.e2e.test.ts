import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Asking, openAsking } from '@latentsweep/app';
import { openStore } from '@latentsweep/store';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkplace, type Running, type Workplace } from './sweep-process.ts';

/** Short, so that what a killed process had taken comes back while the test waits; not so short that it comes back again and again. */
const LEASE = '20s';
const CONFIGS = 10;
const TRIALS = 2 * CONFIGS;
const FILE = `ask: true
name: mine
method: grid
replicates: 2
metric: { name: loss, goal: minimize }
parameters: { a: { values: [${Array.from({ length: CONFIGS }, (_, i) => i).join()}] } }
`;
const TOKEN = 'a-token-of-a-test-0123456789';

interface Given {
  readonly trial: string;
  readonly config: { readonly a: number };
  readonly replicate: number;
}
const lossOf = ({ config, replicate }: Given) => config.a * 10 + replicate;

const postgres: PostgresServer | string = await startPostgres();
afterAll(async () => {
  if (typeof postgres !== 'string') await postgres.remove();
});

/** Whole lines of what a process said before it was killed. */
const givenIn = (out: string): Given[] =>
  out
    .slice(0, out.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Given);

/** How long a command takes whole, as the last one that was not killed did: the machine may be busy, and then not. */
let whole = 0;

/** Killed after this share of the time that it takes. */
async function endAt(share: number, running: Running) {
  const began = performance.now();
  const timer = setTimeout(() => running.child.kill('SIGKILL'), whole * share);
  const ended = await running.ended;
  clearTimeout(timer);
  if (ended.code !== null) whole = performance.now() - began;
  return ended;
}

describe.each(['embedded', 'postgres'] as const)('asked of a store (%s), and killed', (kind) => {
  let place: Workplace;
  let location = '.latentsweep';

  beforeAll(async () => {
    place = await openWorkplace();
    if (kind === 'postgres' && typeof postgres !== 'string') {
      location = await postgres.createDatabase('killed');
    }
    await place.write('latentsweep.yaml', `store: ${location}\n`);
    await place.write('mine.yaml', FILE);
    await place.write('token', TOKEN);
  });
  afterAll(() => place.remove());

  const told = new Map<number, number>();
  const noteTold = (given: Given) => told.set(Number.parseInt(given.trial, 10), lossOf(given));
  const rows = async (slug: string) =>
    JSON.parse(
      (
        await place.sweep(
          'sql',
          '-f',
          'json',
          `select id, a, replicate, state, loss from sweep_${slug} order by id`,
        )
      ).out,
    ) as { id: number; a: number; replicate: number; state: string; loss: number }[];

  /** Every trial ended once, with what it computes to, and all that was confirmed stands. */
  async function count(slug: string): Promise<void> {
    const all = await rows(slug);
    expect(all.map(({ state }) => state)).toEqual(Array.from({ length: TRIALS }, () => 'completed'));
    const pairs = all.map(({ a, replicate }) => `${a} ${replicate}`);
    expect(new Set(pairs).size).toBe(TRIALS);
    for (const { id, a, replicate, loss } of all) {
      expect(loss).toBe(a * 10 + replicate);
      if (told.has(id)) expect(told.get(id)).toBe(loss);
    }
    const [{ n }] = JSON.parse(
      (await place.sweep('sql', '-f', 'json', 'select count(*)::int as n from trial_reports')).out,
    );
    expect(n).toBe(0);
  }

  test.skipIf(kind === 'postgres' && typeof postgres === 'string')(
    'whoever asks or tells, at any moment: nothing is lost or doubled',
    async () => {
      // It begins the sweep, and its store.
      for (const given of givenIn((await place.sweep('ask', 'mine.yaml')).out)) {
        await place.sweep('tell', given.trial, '--metric', `loss=${lossOf(given)}`);
      }
      whole = 60_000;
      await endAt(1, place.start('tell', '1', '--metric', 'loss=nan'));
      let killed = 0;
      // From before the store is opened to after it was written.
      for (const share of [0.6, 0.8, 1, 1.5, 0.9, 0.7]) {
        const asking = await endAt(share, place.start('ask', 'mine', '-n', '2', '--lease', LEASE));
        killed += asking.code === null ? 1 : 0;
        for (const [i, given] of givenIn(asking.out).entries()) {
          const metric = ['--metric', `loss=${lossOf(given)}`];
          if (i === 0) await endAt(share, place.start('tell', given.trial, '--step', '1', ...metric));
          const ended = await endAt(share, place.start('tell', given.trial, ...metric));
          if (ended.code === 0) noteTold(given);
          else killed += 1;
        }
      }
      expect(killed).toBeGreaterThan(1);
      for (;;) {
        const { out, err, code } = await place.sweep('ask', 'mine', '-n', '2', '--lease', LEASE);
        expect(code).toBe(0);
        for (const given of givenIn(out)) {
          const { code: heard } = await place.sweep('tell', given.trial, '--metric', `loss=${lossOf(given)}`);
          expect(heard).toBe(0);
          noteTold(given);
        }
        if (err.includes('is complete')) break;
        if (out === '') await sleep(500);
      }
      expect(told.size).toBeGreaterThan(TRIALS / 2);
      await count('mine');
    },
    400_000,
  );

  test.skipIf(kind === 'postgres' && typeof postgres === 'string')(
    'the server that is asked over HTTP: nothing is lost or doubled',
    async () => {
      told.clear();
      await place.write('served.yaml', FILE.replace('mine', 'served'));
      expect((await place.sweep('ask', 'served.yaml', '--lease', LEASE)).code).toBe(0);
      const probe = createServer().listen(0, '127.0.0.1');
      await once(probe, 'listening');
      const { port } = probe.address() as { port: number };
      probe.close();
      const start = () =>
        place.start('dashboard', '--no-open', '--port', String(port), '--token-file', 'token');
      let server = start();
      await server.says(/Dashboard: http/);
      const post = async (path: string, body: object) => {
        const answer = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        return { status: answer.status, said: (await answer.json()) as Record<string, unknown> };
      };
      let killed = 0;
      let ended = false;
      const killing = (async () => {
        while (!ended && killed < 3) {
          await sleep(1500);
          server.child.kill('SIGKILL');
          await server.ended;
          killed++;
          server = start();
          await server.says(/Dashboard: http/);
        }
      })();
      for (;;) {
        try {
          const { said } = await post('sweeps/served/ask', { trials: 2, lease_seconds: 20 });
          for (const given of (said['trials'] ?? []) as Given[]) {
            const { status } = await post(`trials/${given.trial}/tell`, { metrics: { loss: lossOf(given) } });
            if (status === 200) noteTold(given);
          }
          if (said['state'] === 'done' && killed === 3) break;
          if (said['state'] !== 'given') await sleep(300);
          else await sleep(200);
        } catch {
          // It was killed in the middle.
          await sleep(100);
        }
      }
      ended = true;
      await killing;
      server.child.kill('SIGINT');
      await server.ended;
      await count('served');
    },
    400_000,
  );
});

test.skipIf(typeof postgres === 'string')(
  'many who ask a Postgres at once are never given the same',
  async () => {
    const location = await (postgres as PostgresServer).createDatabase('many');
    const place = await openWorkplace();
    try {
      await place.write('latentsweep.yaml', `store: ${location}\n`);
      await place.write('mine.yaml', FILE.replace('[0,', '[-3, -2, -1, 0,'));
      expect((await place.sweep('ask', 'mine.yaml')).code).toBe(0);
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ location })));
      const { sweep } = await stores[0]!.findSweep('mine');
      const askers = await Promise.all(stores.map((store, i) => openAsking({ store, asker: `${i}` }, sweep)));
      const seen: string[] = ['1'];
      const loop = async (asking: Asking) => {
        for (;;) {
          const { trials, state } = await asking.ask(2);
          seen.push(...trials.map(({ trial }) => trial));
          for (const { trial } of trials) await asking.tell(trial, { metrics: { loss: 1 } });
          if (state !== 'given') return;
        }
      };
      await Promise.all(askers.map(loop));
      expect(seen.length).toBe(TRIALS + 6);
      expect(new Set(seen).size).toBe(seen.length);
      await askers[0]!.tell('1', { metrics: { loss: 1 } });
      expect((await stores[0]!.sweep(sweep.id)).state).toBe('completed');
      await Promise.all(stores.map((store) => store.close()));
    } finally {
      await place.remove();
    }
  },
);
