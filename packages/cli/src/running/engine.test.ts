import { tfjsEngineId } from '@latentsweep/worker';
import { expect, test } from 'vitest';
import { checkEngine, chooseEngine, engineForCluster, passedOverText } from './engine.ts';
import { defaultSlots } from './options.ts';

const PLAIN = { engine: 'auto', parameters: [] } as const;
const WIDE = {
  engine: 'auto',
  parameters: [{ name: 'hidden_sizes', distribution: { kind: 'constant', value: [1024] } }],
} as const;
const nativeFolder = '/nowhere';

test('auto is the SIMD engine, also for wide layers where libtensorflow is not there', async () => {
  for (const sweep of [PLAIN, WIDE]) {
    const chosen = await chooseEngine({ nativeFolder }, sweep);
    expect(chosen).toMatchObject({ spec: { kind: 'simd' }, id: expect.stringMatching(/^simd@/), note: null });
  }
});

test('TF.js gets the best backend that works, and why it is not a better one', async () => {
  const { spec, id, note } = await chooseEngine({ engine: 'tfjs', nativeFolder }, PLAIN);
  expect(spec).toEqual({ kind: 'tfjs', backend: 'wasm', nativeFolder });
  expect(id).toBe(tfjsEngineId('wasm'));
  expect(note).toMatch(/^TF\.js runs on wasm .*tensorflow-gpu: .* is not installed; tensorflow: .* is not/);
  expect((await chooseEngine({ backend: 'wasm' }, PLAIN)).note).toBeNull();
});

test('a backend by name that is missing is an error, when a sweep is begun and when it goes on', async () => {
  const missing = { code: 'backend_missing', hint: expect.stringContaining('npm install') };
  await expect(chooseEngine({ backend: 'tensorflow', nativeFolder }, PLAIN)).rejects.toMatchObject(missing);
  await expect(checkEngine(tfjsEngineId('tensorflow'), nativeFolder)).rejects.toMatchObject(missing);
});

test('a cluster gets what its workers have, or what is named, which need not be here', async () => {
  const workers = async () => [tfjsEngineId('tensorflow'), tfjsEngineId('wasm')];
  const none = async () => [];
  const never = () => Promise.reject(new Error('asked'));
  const request = { nativeFolder };
  expect(await engineForCluster({ ...request, backend: 'tensorflow-gpu' }, PLAIN, never)).toBe(
    tfjsEngineId('tensorflow-gpu'),
  );
  expect(await engineForCluster({ ...request, engine: 'tfjs' }, PLAIN, workers)).toBe(
    tfjsEngineId('tensorflow'),
  );
  expect(await engineForCluster({ ...request, engine: 'tfjs' }, PLAIN, none)).toBe(tfjsEngineId('wasm'));
  expect(await engineForCluster(request, WIDE, none)).toMatch(/^simd@/);
  expect(await engineForCluster({ ...request, engine: 'reference' }, PLAIN, workers)).toMatch(/^reference@/);
});

test('what is best is said without others', () => {
  expect(passedOverText('tensorflow-gpu', 'GPU', [])).toBe('TF.js runs on tensorflow-gpu (GPU).');
});

test('libtensorflow takes all cores, so one thread uses it', () => {
  expect(defaultSlots({ kind: 'tfjs', backend: 'tensorflow' })).toBe(1);
  expect(defaultSlots({ kind: 'tfjs', backend: 'tensorflow-gpu' })).toBe(1);
  expect(defaultSlots({ kind: 'tfjs', backend: 'wasm' })).toBe(defaultSlots({ kind: 'simd' }));
});
