/**
 * The clock of this process, run by hand: timers fire in their order as fast as their work is done, so that a month
 * takes a minute. Import it before anything that looks at a clock. Threads keep their own clock.
 *
 * Time goes in steps of STEP_MS, as on a machine that is late with everything: what waits for less goes round once a
 * step. Each round of each loop still happens millions of times in a month, so that a bound of a few megabytes shows
 * whatever keeps a few bytes a round.
 */

import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import promises from 'node:timers/promises';

interface Timer {
  at: number;
  /** Of timers that fire at the same time. */
  order: number;
  readonly run: () => void;
  /** Milliseconds until it fires again. */
  readonly every: number | null;
  cleared: boolean;
}

/** That of the loop which a leader goes round. */
const STEP_MS = 500;

const realImmediate = setImmediate;
const startedAt = Date.now();
let now = 0;
let orders = 0;
/** A binary heap: no timer fires before its parent. */
const heap: Timer[] = [];

const before = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(timer: Timer): void {
  let i = heap.length;
  for (; i > 0; i = (i - 1) >> 1) {
    const parent = heap[(i - 1) >> 1]!;
    if (before(parent, timer)) break;
    heap[i] = parent;
  }
  heap[i] = timer;
}

function pop(): Timer {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (before(last, heap[child]!)) break;
    heap[i] = heap[child]!;
    i = child;
  }
  heap[i] = last;
  return first;
}

function start(run: () => void, ms: number, repeated: boolean) {
  const wait = Math.max(1, Math.ceil((ms || 0) / STEP_MS)) * STEP_MS;
  const timer: Timer = {
    at: now + wait,
    order: orders++,
    run,
    every: repeated ? wait : null,
    cleared: false,
  };
  push(timer);
  const handle = Object.assign(timer, {
    ref: () => handle,
    unref: () => handle,
    hasRef: () => true,
    close: () => clear(handle),
  });
  return handle;
}

function clear(timer: unknown): void {
  if (timer) (timer as Timer).cleared = true;
}

async function sleep<T>(ms = 1, value?: T, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
  if (signal?.aborted) throw signal.reason;
  return new Promise<T>((resolve, reject) => {
    const waiting = signal && waitingFor(signal);
    const timer = start(() => end(() => resolve(value as T)), ms, false);
    const aborted = () => end(() => reject(signal!.reason));
    const end = (settle: () => void) => {
      clear(timer);
      waiting?.delete(aborted);
      settle();
    };
    waiting?.add(aborted);
  });
}

const sleepers = new WeakMap<AbortSignal, Set<() => void>>();

/** Who sleeps until a signal: it is listened to once, since listeners that come and go are most of what a sleep costs. */
function waitingFor(signal: AbortSignal): Set<() => void> {
  const known = sleepers.get(signal);
  if (known) return known;
  const waiting = new Set<() => void>();
  signal.addEventListener('abort', () => {
    for (const aborted of waiting) aborted();
  });
  sleepers.set(signal, waiting);
  return waiting;
}

const RealDate = Date;
Object.assign(globalThis, {
  setTimeout: (run: (...args: unknown[]) => void, ms: number, ...args: unknown[]) =>
    start(() => run(...args), ms, false),
  setInterval: (run: (...args: unknown[]) => void, ms: number, ...args: unknown[]) =>
    start(() => run(...args), ms, true),
  clearTimeout: clear,
  clearInterval: clear,
  Date: new Proxy(RealDate, {
    construct: (target, args: [], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [startedAt + now] : args, newTarget),
    get: (target, key, receiver) =>
      key === 'now' ? () => startedAt + now : Reflect.get(target, key, receiver),
  }),
});
Object.defineProperty(performance, 'now', { value: () => now });
Object.assign(promises, { setTimeout: sleep });
syncBuiltinESMExports();

/** Lets everything that is ready run: promises, and messages of threads. */
const settle = () => new Promise<void>((resolve) => void realImmediate(resolve));

/**
 * Fires timers until `ms` have passed. While `held` says so, time stands still: something is at work that has a clock
 * of its own.
 */
export async function pass(ms: number, held: () => boolean): Promise<void> {
  const end = now + ms;
  for (;;) {
    await settle();
    if (held()) continue;
    while (heap[0]?.cleared) pop();
    const next = heap[0];
    if (!next || next.at > end) break;
    now = next.at;
    while (heap[0] && heap[0].at <= now) fire(pop());
  }
  now = end;
}

function fire(timer: Timer): void {
  if (timer.cleared) return;
  if (timer.every !== null) {
    timer.at = now + timer.every;
    timer.order = orders++;
    push(timer);
  }
  timer.run();
}
