import { ENGINES } from '@latentsweep/worker/engines';
import { expect, test } from 'vitest';
import { backendCheck } from './backends.ts';
import { gpusText } from './find-gpus.ts';

const on = (backend: string) =>
  ENGINES.flatMap(({ variants }) => variants).find(({ id }) => id.backend === backend)!;
const missing = { works: false, reason: 'it is not installed', fix: 'Install it.' } as const;

test('a backend that works, with what a step costs', () => {
  const step = { alone: 2059.4, width: 64, together: 101.2 };
  const check = backendCheck(on('tensorflow'), { works: true, runtime: '2.21.0', step });
  expect(check).toEqual({
    ...{ name: 'tfjs tensorflow', state: 'ok', fix: null },
    found: 'CPU, by libtensorflow 2.21.0: a step takes 2,059 µs, of 64 trials together 101 µs each',
  });
});

test('an optional one that is not installed is no fault, one of our own is', () => {
  expect(backendCheck(on('tensorflow'), missing)).toEqual({
    ...{ name: 'tfjs tensorflow', state: 'info', found: 'it is not installed', fix: 'Install it.' },
  });
  expect(backendCheck(on('wasm'), missing).state).toBe('wrong');
});

test('one that takes its process with it', () => {
  expect(backendCheck(on('tensorflow'), 'its process died of SIGILL')).toMatchObject({ state: 'warning' });
  expect(backendCheck(on('cpu'), 'its process died of SIGSEGV').state).toBe('wrong');
});

test('GPUs with their memory', () => {
  expect(
    gpusText([
      { index: 0, name: 'Tesla T4', bytes: 16e9, driver: null },
      { index: 1, name: 'X', bytes: null, driver: null },
    ]),
  ).toBe('0 Tesla T4, 16.0 GB; 1 X');
});
