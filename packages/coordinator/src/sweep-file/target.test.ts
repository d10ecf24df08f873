import { expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const file = (metric: string, replicates = 3) =>
  withParameters(
    'latent_size: { values: [2, 5] }',
    `method: grid\nreplicates: ${replicates}\nmetric: ${metric}`,
  );
const notesOf = (...given: Parameters<typeof file>) =>
  parse(file(...given))
    .notes.filter(({ path }) => path === 'metric.target')
    .map(({ code, message }) => `${code}: ${message}`);

test('a target is a number, of whichever metric', () => {
  expect(parse(file('{ name: val_f1, target: 0.9 }')).definition.metric).toEqual({
    ...{ name: 'val_f1', goal: 'maximize', target: 0.9 },
  });
  expect(parse(file('{ target: 1 }')).definition.metric).toEqual({
    ...{ name: 'test_accuracy', goal: 'maximize', target: 1 },
  });
  expect(parse(file('{ name: val_brier, goal: minimize, target: 0.1 }')).definition.metric).toMatchObject({
    target: 0.1,
  });
  expect(parse(file('{ name: val_f1 }')).definition.metric).not.toHaveProperty('target');
});

test('what it is judged by is said where that may surprise', () => {
  expect(notesOf('{ name: val_f1, target: 0.9 }')).toEqual([]);
  expect(notesOf('{ name: test_f1, target: 0.9 }')).toEqual([
    'ends_by: the sweep ends by val_f1; test_f1 is what configs are ranked by',
  ]);
  expect(notesOf('{ name: val_f1, target: 0.9 }', 1)).toEqual([
    'target_of_one: one lucky trial ends the sweep, as a config of one replicate has no interval',
  ]);
});

test.each([
  [
    '{ name: val_f1, target: 90 }',
    'bad_target metric.target: val_f1 lies between 0 and 1, and so never beyond 90',
  ],
  [
    '{ name: val_ece, target: 2 }',
    'bad_target metric.target: val_ece lies between 0 and 1, and so always beyond 2',
  ],
  [
    '{ name: val_log_loss, target: -1 }',
    'bad_target metric.target: val_log_loss is never below 0, and so never beyond -1',
  ],
  ['{ name: val_f1, target: high }', 'wrong_type metric.target: must be a number, got "high"'],
  ['{ name: val_f1, target: .nan }', 'metric.target'],
  ['{ name: val_f1, target: [0.9] }', 'wrong_type metric.target: must be a number'],
  ['{ name: reward, target: 0.9 }', 'unknown_value metric.name'],
])('%s is refused', (metric, told) => {
  expect(faultsOf(file(metric)).join('\n')).toContain(told);
});
