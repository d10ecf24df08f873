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
