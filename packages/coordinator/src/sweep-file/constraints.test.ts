import { expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const file = (constraints: string, top = '') =>
  withParameters('latent_size: { values: [2, 5] }', `method: grid\n${top}constraints: ${constraints}`);

test('a constraint is of a measure, of a share, or of validation rows', () => {
  const { definition, notes } = parse(
    file(
      '[{ metric: collapsed_share, max: 0.5 }, { metric: test_f1, min: 0.6, max: 1 }, { metric: column_shapes, min: 0.8 }]',
    ),
  );
  expect(definition.constraints).toEqual([
    { metric: 'collapsed_share', measure: 'collapsed', max: 0.5 },
    { metric: 'test_f1', measure: 'val_f1', min: 0.6, max: 1 },
    { metric: 'column_shapes', measure: 'column_shapes', min: 0.8 },
  ]);
  const loose =
    '[{ metric: val_mcc, min: -0.5 }, { metric: val_log_loss, max: 9 }, { metric: val_mcc, max: 0.9 }]';
  expect(parse(file(loose)).definition.constraints).toHaveLength(3);
  expect(notes.filter(({ code }) => code === 'held_to').map(({ path }) => path)).toEqual([
    'constraints[1].metric',
  ]);
  expect(parse(withParameters('latent_size: { value: 2 }', 'method: grid')).definition).not.toHaveProperty(
    'constraints',
  );
});

test.each([
  [
    '[{ metric: colapsed_share, max: 0.5 }]',
    'unknown_value constraints[0].metric',
    'Did you mean `collapsed_share`',
  ],
  ['[{ metric: collapsed_share }]', 'missing_key constraints[0]', 'needs `min` or `max`'],
  ['[{ max: 0.5 }]', 'missing_key constraints[0]', 'needs `metric`'],
  [
    '[{ metric: val_f1, min: 0.9, max: 0.1 }]',
    'bad_constraint constraints[0]',
    'nothing is above 0.9 and below 0.1',
  ],
  ['[{ metric: val_f1, min: 60 }]', 'bad_constraint constraints[0].min', 'val_f1 is never above 1, got 60'],
  [
    '[{ metric: collapsed_share, max: -0.1 }]',
    'bad_constraint constraints[0].max',
    'collapsed_share is never below 0, got -0.1',
  ],
  ['[{ metric: test_mcc, max: -2 }]', 'bad_constraint constraints[0].max', 'never below -1'],
  [
    '[{ metric: val_f1, min: 0.9 }, { metric: val_ece, max: 0.1 }, { metric: test_f1, max: 0.8 }]',
    'bad_constraint constraints[2]',
    'nothing is above 0.9 and below 0.8, as `test_f1` is bounded above it',
  ],
  ['[{ metric: val_f1, max: much }]', 'wrong_type constraints[0].max', 'must be a number'],
  ['[{ metric: val_f1, most: 1, max: 1 }]', 'unknown_key constraints[0].most', ''],
  ['{ metric: val_f1, max: 1 }', 'wrong_type constraints', 'must be a list'],
  ['[]', 'empty_list constraints', ''],
])('%s is refused', (constraints, where, why) => {
  const told = faultsOf(file(constraints)).join('\n');
  expect(told).toContain(where);
  expect(told).toContain(why);
});

test('a race goes with constraints', () => {
  const { definition } = parse(file('[{ metric: val_f1, min: 0.5 }]', 'replicates: 8\nrace: true\n'));
  expect([definition.race, definition.constraints]).toEqual([
    { rungs: [2, 4] },
    [{ metric: 'val_f1', measure: 'val_f1', min: 0.5 }],
  ]);
});
