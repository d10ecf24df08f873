import { InputError } from '@latentsweep/core';
import { expect, it } from 'vitest';
import { stockMath } from '../math/stock.ts';
import { chooseBackend, loaderOf } from './choose.ts';
import type { BackendName } from './port.ts';

/** A machine on which these backends work. */
const machine = (...works: BackendName[]) => {
  const asked: BackendName[] = [];
  const load = async (name: BackendName) => {
    asked.push(name);
    if (!works.includes(name)) throw new Error(`no ${name} here`);
    return { name, registered: name, device: 'a device', math: stockMath, maxCohort: 1 };
  };
  return { asked, load };
};

it('takes the best that works, says why the better ones do not, and asks no further', async () => {
  const { asked, load } = machine('wasm', 'cpu');
  const { loaded, passedOver } = await chooseBackend('auto', load);
  expect(loaded.name).toBe('wasm');
  expect(asked).toEqual(['tensorflow-gpu', 'tensorflow', 'wasm']);
  expect(passedOver.map(({ name, reason }) => [name, reason])).toEqual([
    ['tensorflow-gpu', 'no tensorflow-gpu here'],
    ['tensorflow', 'no tensorflow here'],
  ]);
});

it('takes no other than the one that is asked for', async () => {
  const { asked, load } = machine('tensorflow-gpu', 'wasm');
  expect((await chooseBackend('wasm', load)).loaded.name).toBe('wasm');
  const missing = chooseBackend('cpu', load);
  await expect(missing).rejects.toThrow(InputError);
  await expect(missing).rejects.toMatchObject({
    code: 'backend_missing',
    message: 'The TF.js backend "cpu" can\'t be used here: no cpu here.',
  });
  expect(asked).toEqual(['wasm', 'cpu']);
});

it('says how to get a native library that is not installed', async () => {
  await expect(chooseBackend('tensorflow', loaderOf({ nativeFolder: '/nowhere' }))).rejects.toMatchObject({
    code: 'backend_missing',
    message: expect.stringContaining('@tensorflow/tfjs-node is not installed'),
    hint: expect.stringMatching(/npm install .*@tensorflow\/tfjs-node@4.22.0/),
  });
});

it('finds wasm on a machine without libtensorflow', async () => {
  const { loaded, passedOver } = await chooseBackend('auto', loaderOf({ nativeFolder: '/nowhere' }));
  expect(loaded.name).toBe('wasm');
  expect(passedOver.every(({ reason }) => reason.endsWith('is not installed'))).toBe(true);
});
