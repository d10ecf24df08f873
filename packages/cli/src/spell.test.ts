import { execFileSync } from 'node:child_process';
import { spelled } from '@latentsweep/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spell } from './spell.ts';

test.each([
  [{}, 'resume ext', 'npx sweep resume ext'],
  [{ store: 'other', config: 'a b.yaml' }, 'top ext', "npx sweep top ext --store other --config 'a b.yaml'"],
  [{ store: '' }, 'top ext', 'npx sweep top ext'],
  [{ bus: 'nats://head:4222', store: 's' }, 'top ext', 'npx sweep top ext --store s'],
  [
    { bus: 'nats://head:4222', store: 's' },
    'resume ext',
    'npx sweep resume ext --store s --bus nats://head:4222',
  ],
  [
    { bus: 'nats://head:4222', store: 's', config: 'c' },
    'worker --labels gpu',
    'npx sweep worker --labels gpu --bus nats://head:4222 --config c',
  ],
  [{ store: 's', config: 'c' }, 'cluster init x', 'npx sweep cluster init x'],
  [{ config: 'reader.yaml' }, 'db --config owner.yaml', 'npx sweep db --config owner.yaml'],
  [
    { config: 'reader.yaml', store: 's' },
    'plot ext curves --config 3fa9',
    'npx sweep --store s --config reader.yaml plot ext curves --config 3fa9',
  ],
  [{ store: 'postgresql://me:geheim@db:5432/r' }, 'list', 'npx sweep list --store postgresql://me@db:5432/r'],
  [
    { store: 'postgresql://db/r?user=me&password=geheim' },
    'list',
    "npx sweep list --store 'postgresql://db/r?user=me'",
  ],
  [
    { store: 'postgresql://db/r?password=geheim&user=me' },
    'list',
    "npx sweep list --store 'postgresql://db/r?user=me'",
  ],
  [{ store: 'postgresql://db/r?password=geheim' }, 'list', 'npx sweep list --store postgresql://db/r'],
])('%j: %s', (given, command, line) => {
  expect(spell('npx sweep', given, command)).toBe(line);
});

test('a shell reads the options as they were given', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), (store) => {
      fc.pre(!store.includes('\0') && !store.includes('//') && !store.includes('password'));
      const line = spell('printf %s,', { store }, 'top');
      expect(execFileSync('sh', ['-c', line]).toString()).toBe(`top,--store,${store},`);
    }),
    { numRuns: 40 },
  );
});

test('commands within a text', () => {
  const say = (command: string) => spell('npx sweep', { store: 's' }, command);
  expect(spelled('See `sweep list`, or `sweep trials SWEEP`; `sweep_ext` is a view.', say)).toBe(
    'See `npx sweep list --store s`, or `npx sweep trials SWEEP --store s`; `sweep_ext` is a view.',
  );
});
