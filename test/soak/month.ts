/**
 * A coordinator and a worker in one process, for DAYS days by a clock that runs fast: sweeps come twice a day, other
 * workers come and go. Prints, as JSON, the live heap in bytes after 2 days and at the end. With a second argument,
 * `leak`, something is kept twice a second, which must show.
 *
 *   node --expose-gc test/soak/month.ts DAYS [leak]
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { createRegistry, eventText, servingMetrics, workerMetrics } from '@latentsweep/app/services';
import { createMemoryBus } from '@latentsweep/bus';
import { serveSweeps } from '@latentsweep/coordinator';
import { createMemoryStore } from '@latentsweep/store/memory';
import { newSweep, TRIALS } from '../../packages/coordinator/src/coordinate/fixtures/sweep.ts';
import { startThreads } from '../../packages/worker/src/worker.ts';
import { pass } from './clock.ts';

const HOUR = 3_600_000;
const HEAP_MB = 64;
const EARLY_HOURS = 48;
const [, , days = '30', leak] = process.argv;
const hours = Number(days) * 24;

const bus = createMemoryBus({ ackWaitMs: 60_000, lasting: true });
const store = createMemoryStore({ now: () => Date.now() });

const stopping = new AbortController();
const serving = servingMetrics(createRegistry('coordinator', '0'), () => true);
const served = serveSweeps({
  ...{ store, bus, name: 'coordinator', signal: stopping.signal },
  onEvent: (event) => {
    serving.note(event);
    eventText(event);
  },
});
const noteEvent = workerMetrics(createRegistry('worker', '0'), () => null);
const starting = startThreads(
  new URL('./thread.ts', import.meta.url),
  { bus, slots: 1, name: 'worker', onEvent: noteEvent },
  HEAP_MB,
);
await pass(0, () => false);
const worker = await starting;
const atWork = () => worker.stats().held > 0;

/** A worker that is there for an hour. */
function visitor(hour: number) {
  const about = { v: 4, worker: `visitor-${hour}`, host: 'elsewhere', pid: 1, version: '1' } as const;
  const rest = { engine: 'fake@1', slots: 1, capacity: 1, labels: ['other'], done: 0, trials: [] };
  return (state: 'working' | 'gone') => bus.publishPresence({ ...about, ...rest, state });
}

let ended = 0;
let id = 0;
async function hour(number: number): Promise<void> {
  if (number % 12 === 0) {
    const given = { ...newSweep, name: `sweep ${number}`, definitionHash: String(number) };
    ({ id } = (await store.createSweep(given)).sweep);
    await store.submitSweep(id);
  }
  const say = visitor(number);
  for (let minute = 0; minute < 60; minute++) {
    say('working');
    await pass(HOUR / 60, atWork);
  }
  say('gone');
  if (number % 12 !== 11) return;
  ended += (await store.counts(id)).diverged;
  await store.removeSweep(id);
}

function liveBytes(): number {
  global.gc!();
  global.gc!();
  return process.memoryUsage().heapUsed;
}

if (leak) {
  const { promise } = Promise.withResolvers<void>();
  setInterval(() => void Promise.race([sleep(1), promise]), 500);
}
let early = 0;
let late = 0;
for (let number = 0; number < hours; number++) {
  await hour(number);
  // Each day: without, 10 days later V8 has let go of 5 MB of its own, and a leak of that size would not show.
  if ((number + 1) % 24 === 0) late = liveBytes();
  if (number + 1 === EARLY_HOURS) early = late;
}
process.stdout.write(`${JSON.stringify({ early, late, ended, expected: (hours / 12) * TRIALS })}\n`);

stopping.abort();
const ending = Promise.all([served, worker.stop({ graceMs: 0 })]);
await pass(10_000, () => false);
await ending;
process.exit(0);
