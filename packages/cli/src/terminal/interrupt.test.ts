import { afterEach, expect, test, vi } from 'vitest';
import { listenForInterrupt } from './interrupt.ts';

afterEach(() => vi.restoreAllMocks());

/** A process that remembers how it was left, and a clock that is set by hand. */
function stage() {
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as () => never);
  return {
    exit,
    later(ms: number) {
      now += ms;
    },
  };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s aborts and is told once', (signal) => {
  const { exit } = stage();
  const onFirst = vi.fn();
  const interrupt = listenForInterrupt(onFirst);
  process.emit(signal);
  expect(interrupt.signal.aborted).toBe(true);
  process.emit(signal);
  expect(onFirst).toHaveBeenCalledTimes(1);
  expect(exit).not.toHaveBeenCalled();
  interrupt.end();
});

test('a second wish leaves at once, the echo of the first does not', () => {
  const { exit, later } = stage();
  const interrupt = listenForInterrupt(() => {});
  process.emit('SIGINT');
  later(100);
  process.emit('SIGINT');
  expect(exit).not.toHaveBeenCalled();
  later(400);
  process.emit('SIGINT');
  expect(exit).toHaveBeenCalledWith(130);
  interrupt.end();
});

test('afterwards signals mean what they meant before', () => {
  const before = process.listenerCount('SIGINT');
  const interrupt = listenForInterrupt(() => {});
  expect(process.listenerCount('SIGINT')).toBe(before + 1);
  interrupt.end();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
