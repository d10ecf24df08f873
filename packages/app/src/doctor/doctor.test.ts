import type { EngineKind } from '@latentsweep/core';
import { TryAgain } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { examine } from './doctor.ts';

const engine: EngineKind = {
  ...{ name: 'none', description: '', auto: false, variants: [] },
  open: () => Promise.reject(new Error('It is not built.')),
};

test('a store that cannot be reached is wrong, and waited for once', async () => {
  let opened = 0;
  const open = async () => {
    opened += 1;
    throw new TryAgain('store_unreachable', 'It is away.', 'Start it.');
  };
  const checks = await examine({
    ...{ version: '1', engines: [engine], nativeFolder: undefined, bus: null },
    store: { place: 'postgresql://host/results', isFolder: false, there: true, open },
  });
  expect(checks.at(-1)).toMatchObject({ name: 'store', state: 'wrong', fix: 'Start it.' });
  expect(opened).toBe(1);
});
