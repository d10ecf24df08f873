import { describe, expect, it } from 'vitest';
import type { Parameter } from './parameter.ts';
import { applies, complete, decidersOf } from './tree.ts';

const among = (parameter: string, ...values: string[]) => ({ parameter, in: values });
const choice = (name: string, ...choices: string[]) =>
  ({ name, type: 'choice', choices, default: choices[0]!, description: '' }) as const;
const size = (name: string, more: Partial<Parameter>) =>
  ({ name, type: 'integer', default: 1, description: '', ...more }) as Parameter;

/** Two levels: a model, the kind of one of the models, and what each of them takes. */
const TREE: readonly Parameter[] = [
  choice('model', 'line', 'forest'),
  { ...choice('split', 'gini', 'random'), when: among('model', 'forest') },
  size('depth', {
    when: among('model', 'forest'),
    presets: [{ when: among('split', 'random'), value: 9 }],
  }),
  size('draws', { when: among('split', 'random') }),
  size('seed', {}),
];

describe('a tree of parameters', () => {
  it('names those that decide over others', () => {
    expect(decidersOf(TREE).map(({ name }) => name)).toEqual(['model', 'split']);
  });

  it('drops what means nothing, level by level, and fills in defaults', () => {
    expect(complete(TREE, { split: 'random', draws: 4, depth: 2 })).toEqual({ model: 'line', seed: 1 });
    expect(complete(TREE, { model: 'forest', draws: 4 })).toEqual({
      model: 'forest',
      split: 'gini',
      depth: 1,
      seed: 1,
    });
    expect(complete(TREE, { model: 'forest', split: 'random', draws: 4 })).toEqual({
      model: 'forest',
      split: 'random',
      depth: 9,
      draws: 4,
      seed: 1,
    });
  });

  it('gives an assignment again as it is', () => {
    for (const given of [{}, { model: 'forest' }, { model: 'forest', split: 'random', seed: 7 }]) {
      const whole = complete(TREE, given);
      expect(complete(TREE, whole)).toEqual(whole);
      expect(Object.keys(whole)).toEqual(TREE.filter((one) => applies(one, whole)).map(({ name }) => name));
    }
  });
});
