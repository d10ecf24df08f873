import { afterEach, expect, test, vi } from 'vitest';
import { interruptible, leavable } from './interrupt.ts';

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

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s aborts and is told once', async (name) => {
  const { exit } = stage();
  const onFirst = vi.fn();
  await interruptible(onFirst, async (signal) => {
    process.emit(name);
    expect(signal.aborted).toBe(true);
    process.emit(name);
  });
  expect(onFirst).toHaveBeenCalledTimes(1);
  expect(exit).not.toHaveBeenCalled();
});

test('a second wish leaves at once, the echo of the first does not', async () => {
  const { exit, later } = stage();
  await interruptible(
    () => {},
    async () => {
      process.emit('SIGINT');
      later(100);
      process.emit('SIGINT');
      expect(exit).not.toHaveBeenCalled();
      later(400);
      process.emit('SIGINT');
      expect(exit).toHaveBeenCalledWith(130);
    },
  );
});

test('what may be left is left at once, and told; afterwards not', async () => {
  const { exit } = stage();
  const onSignal = vi.fn();
  const before = process.listenerCount('SIGTERM');
  await leavable(onSignal, async () => {
    process.emit('SIGTERM');
    expect(onSignal).toHaveBeenCalledTimes(1);
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  });
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

test('afterwards signals mean what they meant before, however the work ended', async () => {
  const before = process.listenerCount('SIGINT');
  const during = async () => {
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    throw new Error('It failed.');
  };
  await expect(interruptible(() => {}, during)).rejects.toThrow('It failed.');
  expect(process.listenerCount('SIGINT')).toBe(before);
});
