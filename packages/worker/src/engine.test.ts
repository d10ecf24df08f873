import { expect, it } from 'vitest';
import { engineId, openEngine, tfjsEngineId } from './engine.ts';

it.each([
  [{ kind: 'reference' }, /^reference@/],
  [{ kind: 'simd' }, /^simd@/],
  [{ kind: 'tfjs', backend: 'wasm' }, /^tfjs@\d+-wasm$/],
] as const)('%o is an engine that says what it is', async (spec, id) => {
  const engine = await openEngine(spec);
  expect(engineId(engine)).toMatch(id);
  await engine.close();
});

it('knows the id of the TF.js engine without it', async () => {
  const engine = await openEngine({ kind: 'tfjs', backend: 'cpu' });
  expect(tfjsEngineId('cpu')).toBe(engineId(engine));
  await engine.close();
});

it('says how to get a backend that is not here', async () => {
  const spec = { kind: 'tfjs', backend: 'tensorflow-gpu', nativeFolder: import.meta.dirname } as const;
  await expect(openEngine(spec)).rejects.toMatchObject({ code: 'backend_missing' });
});
