import { formatEngineId } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker/engines';
import { expect, test } from 'vitest';
import { engineOfWorkers, variantOf, wantedEngine, workerWith } from './engine-wish.ts';

test.each([
  [{}, 'auto', 'auto'],
  [{}, 'tfjs', 'tfjs'],
  [{ engine: 'simd' }, 'tfjs', 'simd'],
  [{ backend: 'wasm' }, 'auto', 'tfjs'],
  [{ backend: 'wasm' }, 'simd', 'tfjs'],
  [{ backend: 'auto', engine: 'auto' }, 'reference', 'tfjs'],
] as const)('%j over a file that says %s is %s', (wish, file, wanted) => {
  expect(wantedEngine(ENGINES, wish, file)).toBe(wanted);
});

test.each(['simd', 'reference'])('a backend contradicts %s', (engine) => {
  expect(() => wantedEngine(ENGINES, { engine, backend: 'auto' }, 'auto')).toThrow(
    expect.objectContaining({
      code: 'bad_option',
      message: `--backend auto is one of the engine tfjs, not of ${engine}.`,
    }),
  );
});

test.each([
  ['simd@3', 'simd@1'],
  ['reference@1', 'reference@1'],
  ['tfjs@1-tensorflow-gpu:2.9.1', 'tfjs@1-tensorflow-gpu:2.21.0'],
  ['tfjs@0-wasm', 'tfjs@1-wasm'],
  ['unknown@1', 'simd@1'],
])('a sweep of %s goes on with %s', (id, ours) => {
  expect(formatEngineId(variantOf(ENGINES, id).id)).toBe(ours);
});

test.each([
  ['auto', ['simd@1', 'tfjs@1-tensorflow-gpu'], 'simd@1'],
  ['auto', ['simd@3', 'tfjs@1-tensorflow-gpu'], null],
  ['auto', ['tfjs@1-wasm', 'tfjs@1-tensorflow-gpu:2.9.1'], 'tfjs@1-tensorflow-gpu:2.9.1'],
  ['auto', ['reference@1'], null],
  ['tfjs', ['simd@3', 'tfjs@1-wasm', 'tfjs@1-tensorflow:2.15.1'], 'tfjs@1-tensorflow:2.15.1'],
  ['tfjs', ['tfjs@1-tensorflow:2.15.1', 'tfjs@1-tensorflow:2.21.0'], 'tfjs@1-tensorflow:2.21.0'],
  ['tfjs', ['simd@3', 'tfjs@0-wasm'], null],
  ['tfjs', [], null],
  ['simd', ['tfjs@1-wasm'], null],
])('%s, with workers %j: %s', (wanted, theirs, id) => {
  const variant = engineOfWorkers(ENGINES, wanted, theirs);
  expect(variant && formatEngineId(variant.id)).toBe(id);
});

test.each([
  ['simd@1', 'worker'],
  ['tfjs@1-wasm', 'worker --backend wasm'],
  ['tfjs@1-tensorflow-gpu', 'worker --gpus all'],
  ['reference@1', 'worker --engine reference'],
])('a worker with %s is started by %s', (id, command) => {
  expect(workerWith(ENGINES, id)).toBe(command);
});
