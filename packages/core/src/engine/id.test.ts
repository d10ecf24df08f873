import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatEngineId, parseEngineId } from './id.ts';

test.each([
  ['simd@1', { kind: 'simd', version: '1', backend: null }],
  ['tfjs@1-wasm', { kind: 'tfjs', version: '1', backend: 'wasm' }],
  ['tfjs@12-tensorflow-gpu', { kind: 'tfjs', version: '12', backend: 'tensorflow-gpu' }],
  ['tfjs@1-tensorflow:2.21.0', { kind: 'tfjs', version: '1', backend: 'tensorflow', runtime: '2.21.0' }],
  ['some@1:NVIDIA H100, 550.1', { kind: 'some', version: '1', backend: null, runtime: 'NVIDIA H100, 550.1' }],
])('%s is how an engine stands in stores and messages', (text, id) => {
  expect(parseEngineId(text)).toEqual(id);
  expect(formatEngineId(id)).toBe(text);
});

test('an id comes back from its text', () => {
  const part = fc.stringMatching(/^[a-z0-9]+$/);
  const backend = fc.option(fc.stringMatching(/^[a-z0-9-]+$/));
  const runtime = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(fc.record({ kind: part, version: part, backend, runtime }), (id) => {
      expect(parseEngineId(formatEngineId(id))).toEqual(id);
    }),
  );
});

test('what is no id is no known engine', () => {
  expect(parseEngineId('')).toEqual({ kind: '', version: '', backend: null });
  expect(parseEngineId('simd')).toEqual({ kind: 'simd', version: '', backend: null });
});
