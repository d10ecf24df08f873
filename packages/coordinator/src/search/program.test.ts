/** Searches over the parameters of a program of the user's own: of any names and types. */

import type { Values } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distribution, SweepDefinition, SweptParameter } from '../port.ts';
import { configSpaceOf } from './config-space.ts';
import { configsOf, examineSearcher, play } from './exam.ts';
import { programSweep } from './fixtures/program.ts';
import { createSearcher, sampleOf } from './searcher.ts';

const LR: SweptParameter = {
  name: 'lr',
  distribution: { kind: 'log_uniform_values', min: 1e-5, max: 0.1 },
};
const listed = (name: string, ...values: Extract<Distribution, { kind: 'categorical' }>['values']) => ({
  name,
  distribution: { kind: 'categorical', values, probabilities: null } as const,
});
const OPTIMIZER = listed('optimizer', 'adam', 'sgd', 3, true, [64, 32]);
const NESTEROV: SweptParameter = {
  ...listed('nesterov', true, false),
  when: [{ parameter: 'optimizer', in: ['sgd', [64, 32]] }],
};
/** Named as ours are, of which they have nothing. */
const NAMED: readonly SweptParameter[] = [
  listed('arm', 'oversample', 'none', 'vae_mixing'),
  { name: 'epochs', distribution: { kind: 'int_uniform', min: 1, max: 40 } },
  listed('classifier', 'boosted_trees', 'ffn'),
];
const WIDE: readonly SweptParameter[] = Array.from({ length: 100 }, (_, i) => [
  { name: `x${i}`, distribution: { kind: 'uniform', min: 0, max: 1 } as const },
  { name: `n${i}`, distribution: { kind: 'normal', mu: 0, sigma: 1 } as const },
  listed(`c${i}`, 'a', 1, false),
])
  .flat()
  .slice(0, 100);

const bayes: Partial<SweepDefinition> = { method: 'bayes', lag: 5 };
const mixed = [LR, OPTIMIZER, NESTEROV];
for (const [name, parameters] of [
  ['mixed choices, booleans and a `when`', mixed],
  ['parameters that are named as ours', [...NAMED, LR]],
] as const) {
  for (const given of [{ method: 'random' }, { method: 'sobol' }, bayes])
    examineSearcher(`${given.method} over ${name}`, programSweep(parameters, given), createSearcher, 60);
}
examineSearcher(
  'bayes over 100 parameters',
  programSweep(WIDE, { ...bayes, runCap: 30 }),
  createSearcher,
  30,
);
examineSearcher('random over 100 parameters', programSweep(WIDE), createSearcher, 60);
examineSearcher(
  'bayes over booleans and mixed choices alone',
  programSweep([OPTIMIZER, listed('a', true, false), listed('b', 1, '1', true), listed('c', 0.5, 1)], {
    ...{ ...bayes, runCap: 40 },
  }),
  createSearcher,
  40,
);
// Of 3 optimizers one has both values of `nesterov`.
const tree = [listed('optimizer', 'adam', 'sgd', 3), { ...NESTEROV }, ...NAMED.slice(0, 1)];
for (const method of ['grid', 'random', 'bayes'])
  examineSearcher(
    `${method} over a tree that is tried whole`,
    programSweep(tree, { method, runCap: null, ...(method === 'bayes' ? { lag: 5, runCap: 100 } : {}) }),
    createSearcher,
    4 * 3,
  );

describe('the space of a program’s sweep', () => {
  test('has types by how parameters are chosen', () => {
    const { parameters } = configSpaceOf(
      programSweep([
        LR,
        ...[OPTIMIZER, NESTEROV, ...NAMED],
        listed('a', 1, 2),
        listed('b', 1, 2.5),
        { name: 'c', distribution: { kind: 'constant', value: 'x' } },
        { name: 'd', distribution: { kind: 'q_beta', a: 1, b: 1, q: 0.1 } },
      ]),
    );
    expect(parameters.map(({ name, type }) => `${name} ${type}`)).toEqual([
      ...['lr number', 'optimizer mixed', 'nesterov boolean'],
      ...['arm choice', 'epochs integer', 'classifier choice'],
      ...['a integer', 'b number', 'c choice', 'd number'],
    ]);
  });

  test('has a parameter where its `when` holds, and its other value elsewhere where the file has one', () => {
    const without = configsOf(play(createSearcher(programSweep(tree, { method: 'grid', runCap: null }))));
    for (const config of without)
      expect(Object.hasOwn(config, 'nesterov')).toBe(config['optimizer'] === 'sgd');
    const other = tree.map((one) => (one.name === 'nesterov' ? { ...one, otherwise: false } : one));
    const sweep = programSweep(other, { method: 'grid', runCap: null });
    const configs = configsOf(play(createSearcher(sweep), { space: configSpaceOf(sweep) }));
    expect(configs).toHaveLength(12);
    for (const config of configs)
      if (config['optimizer'] !== 'sgd') expect(config).toHaveProperty('nesterov', false);
  });

  test('tells apart what only looks alike: 1, "1" and true', () => {
    const sweep = programSweep([listed('a', 1, '1', true)], { method: 'grid', runCap: null });
    const space = configSpaceOf(sweep);
    const configs = configsOf(play(createSearcher(sweep), { space }));
    expect(new Set(configs.map(space.hash)).size).toBe(3);
  });

  test('points of the file come first, with values beside those that are listed', () => {
    const points = [{ optimizer: 'sgd', lr: 0.5, nesterov: true }, { optimizer: 'rmsprop' }];
    const sweep = programSweep(mixed, { points });
    const { configs } = sampleOf(createSearcher(sweep), 2);
    expect(configs[0]).toEqual(points[0]);
    expect(configs[1]).toMatchObject({ optimizer: 'rmsprop', lr: expect.any(Number) });
    const { read } = configSpaceOf(sweep);
    for (const config of configs) expect(read(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  test('of any parameters: what is proposed is canonical, read back and not proposed twice', () => {
    const value = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant([1, 'a', true]));
    const distribution: fc.Arbitrary<Distribution> = fc.oneof(
      fc.record({ kind: fc.constant('constant' as const), value }),
      fc.record({
        kind: fc.constant('categorical' as const),
        values: fc.array(value, { minLength: 1, maxLength: 5 }),
        probabilities: fc.constant(null),
      }),
      fc.constantFrom<Distribution>(
        { kind: 'int_uniform', min: -3, max: 3 },
        { kind: 'uniform', min: -1, max: 1 },
        { kind: 'log_uniform_values', min: 1e-9, max: 1 },
        { kind: 'inv_log_uniform_values', min: 1e-3, max: 1 },
        { kind: 'q_uniform', min: 0, max: 1, q: 0.25, inside: true },
        { kind: 'q_log_uniform_values', min: 1, max: 100, q: 3, inside: true },
        { kind: 'normal', mu: 0, sigma: 2 },
        { kind: 'log_normal', mu: 0, sigma: 1 },
        { kind: 'q_beta', a: 2, b: 3, q: 0.1 },
        { kind: 'beta', a: 2, b: 3 },
      ),
    );
    const names = fc.oneof(
      fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__'),
      fc.constantFrom('arm', 'epochs', 'constructor', 'optimizer.lr', '0'),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ name: names, distribution }), {
          ...{ minLength: 1, maxLength: 6 },
          selector: ({ name }) => name,
        }),
        fc.constantFrom('random', 'sobol', 'bayes'),
        (parameters, method) => {
          const sweep = programSweep(parameters, {
            method,
            runCap: 15,
            ...(method === 'bayes' ? bayes : {}),
          });
          const space = configSpaceOf(sweep);
          const configs = configsOf(play(createSearcher(sweep), { space }));
          const found: Values[] = configs.map((config) => space.read(JSON.parse(JSON.stringify(config))));
          expect(found).toEqual(configs);
          expect(configs.map(space.canonical)).toEqual(configs);
          expect(new Set(configs.map(space.hash)).size).toBe(configs.length);
          for (const config of configs)
            expect(Object.keys(config).toSorted()).toEqual(parameters.map(({ name }) => name).toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });
});
