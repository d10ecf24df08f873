import { describe, expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const file = (metrics: string, top = 'method: grid') =>
  withParameters('latent_size: { values: [2, 5] }', `${top}\nmetrics: ${metrics}`);
const BOTH = '[{ name: val_accuracy }, { name: val_ece }]';

test('several objectives, each with the goal by which it is better; the first is the metric', () => {
  const { definition, notes } = parse(file(BOTH));
  const first = { name: 'val_accuracy', goal: 'maximize' };
  expect(definition.metric).toEqual(first);
  expect(definition.metrics).toEqual([first, { name: 'val_ece', goal: 'minimize' }]);
  expect(
    notes.filter(({ path }) => path === 'metrics').map(({ code, message }) => `${code}: ${message}`),
  ).toEqual([
    'ranked_by_first: where there is room for one metric, configs are ranked by the first, val_accuracy',
  ]);
  const alone = parse(withParameters('latent_size: { value: 2 }', 'method: grid\nmetric: { name: val_f1 }'));
  expect(alone.definition).not.toHaveProperty('metrics');
});

test('a goal against the direction of a measure is kept and noted, as of one metric', () => {
  const { definition, notes } = parse(
    file('[{ name: val_recall }, { name: val_precision, goal: minimize }]'),
  );
  expect(definition.metrics![1]).toEqual({ name: 'val_precision', goal: 'minimize' });
  expect(notes.map(({ code, path }) => `${code} ${path}`)).toContain('unusual_goal metrics[1].goal');
});

describe('is refused:', () => {
  test.each([
    ['one', '[{ name: val_f1 }]', 'bad_objectives metrics: must be 2 to 4 metrics, got 1'],
    [
      'five',
      '[{ name: val_f1 }, { name: val_ece }, { name: val_mcc }, { name: val_brier }, { name: val_recall }]',
      'bad_objectives metrics: must be 2 to 4 metrics, got 5',
    ],
    ['none', '[]', 'empty_list metrics'],
    ['no list', '{ name: val_f1 }', 'wrong_type metrics: must be a list'],
    ['one without a name', '[{ name: val_f1 }, { goal: minimize }]', 'missing_key metrics[1]'],
    ['a bare name', '[val_f1, val_ece]', 'wrong_type metrics[0]: must be a mapping'],
    ['an unknown metric', '[{ name: val_f1 }, { name: reward }]', 'unknown_value metrics[1].name'],
    ['one of two splits', '[{ name: val_f1 }, { name: accuracy }]', 'is measured on two splits'],
    [
      'an unknown key',
      '[{ name: val_f1 }, { name: val_ece, impute: best }]',
      'unknown_key metrics[1].impute',
    ],
    [
      'an unknown goal',
      '[{ name: val_f1 }, { name: val_ece, goal: least }]',
      'unknown_value metrics[1].goal',
    ],
    [
      'a metric twice',
      '[{ name: val_f1 }, { name: val_ece }, { name: val_f1 }]',
      'repeated_objective metrics[2]: val_f1 is there twice',
    ],
    [
      'a metric on both splits, which are decided by one',
      '[{ name: val_f1 }, { name: test_f1 }]',
      'repeated_objective metrics[1]: test_f1 and val_f1 are decided by the same rows',
    ],
    [
      'a metric with both goals',
      '[{ name: val_f1 }, { name: val_f1, goal: minimize }]',
      'contradictory_objectives metrics[1]: contradicts val_f1 above it: one is to maximize and the other to minimize the same',
    ],
    [
      'a metric with both goals, on two splits',
      '[{ name: test_ece }, { name: val_ece, goal: maximize }]',
      'contradictory_objectives metrics[1]: contradicts test_ece above it',
    ],
    ['a target', '[{ name: val_f1, target: 0.9 }, { name: val_ece }]', 'target_of_several metrics[0].target'],
  ])('%s', (_, metrics, told) => {
    expect(faultsOf(file(metrics)).join('\n')).toContain(told);
  });

  test('`metric` beside it', () => {
    const faults = faultsOf(file(BOTH, 'method: grid\nmetric: { name: val_f1 }'));
    expect(faults.join('\n')).toContain('metric_and_metrics metrics: a sweep has one `metric` or several');
  });

  test('a race beside it', () => {
    const faults = faultsOf(file(BOTH, 'method: grid\nreplicates: 8\nrace: true'));
    expect(faults.join('\n')).toContain('race_of_several race: a race drops configs by one metric');
  });
});
