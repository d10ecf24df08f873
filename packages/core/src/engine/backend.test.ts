import { expect, test } from 'vitest';
import { backendOf } from './backend.ts';

test('the backend is what follows the version', () => {
  expect(backendOf('tfjs@1-wasm')).toBe('wasm');
  expect(backendOf('tfjs@12-tensorflow-gpu')).toBe('tensorflow-gpu');
});

test.each(['simd@1', 'reference@1', 'tfjs@1', 'simd@1-wasm', ''])("'%s' has none", (id) => {
  expect(backendOf(id)).toBeNull();
});
