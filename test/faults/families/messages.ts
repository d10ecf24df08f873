/** Messages that come twice, late, in another order, from the past, or are no messages at all. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../harness/fault.ts';
import type { Scene } from '../harness/scene.ts';
import { type Passing, Tap } from '../harness/tap.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Runs with a client that listens and adds. */
const tapped = (inject: (scene: Scene, tap: Tap) => Promise<void>): Fault['inject'] =>
  async function injectTapped(scene) {
    const tap = await Tap.on(scene.cluster.nats.url);
    try {
      await inject(scene, tap);
    } finally {
      await tap.close();
    }
  };

/** A message as a program of another version or a broken one would send it. */
const BAD: readonly { readonly what: string; readonly make: (good: string) => string }[] = [
  { what: 'no JSON', make: () => '{"v":4,' },
  { what: 'truncated', make: (good) => good.slice(0, Math.floor(good.length / 2)) },
  { what: 'another version', make: (good) => good.replaceAll('"v":4', '"v":2') },
  { what: 'fields missing', make: () => '{"v":4}' },
  { what: 'nothing', make: () => '' },
  { what: 'no text', make: () => '\u0000\ufffd\u0000' },
  { what: 'not an object', make: () => '[1,2,3]' },
];

export const messageFaults: readonly Fault[] = [
  {
    name: 'jobs and results delivered twice and in another order',
    short: true,
    sweep: { rates: 8 },
    times: 100,
    inject: tapped(async (scene, tap) => {
      const { random } = scene;
      await scene.untilEnded(20);
      const sent = { jobs: 0, results: 0 };
      while ((await scene.state()) === 'running') {
        const fresh: Passing[] = [
          ...tap.jobs.splice(0).map((job, i) => ({ ...job, i })),
          ...new Set(tap.results.splice(0).map(({ from }) => from)),
        ];
        // What this client sends comes back to it: half of that is enough.
        const chosen = fresh.filter(() => random.next() < 0.4).sort(() => random.next() - 0.5);
        for (const message of chosen) {
          tap.publish(message);
          sent[message.subject.includes('.jobs.') ? 'jobs' : 'results'] += 1;
          scene.fired();
        }
        await sleep(200);
      }
      if (sent.jobs === 0 || sent.results === 0) throw new Error('Nothing of one kind was sent again.');
      scene.note(`sent again: ${sent.jobs} jobs, ${sent.results} messages of results`);
    }),
  },
  {
    name: 'malformed, truncated, wrong-version and oversized messages',
    short: true,
    sweep: { rates: 8 },
    times: 24,
    inject: tapped(async (scene, tap) => {
      await scene.untilEnded(10);
      await scene.until('jobs and results pass', () => tap.jobs.length > 0 && tap.results.length > 0);
      const job = tap.jobs[0]!;
      const result = tap.results[0]!.from;
      for (const { make } of BAD) {
        for (const good of [job, result]) {
          tap.publish({ ...good, data: encoder.encode(make(decoder.decode(good.data))) });
        }
        for (const kind of ['progress.worker-1', 'presence.worker-1', 'control']) {
          tap.publishText(kind, make('{"v":4,"action":"cancel"}'));
        }
        await scene.untilMoreEnded(1);
      }
      // As big as the server takes them.
      const big = 'x'.repeat(900_000);
      tap.publish({ ...result, data: encoder.encode(`[{"v":4,"jobId":"${big}"}]`) });
      tap.publishText('presence.worker-1', `{"v":4,"worker":"${big}"}`);
      tap.publish({ ...job, data: encoder.encode(`{"v":4,"id":"${big}"}`) });
      scene.fired();
    }),
    async shown({ cluster }) {
      const { badMessages } = await cluster.store.alarms();
      const kinds = new Set(badMessages.map(({ kind }) => kind));
      for (const kind of ['result', 'progress', 'presence']) {
        if (!kinds.has(kind)) throw new Error(`No bad ${kind} was kept.`);
      }
      return badMessages.length;
    },
  },
  {
    name: 'failures of attempts that are over',
    sweep: { rates: 8 },
    epochMs: 60,
    times: 5,
    inject: tapped(async (scene, tap) => {
      const { cluster } = scene;
      await scene.untilEnded(5);
      for (const worker of cluster.workers.slice(1)) await worker.end('SIGKILL');
      // What they had at work runs for the second time; word comes that the first time failed.
      const told = new Set<number>();
      await scene.until('trials have second attempts', async () => {
        for (const { id, sweepId } of await secondAttempts(scene)) {
          if (told.has(id)) continue;
          told.add(id);
          const failed = { outcome: 'failed', error: 'of an attempt that is over' };
          const about = { v: 4, jobId: `${sweepId}.${id}.1`, sweepId, trialId: id, attempt: 1 };
          const message = { ...about, durationMs: 1, worker: 'worker-1', result: failed };
          tap.publishText('results.worker-1', JSON.stringify([message]));
          scene.fired();
        }
        return told.size >= 5;
      });
      for (let i = 0; i < 3; i++) cluster.work();
    }),
  },
];

/** Trials that run for the second time. */
async function secondAttempts({ cluster }: Scene): Promise<{ id: number; sweepId: number }[]> {
  const { rows } = await cluster.store.query(
    `select id, sweep_id from trial_rows where state = 'running' and attempt = 2`,
  );
  return rows.map(([id, sweepId]) => ({ id: id as number, sweepId: sweepId as number }));
}
