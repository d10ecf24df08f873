import { ENGINES } from '@latentsweep/worker/engines';
import { expect, test } from 'vitest';
import { PLAIN } from '../format/style.ts';
import { backendCheck } from './backends.ts';
import { checkLines } from './check.ts';
import { gpusText } from './gpus.ts';

const on = (backend: string) =>
  ENGINES.flatMap(({ variants }) => variants).find(({ id }) => id.backend === backend)!;
const missing = { works: false, reason: 'it is not installed', fix: 'Install it.' } as const;

test('a backend that works, with what a step costs', () => {
  const step = { alone: 2059.4, width: 64, together: 101.2 };
  const check = backendCheck(on('tensorflow'), { works: true, step });
  expect(checkLines([check], Number.POSITIVE_INFINITY, PLAIN)).toEqual([
    'ok     tfjs tensorflow  CPU, by libtensorflow: a step takes 2,059 µs, of 64 trials together 101 µs each',
  ]);
});

test('an optional one that is not installed is no fault, one of our own is', () => {
  expect(checkLines([backendCheck(on('tensorflow'), missing)], Number.POSITIVE_INFINITY, PLAIN)).toEqual([
    'info   tfjs tensorflow  it is not installed',
    `${' '.repeat(24)}→ Install it.`,
  ]);
  expect(backendCheck(on('wasm'), missing).state).toBe('wrong');
});

test('one that takes its process with it', () => {
  expect(backendCheck(on('tensorflow'), 'its process died of SIGILL')).toMatchObject({ state: 'warning' });
  expect(backendCheck(on('cpu'), 'its process died of SIGSEGV').state).toBe('wrong');
});

test('GPUs with their memory', () => {
  expect(
    gpusText([
      { index: 0, name: 'Tesla T4', bytes: 16e9 },
      { index: 1, name: 'X', bytes: null },
    ]),
  ).toBe('0 Tesla T4, 16.0 GB; 1 X');
});
