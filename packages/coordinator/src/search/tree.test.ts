/** Parameters that decide over others on two levels, beside the arms. */

import {
  canonicalConfig,
  configHash,
  decidersOf,
  isBaseline,
  PARAMETERS,
  type Parameter,
  type ParameterValue,
  type Values,
} from '@latentsweep/core';
import { describe, expect, test, vi } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { define, faultsOf, withParameters } from '../sweep-file/fixtures.ts';
import { parametersPage } from '../sweep-file/page.ts';
import { configsOf, examineSearcher, play } from './exam.ts';
import { createSearcher } from './searcher.ts';
import { mostBaselines } from './space.ts';

const TREE = vi.hoisted(() => {
  const size = { type: 'integer', minimum: 1, maximum: 100, default: 1, description: '' } as const;
  return [
    { name: 'model', type: 'choice', choices: ['line', 'forest'], default: 'line', description: '' },
    {
      name: 'growth',
      type: 'choice',
      choices: ['depth', 'leaf'],
      default: 'depth',
      description: '',
      when: { parameter: 'model', in: ['forest'] },
    },
    { ...size, name: 'trees', when: { parameter: 'model', in: ['forest'] } },
    { ...size, name: 'tried', atMost: 'trees', when: { parameter: 'growth', in: ['leaf'] } },
  ] satisfies Parameter[];
});
vi.mock('../../../core/src/parameter/common.ts', async (original) => {
  const { COMMON } = await original<typeof import('../../../core/src/parameter/common.ts')>();
  return { COMMON: [...COMMON, ...TREE] };
});

const LISTED =
  'arm: { values: [none, smote, vae_mixing] }\nmodel: { values: [line, forest] }\ngrowth: { values: [depth, leaf] }\n' +
  'trees: { values: [5, 6] }\ntried: { values: [1, 2, 3] }\nlatent_size: { values: [2, 4] }\nepochs: { values: [1, 2] }';
const grid = define(LISTED);

/** Of the plain product, each point once. */
function distinctPoints({ parameters }: SweepDefinition): string[] {
  let points: Values[] = [{}];
  for (const { name, distribution } of parameters) {
    const { values } = distribution as { readonly values: readonly ParameterValue[] };
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  }
  return [...new Set(points.map((point) => configHash(canonicalConfig(point))))].sort();
}

test('what decides over others stands in no group, so that it is swept by itself', () => {
  const deciders = decidersOf(PARAMETERS).map(({ name }) => name);
  expect(deciders).toEqual(['arm', 'classifier', 'model', 'growth']);
  expect(deciders.filter((name) => name.includes('.'))).toEqual([]);
});

describe('a grid over a tree of parameters', () => {
  test('is the set of distinct points of its plain product', () => {
    const configs = configsOf(play(createSearcher(grid)));
    expect(configs.map(configHash).sort()).toEqual(distinctPoints(grid));
    // A line, two forests that grow in depth and six by leaves, for each of 4 arms and latent sizes, at 2 epochs.
    expect(createSearcher(grid).size).toMatchObject({ configs: 9 * 4 * 2, runs: 9 * 4, exact: true });
  });

  test('counts its baselines by the parameters that they share', () => {
    const compared = { ...define(LISTED, 'method: random\nrun_cap: 1000'), baselines: true };
    const configs = configsOf(play(createSearcher(compared)));
    expect(configs.filter(isBaseline)).toHaveLength(9 * 2);
    expect(mostBaselines(compared)).toBe(9 * 2);
  });
});

examineSearcher('the grid over a tree', grid, createSearcher, 72);
examineSearcher(
  'a random search over a tree',
  define(
    'model: { values: [line, forest] }\ngrowth: { values: [depth, leaf] }\ntried: { min: 1, max: 3 }\ntrees: { value: 9 }\nlearning_rate: { min: 0.01, max: 0.1 }',
    'method: random\nrun_cap: 60',
  ),
  createSearcher,
  60,
);

test('a parameter is held to its bound only where it means something', () => {
  const lines = (growth: string) =>
    `model: { value: forest }\n${growth}\ntrees: { value: 3 }\ntried: { value: 4 }`;
  expect(define(lines('growth: { value: depth }'))).toBeDefined();
  expect(faultsOf(withParameters(lines('growth: { values: [depth, leaf] }')))).toEqual([
    expect.stringContaining('tried must not be above trees, but can be 4 where that is 3'),
  ]);
});

test('the page names the values that decide', () => {
  expect(parametersPage()).toContain('| `tried` | a whole number from 1 to 100 | 1 | leaf |');
});
