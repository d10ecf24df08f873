import { expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { define } from '../sweep-file/fixtures.ts';
import { definitionHash } from './definition-hash.ts';

const definition = define('latent_size: { values: [2, 4] }\nepochs: { value: 5 }');
const hash = (changed: Partial<SweepDefinition>, fingerprint = 'f', engine = 'e@1') =>
  definitionHash({ ...definition, ...changed }, fingerprint, engine);

test('description, labels, the order of parameters and where the data lie decide nothing', () => {
  expect(hash({})).toMatch(/^[0-9a-f]{64}$/);
  expect(hash({ description: 'other' })).toBe(hash({}));
  expect(hash({ requires: ['gpu'] })).toBe(hash({}));
  expect(hash({ parameters: definition.parameters.toReversed() })).toBe(hash({}));
  expect(hash({ engine: 'simd' })).toBe(hash({}));
  expect(hash(JSON.parse(JSON.stringify(definition)) as SweepDefinition)).toBe(hash({}));
});

test('a definition without baselines has the hash of versions that knew none', () => {
  const GRID = '72354c23e6f50a0ebf66569ae675b73362782b2ff6fc90ec2f6b2f10cbfcbe65';
  const RANDOM = '36fdd92308c1d536e4df4d32a9dc16cbef2aafd712b0f4d3bb25cfbd4a75ef4a';
  const lines = 'latent_size: { values: [2, 4] }\nepochs: { value: 5 }';
  const hashOf = (top: string) => definitionHash(define(lines, top), 'f', 'e@1');
  expect(hashOf('method: grid')).toBe(GRID);
  expect(hashOf('method: grid\nbaselines: false')).toBe(GRID);
  expect(hashOf('method: random\nrun_cap: 9\nbaselines: false')).toBe(RANDOM);
  expect(hashOf('method: random\nrun_cap: 9')).not.toBe(RANDOM);
});

test('all that decides the trials makes another sweep, and so does the name', () => {
  const all = [
    hash({}),
    hash({ name: 'b' }),
    hash({ seed: 2 }),
    hash({ replicates: 2 }),
    hash({ runCap: 3 }),
    hash({ method: 'random' }),
    hash({ metric: { name: 'val_f1', goal: 'maximize' } }),
    hash({ parameters: definition.parameters.slice(1) }),
    hash({}, 'g'),
    hash({}, 'f', 'e@2'),
  ];
  expect(new Set(all).size).toBe(all.length);
});
