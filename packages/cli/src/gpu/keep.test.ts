import { expect, test } from 'vitest';
import { type Keeping, keepRunning, nextPause } from './keep.ts';

const worker = { gpu: { index: 0, name: 'T4', bytes: null, driver: null }, name: 'w', args: [], env: {} };

/** Processes that end by themselves with these codes; the next one runs until it is stopped and leaves with 0. */
function machine(codes: readonly (number | null)[]) {
  const controller = new AbortController();
  const said: (readonly [code: number | null, pauseMs: number | null])[] = [];
  const seen = { started: 0, stopped: 0 };
  const keeping: Keeping = {
    signal: controller.signal,
    start() {
      const code = codes[seen.started++];
      if (code !== undefined) return { ended: Promise.resolve(code), stop() {} };
      const { promise, resolve } = Promise.withResolvers<number>();
      const stop = () => {
        seen.stopped++;
        resolve(0);
      };
      return { ended: promise, stop };
    },
    onEnd: (_, code, pauseMs) => said.push([code, pauseMs]),
    sleep: () => Promise.resolve(),
    now: () => 0,
  };
  return { controller, said, seen, keeping };
}

test('one that dies is started again after pauses that double; a signal stops it once', async () => {
  const { controller, said, seen, keeping } = machine([1, null, 1]);
  const kept = keepRunning(worker, keeping);
  while (seen.started < 4) await new Promise(setImmediate);
  controller.abort();
  expect(await kept).toBe(false);
  expect(said).toEqual([
    [1, 1000],
    [null, 2000],
    [1, 4000],
    [0, null],
  ]);
  expect(seen).toEqual({ started: 4, stopped: 1 });
});

test('one that says that its input is bad is given up', async () => {
  const { said, keeping } = machine([1, 2]);
  expect(await keepRunning(worker, keeping)).toBe(true);
  expect(said).toEqual([
    [1, 1000],
    [2, null],
  ]);
});

test('none is started after the signal, also during a pause', async () => {
  const { controller, seen, keeping } = machine([1]);
  const sleep = async () => controller.abort();
  expect(await keepRunning(worker, { ...keeping, sleep })).toBe(false);
  expect(seen.started).toBe(1);
});

test.each([
  [null, 0, 1000],
  [1000, 0, 2000],
  [32_000, 0, 60_000],
  [60_000, 299_999, 60_000],
  [60_000, 300_000, 1000],
])('after a pause of %s and %s ms of life: %s', (before, lived, pause) => {
  expect(nextPause(before, lived)).toBe(pause);
});
