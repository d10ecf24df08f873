import { availableParallelism } from 'node:os';
import {
  BackendMissing,
  createReferenceEngine,
  denseClassifier,
  denseVae,
  type EngineKind,
  REFERENCE,
} from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker';
import { expect, test } from 'vitest';
import { defaultSlots, threadsOf } from '../run/team.ts';
import { checkEngine, chooseEngine, engineForCluster, passedOverText, type Sought } from './engine.ts';
import { type EngineWish, variantOf } from './engine-wish.ts';

const PLAIN = { engine: 'auto', networks: [] };
const layersOf = (...hiddenSizes: number[]) => denseClassifier({ features: 10, hiddenSizes, classes: 2 });
const WIDE = { engine: 'auto', networks: [layersOf(10), layersOf(10, 1024)] };
const nativeFolder = '/nowhere';

test('auto is the SIMD engine, also for wide layers where libtensorflow is not there', async () => {
  for (const sweep of [PLAIN, WIDE]) {
    const chosen = await chooseEngine(ENGINES, { nativeFolder }, sweep);
    expect(chosen).toMatchObject({ spec: { kind: 'simd' }, id: expect.stringMatching(/^simd@/), note: null });
  }
});

test('TF.js gets the best backend that works, and why it is not a better one', async () => {
  const { spec, id, note } = await chooseEngine(ENGINES, { engine: 'tfjs', nativeFolder }, PLAIN);
  expect(spec).toEqual({ kind: 'tfjs', backend: 'wasm', nativeFolder });
  expect(id).toBe('tfjs@1-wasm');
  expect(note).toMatch(
    /^The engine tfjs runs on wasm .*tensorflow-gpu: .* is not installed; tensorflow: .* is not/,
  );
  expect((await chooseEngine(ENGINES, { backend: 'wasm' }, PLAIN)).note).toBeNull();
});

test('a backend by name that is missing is an error, when a sweep is begun and when it goes on', async () => {
  const missing = { code: 'backend_missing', hint: expect.stringContaining('`sweep setup tensorflow`') };
  await expect(chooseEngine(ENGINES, { backend: 'tensorflow', nativeFolder }, PLAIN)).rejects.toMatchObject(
    missing,
  );
  await expect(
    checkEngine(ENGINES, { slug: 's', engine: 'tfjs@1-tensorflow' }, { nativeFolder }),
  ).rejects.toMatchObject(missing);
});

/** An engine that some machines have and that does well what the first one is slow at. */
const PLENTY: EngineKind = {
  ...REFERENCE,
  name: 'plenty',
  auto: true,
  variants: [{ ...REFERENCE.variants[0]!, id: { kind: 'plenty', version: '1', backend: null } }],
};

test('auto is the first engine that supports the networks of the sweep and works here, and says why', async () => {
  const engines = [...ENGINES, PLENTY];
  const open = async () => ({ ...createReferenceEngine(), ...PLENTY.variants[0]! });
  const chosen = await chooseEngine([...ENGINES, { ...PLENTY, open }], { nativeFolder }, WIDE);
  expect(chosen).toMatchObject({
    id: 'plenty@1',
    note: 'The engine simd is slow at layers of 768 units or more: plenty@1 is taken.',
  });
  const missing = () => Promise.reject(new BackendMissing('No.', 'no', 'Get it.'));
  const without = [...ENGINES, { ...PLENTY, open: missing }];
  expect(await chooseEngine(without, { nativeFolder }, WIDE)).toMatchObject({ id: 'simd@1', note: null });
  expect((await chooseEngine(engines, { nativeFolder }, PLAIN)).id).toBe('simd@1');
});

test('an engine that lacks what a sweep needs is refused, and auto takes one that has it', async () => {
  const network = denseVae({
    ...{ features: 1, classes: 2, hiddenSizes: [], latentSize: 1, reconstruction: 'bce', reduction: 'mean' },
    conditional: true,
  });
  const sweep = { engine: 'auto', networks: [], needed: [network] };
  const refused = {
    code: 'bad_option',
    message: 'The engine tfjs has no VAE that is told the class, which this sweep needs.',
  };
  await expect(chooseEngine(ENGINES, { engine: 'tfjs', nativeFolder }, sweep)).rejects.toMatchObject(refused);
  await expect(engineForCluster(ENGINES, {}, sweep, async () => ['tfjs@1-wasm'])).rejects.toMatchObject(
    refused,
  );
  expect((await chooseEngine(ENGINES, { nativeFolder }, sweep)).id).toMatch(/^simd@/);
});

test('a cluster gets what its workers have, or what is named, which need not be here', async () => {
  const workers = async () => ['tfjs@1-tensorflow:2.15.1', 'tfjs@1-wasm'];
  const none = async () => [];
  const never = () => Promise.reject(new Error('asked'));
  const of = async (request: EngineWish, sweep: Sought, theirs: () => Promise<readonly string[]>) =>
    (await engineForCluster(ENGINES, { nativeFolder, ...request }, sweep, theirs)).id;
  expect(await of({ backend: 'wasm' }, PLAIN, never)).toBe('tfjs@1-wasm');
  // Its bits depend on the version of the library: theirs counts, or else that which our set-up installs.
  expect(await of({ backend: 'tensorflow-gpu' }, PLAIN, workers)).toBe('tfjs@1-tensorflow-gpu:2.21.0');
  expect(await of({ backend: 'tensorflow' }, PLAIN, workers)).toBe('tfjs@1-tensorflow:2.15.1');
  expect(await of({ engine: 'tfjs' }, PLAIN, workers)).toBe('tfjs@1-tensorflow:2.15.1');
  expect(await of({ engine: 'tfjs' }, PLAIN, none)).toBe('tfjs@1-wasm');
  expect(await of({}, WIDE, none)).toMatch(/^simd@/);
  expect(await of({ engine: 'reference' }, PLAIN, workers)).toMatch(/^reference@/);
});

test('what is best is said without others', () => {
  const gpu = variantOf(ENGINES, 'tfjs@1-tensorflow-gpu');
  expect(passedOverText(gpu, [])).toBe('The engine tfjs runs on tensorflow-gpu (GPU, by libtensorflow).');
});

test('an engine that takes all cores is used by one thread', () => {
  expect(defaultSlots({ takesTheMachine: true })).toBe(1);
  expect(defaultSlots({ takesTheMachine: false })).toBe(availableParallelism());
});

/** An engine on a device, as it says of itself when it is asked in a process of its own. */
const DEVICE: EngineKind = {
  name: 'card',
  description: 'for a test',
  auto: true,
  variants: [
    {
      ...ENGINES[0]!.variants[0]!,
      ...{ id: { kind: 'card', version: '1', backend: null }, bitsOf: ENGINES[0]!.variants[0]!.id },
      traits: {
        ...ENGINES[0]!.variants[0]!.traits,
        ...{ gpu: true, ownProcess: true, takesTheMachine: true, pays: { from: 8, to: 64 }, fuses: 64 },
      },
      supports: ({ hidden }) =>
        hidden.some((layer) => layer.kind === 'dense' && layer.units > 256) ? 'is slow' : null,
    },
  ],
  open: () => Promise.reject(new Error('not in this process')),
};
const DEVICES = [ENGINES[0]!, ENGINES[1]!, DEVICE];
const SIMD_ID = ENGINES[0]!.variants[0]!.id;
const there = async () => ({
  ...{ id: SIMD_ID, traits: DEVICE.variants[0]!.traits },
  computedBy: { engine: 'card@1', device: 'Card 5', driver: '550.1' },
});
const missing = () => Promise.reject(new BackendMissing('No card.', 'no card', 'Buy one.'));

test('a device that has the bits of the first engine has its name, and every sweep of it', async () => {
  const wish = { engine: 'card', device: 'Card', allowSoftware: true, deviceFolder: '/kept' };
  const chosen = await chooseEngine(DEVICES, wish, PLAIN, there);
  const { engine: kind, ...options } = wish;
  expect(chosen.spec).toEqual({ kind, backend: undefined, ...options });
  expect(chosen.id).toMatch(/^simd@/);
  expect(chosen.note).toMatch(/^Card 5 trains, with the bits of simd@/);
  await expect(chooseEngine(DEVICES, wish, PLAIN, missing)).rejects.toMatchObject({ hint: 'Buy one.' });
});

test.each([
  ['as many trials as a cohort of it is worth', {}, { trials: 8 }, true],
  ['a worker, to which any number may come', {}, { trials: Number.POSITIVE_INFINITY }, true],
  ['engine auto by its name', { engine: 'auto' }, { trials: 8 }, true],
  ['fewer trials', {}, { trials: 7 }, false],
  ['trials that nobody counted', {}, {}, false],
  ['another engine by its name', { engine: 'simd' }, { trials: 8 }, false],
  ['another engine by its name in the file', {}, { engine: 'simd', trials: 8 }, false],
  ['a backend by its name', { backend: 'wasm' }, { trials: 8 }, false],
  ['networks that the device does not support', {}, { networks: [layersOf(300)], trials: 8 }, false],
  ['programs', {}, { program: true as const, trials: 8 }, false],
] as const)('auto has a device beside its threads: %s', async (_, wish, sweep, isBeside) => {
  const never = () => Promise.reject(new Error('it is opened later'));
  const given = { device: 'Card', deviceFolder: '/kept', ...wish };
  const { spec, beside } = await chooseEngine(DEVICES, given, { ...PLAIN, ...sweep }, never);
  expect(spec.kind).not.toBe('card');
  expect(beside).toEqual(isBeside ? { kind: 'card', device: 'Card', deviceFolder: '/kept' } : null);
});

test('a driver in software stands for a device where that is allowed', async () => {
  const { beside } = await chooseEngine(DEVICES, { allowSoftware: true }, { ...PLAIN, trials: 8 });
  expect(beside).toEqual({ kind: 'card', allowSoftware: true });
});

test('a device leaves a core to the host, and one more thread comes where it is not there after all', () => {
  const [traits, beside] = [{ takesTheMachine: false }, { kind: 'card' }];
  const cores = availableParallelism();
  const slots = Math.max(1, cores - 1);
  expect(threadsOf({ traits, beside: null })).toEqual({ slots: cores });
  expect(threadsOf({ traits, beside })).toEqual({ slots, beside, insteadOfDevice: cores - slots });
  expect(threadsOf({ traits, beside }, 3)).toEqual({ slots: 3, beside, insteadOfDevice: 0 });
});

test('a cluster trains such a sweep wherever those bits are', async () => {
  const known = await engineForCluster(DEVICES, { engine: 'card' }, PLAIN, async () => []);
  expect(known.id).toMatch(/^simd@/);
  expect(known.traits).toEqual(ENGINES[0]!.variants[0]!.traits);
});
