import { tfjsEngineId } from '@latentsweep/worker';
import { expect, test } from 'vitest';
import { engineOfWorkers, engineSpecOf, hasWideLayers, wantedEngine } from './engine-wish.ts';

test.each([
  [{}, 'auto', 'auto'],
  [{}, 'tfjs', 'tfjs'],
  [{ engine: 'simd' }, 'tfjs', 'simd'],
  [{ backend: 'wasm' }, 'auto', 'tfjs'],
  [{ backend: 'wasm' }, 'simd', 'tfjs'],
  [{ backend: 'auto', engine: 'auto' }, 'reference', 'tfjs'],
] as const)('%j over a file that says %s is %s', (wish, file, wanted) => {
  expect(wantedEngine(wish, file)).toBe(wanted);
});

test.each(['simd', 'reference'] as const)('a backend contradicts %s', (engine) => {
  expect(() => wantedEngine({ engine, backend: 'auto' }, 'auto')).toThrow(
    expect.objectContaining({ code: 'bad_option', message: expect.stringContaining(`not of ${engine}`) }),
  );
});

const swept = (
  name: string,
  distribution: Parameters<typeof hasWideLayers>[0]['parameters'][0]['distribution'],
) => ({
  parameters: [
    { name: 'latent_size', distribution: { kind: 'constant' as const, value: 1000 } },
    { name, distribution },
  ],
});

test.each([
  [false, swept('hidden_sizes', { kind: 'constant', value: [767, 10] })],
  [true, swept('hidden_sizes', { kind: 'constant', value: [10, 768] })],
  [true, swept('classifier_hidden_sizes', { kind: 'categorical', values: [[], [800]], probabilities: null })],
  [false, swept('epochs', { kind: 'constant', value: 1000 })],
  [false, { parameters: [] }],
])('wide layers: %s', (wide, sweep) => {
  expect(hasWideLayers(sweep)).toBe(wide);
});

test('the id of an engine tells what to open again', () => {
  expect(engineSpecOf('simd@3')).toEqual({ kind: 'simd' });
  expect(engineSpecOf('reference@1')).toEqual({ kind: 'reference' });
  expect(engineSpecOf(tfjsEngineId('tensorflow-gpu'), '/n')).toEqual({
    ...{ kind: 'tfjs', backend: 'tensorflow-gpu', nativeFolder: '/n' },
  });
  expect(engineSpecOf(tfjsEngineId('tensorflow'))).toMatchObject({ backend: 'tensorflow' });
  expect(engineSpecOf('tfjs@0-wasm')).toMatchObject({ backend: 'wasm' });
});

test.each([
  ['auto', ['simd@3', tfjsEngineId('tensorflow-gpu')], null],
  ['auto', [tfjsEngineId('wasm'), tfjsEngineId('tensorflow-gpu')], tfjsEngineId('tensorflow-gpu')],
  ['tfjs', ['simd@3', tfjsEngineId('wasm'), tfjsEngineId('tensorflow')], tfjsEngineId('tensorflow')],
  ['tfjs', ['simd@3', 'tfjs@0-wasm'], null],
  ['tfjs', [], null],
  ['simd', [tfjsEngineId('wasm')], null],
] as const)('%s, with workers %j: %s', (wanted, engines, id) => {
  expect(engineOfWorkers(wanted, engines)).toBe(id);
});
