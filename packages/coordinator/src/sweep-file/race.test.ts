import { expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const file = (top: string) => withParameters('latent_size: { values: [2, 5] }', `method: grid\n${top}`);
const raceOf = (top: string, overrides = {}) => parse(file(top), overrides).definition.race;

test.each([
  ['replicates: 8\nrace: true', [2, 4]],
  ['replicates: 9\nrace: true', [2, 4, 8]],
  ['replicates: 3\nrace: {}', [2]],
  ['replicates: 8\nrace: { rungs: [2, 4, 8] }', [2, 4]],
  ['replicates: 8\nrace: { rungs: [3, 5] }', [3, 5]],
])('%j decides after %j', (top, rungs) => {
  expect(raceOf(top)).toEqual({ rungs });
});

test.each([['replicates: 8'], ['replicates: 8\nrace: false'], ['replicates: 1\nrace: false']])(
  '%j is no race',
  (top) => expect(parse(file(top)).definition).not.toHaveProperty('race'),
);

test('what it saves is spent where the file says so', () => {
  expect(raceOf('replicates: 8\nrace: { spend: true }')).toEqual({ rungs: [2, 4], spend: true });
  expect(raceOf('replicates: 8\nrace: { rungs: [3], spend: false }')).toEqual({ rungs: [3] });
});

test('--no-race takes it out, --set changes it', () => {
  const top = 'replicates: 8\nrace: { rungs: [2] }';
  expect(raceOf(top, { race: false })).toBeUndefined();
  expect(raceOf(top, { race: true })).toEqual({ rungs: [2] });
  expect(raceOf(top, { set: ['race.rungs=[4]'] })).toEqual({ rungs: [4] });
  expect(raceOf('replicates: 4', { set: ['race=true'] })).toEqual({ rungs: [2] });
});

test.each([
  [
    'race: true',
    'race_too_short race: a race drops configs after 2 replicates or more, and there is nothing to save with 1. Use more `replicates`, or `race: false` (--no-race).',
  ],
  [
    'replicates: 2\nrace: { rungs: [2] }',
    'race_too_short race: a race drops configs after 2 replicates or more, and there is nothing to save with 2. Use more `replicates`, or `race: false` (--no-race).',
  ],
  [
    'replicates: 8\nrace: { rungs: [4, 2] }',
    'bad_rungs race.rungs: must be replicates that rise, got [4,2]. Write such as [2, 4, 8].',
  ],
  [
    'replicates: 8\nrace: { rungs: [2, 2] }',
    'bad_rungs race.rungs: must be replicates that rise, got [2,2]. Write such as [2, 4, 8].',
  ],
  [
    'replicates: 8\nrace: { rungs: [] }',
    'bad_rungs race.rungs: must be replicates that rise, got []. Write such as [2, 4, 8].',
  ],
  [
    'replicates: 8\nrace: { rungs: [2, 16] }',
    'bad_rungs race.rungs: must be at most the 8 replicates that there are, got 16. Lower it, or raise `replicates`.',
  ],
  [
    'replicates: 8\nrace: { rungs: [8] }',
    'bad_rungs race.rungs: must have one below the 8 replicates that there are, got [8]. Write such as [2, 4].',
  ],
  [
    'replicates: 8\nrace: { rungs: [1, 4] }',
    'out_of_range race.rungs[0]: must be a whole number from 2 to 100000, got 1. Choose a value in that range.',
  ],
  [
    'replicates: 8\nrace: { rung: [2] }',
    'unknown_key race.rung: unknown key `rung`. Did you mean `rungs`? Known: rungs, spend.',
  ],
  [
    'replicates: 8\nrace: { spend: 3 }',
    'wrong_type race.spend: must be true or false, got 3. Write true or false.',
  ],
  [
    'replicates: 8\nrace: yes please',
    'wrong_type race: must be true or false, got "yes please". Write `race: true` or `race: { rungs: [2, 4, 8] }`.',
  ],
  [
    'replicates: 8\nrace: [2, 4]',
    'wrong_type race: must be a mapping of keys, got [2, 4]. Write `race: true` or `race: { rungs: [2, 4, 8] }`.',
  ],
  [
    'replicates: 8\nrace: true\nmetric: { name: accuracy }',
    'unknown_value metric.name: `accuracy` is measured on two splits. Use test_accuracy or val_accuracy.',
  ],
])('%j is refused', (top, fault) => {
  expect(faultsOf(file(top)).map((line) => line.replace(/^\S+ /, ''))).toEqual([fault]);
});

test('a race of more configs than are judged at once is refused', () => {
  const many = withParameters(
    'learning_rate: { min: 0.001, max: 0.01 }',
    'method: random\nreplicates: 4\nrun_cap: 204004\nrace: true',
  );
  expect(faultsOf(many)[0]).toMatch(
    /race_too_large race: a race is of at most 50,000 configs, and the sweep has 51,001\. Set `run_cap`/,
  );
});

test('of a search that proposes by results a race saves for further proposals, and for no more replicates', () => {
  const learner = (race: string, cap = 400) =>
    withParameters(
      'learning_rate: { min: 0.001, max: 0.01 }',
      `method: bayes\nreplicates: 4\nrun_cap: ${cap}\nrace: ${race}`,
    );
  expect(parse(learner('true')).definition.race).toEqual({ rungs: [2] });
  // Its blocks are small, however many configs there are.
  expect(parse(learner('true', 1_000_000)).definition.race).toEqual({ rungs: [2] });
  expect(faultsOf(learner('{ spend: true }'))).toEqual([
    '4:7 spend_of_learner race: what a race saves `method: bayes` makes further proposals of. Leave `spend` out, or use another method.',
  ]);
});
