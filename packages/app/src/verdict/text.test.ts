import { type JudgedConfig, verdictMaterial } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { definition } from '../report/fixtures.ts';
import { verdictNotes } from './notes.ts';
import { isGiven, type SweepVerdict, verdictFrom } from './read.ts';
import { noVerdict } from './refusal.ts';
import { comparisonRows, verdictSentence } from './text.ts';

type Dataset = Parameters<typeof verdictFrom>[1]['dataset'];
const TABLE = { kind: 'table', split: { train: 0.6, validation: 0.2, test: 0.2 } } as unknown as Dataset;

/** Values about a mean in five replicates, on validation and on test rows. */
function config(
  arm: string,
  test: number,
  { validation = test, classifier = 'ffn', seed = arm.length } = {},
): JudgedConfig {
  const noise = [0.3, -0.2, 0.1, -0.4, 0.2].map((one, r) => (one * ((seed * 7 + r * 3) % 5)) / 100);
  return {
    ...{ hash: `${arm} ${classifier} ${seed}`, config: { arm, classifier, epochs: seed } },
    validation: new Map(noise.map((one, r) => [r, validation + one])),
    test: new Map(noise.map((one, r) => [r, test - one])),
  };
}

const judge = (configs: readonly JudgedConfig[], change: Partial<Parameters<typeof verdictFrom>[1]> = {}) =>
  verdictFrom(verdictMaterial(configs, true), {
    ...{ by: 'val_recall', state: 'completed', dataset: definition.dataset, varying: ['arm', 'epochs'] },
    ...change,
  });

function given(read: SweepVerdict) {
  const { verdict } = read;
  if (!isGiven(verdict)) throw new Error(verdict.reason);
  return { ...read, verdict };
}

const PLAIN = [config('none', 0.5), config('oversample', 0.6, { seed: 3 }), config('prior_shift', 0.61)];

describe('a verdict in words', () => {
  test('says that augmentation helps, by what and compared with what', () => {
    const read = given(judge([...PLAIN, config('smote', 0.8), config('smote', 0.7, { seed: 9 })]));
    expect(verdictSentence(read)).toMatch(
      /^Augmentation helps on these data: smote, chosen by validation among 2 configs that make rows \(test_recall 0\.\d{4}\), is better than all that it was compared with\.$/,
    );
    expect(comparisonRows(read)[0]).toMatchObject({
      ...{ compared: 'doing nothing', with: 'arm=none epochs=4', p: '< 0.001', says: 'better', needed: '' },
      corrected: expect.stringMatching(/^\+0\.\d{4}$/),
      interval: expect.stringMatching(/^\+0\.\d{4} to \+0\.\d{4}$/),
    });
  });

  test('says that it does not where it is worse, or validation prefers a plain arm', () => {
    const worse = given(judge([...PLAIN, config('smote', 0.3, { validation: 0.9 })]));
    expect(verdictSentence(worse)).toContain('is worse than doing nothing, oversampling');
    const plain = given(judge([...PLAIN, config('smote', 0.615, { validation: 0.59 })]));
    expect(verdictSentence(plain)).toContain('by validation prior_shift comes first, which makes no rows');
    const placebo = given(judge([...PLAIN, config('placebo', 0.7), config('smote', 0.65)]));
    expect(verdictSentence(placebo)).toContain('by validation placebo comes first, whose rows hold nothing');
  });

  test('never says that it helps where test does not', () => {
    for (const test of [0.4, 0.5, 0.55, 0.59]) {
      const read = given(judge([...PLAIN, config('smote', test, { validation: 0.99 })]));
      expect(verdictSentence(read)).not.toContain('helps on these data:');
    }
  });

  test('says what is missing and what to add', () => {
    const notes = verdictNotes(given(judge([PLAIN[1]!, config('smote', 0.8)]))).join('\n');
    expect(notes).toContain(
      'Not compared with doing nothing and shifting the threshold: add none and prior_shift to the values of `arm`',
    );
    expect(notes).toContain('Add `classifier: { values: [ffn, boosted_trees] }` to its parameters');
    const both = verdictNotes(
      given(judge([...PLAIN, config('none', 0.4, { classifier: 'logistic' }), config('smote', 0.8)])),
    );
    expect(both.join('\n')).not.toContain('Not compared');
    const some = [PLAIN[0]!, PLAIN[1]!, config('smote', 0.8)];
    expect(verdictNotes(given(judge(some, { narrowed: true }))).join('\n')).toContain(
      'Not compared with shifting the threshold and the strongest classifier without made rows: no other config that meets the condition is that.',
    );
    const alone = judge([config('smote', 0.8)], { narrowed: true });
    if (isGiven(alone.verdict)) throw new Error('given');
    expect(noVerdict({ ...alone, verdict: alone.verdict }).hint).toContain('`--where`');
    const unfinished = given(judge([...PLAIN, config('smote', 0.8)], { varying: ['arm', 'classifier'] }));
    expect(verdictNotes(unfinished).join('\n')).toContain(
      "Not compared with the strongest classifier without made rows: of the sweep's classifiers only ffn is looked at",
    );
  });

  test('says what breaks a constraint, and does not ask for arms that the sweep has', () => {
    const breaks = (one: JudgedConfig): JudgedConfig => ({ ...one, breaks: true });
    const [none, ...others] = PLAIN;
    const smotes = [config('smote', 0.8), breaks(config('smote', 0.9, { seed: 9 }))];
    const read = given(judge([breaks(none!), ...others, ...smotes]));
    expect(read.verdict.chosen.test).toBeLessThan(0.85);
    const notes = verdictNotes(read).join('\n');
    expect(notes).toContain('Not compared with doing nothing: that breaks a constraint here.');
    expect(notes).not.toContain('add none');
    expect(notes).toContain('2 configs that break a constraint are left out, neither chosen nor compared');
    const bare = judge([...PLAIN, breaks(config('smote', 0.8))]);
    if (isGiven(bare.verdict)) throw new Error('given');
    const { code, message, hint } = noVerdict({ ...bare, verdict: bare.verdict });
    expect([code, message]).toEqual([
      'verdict_nothing_augmented',
      expect.stringContaining('1 config that breaks a constraint is left out'),
    ]);
    expect(hint).toMatch(/^Widen the bounds of `constraints`, or: Add smote/);
    const plain = judge([...PLAIN.map(breaks), config('smote', 0.8)]);
    expect(plain.verdict).toEqual({ conclusion: 'none', reason: 'nothing plain' });
  });

  test('says how much luck was taken off, and that replicates share rows', () => {
    const read = given(
      judge([...PLAIN, config('smote', 0.8), config('smote', 0.79, { seed: 2 })], { dataset: TABLE }),
    );
    expect(read.sharedRows).toBeCloseTo(1 / 3, 12);
    const notes = verdictNotes(read).join('\n');
    expect(notes).toMatch(/0\.\d{4} are taken off: the best of 2 configs by validation owes that to luck/);
    expect(notes).toContain('Replicates split the same rows');
  });

  test('says that a split by time has the same rows in all replicates', () => {
    const dataset = { ...TABLE, time: 'year' } as Dataset;
    const notes = verdictNotes(given(judge([...PLAIN, config('smote', 0.8)], { dataset }))).join('\n');
    expect(notes).toContain('All replicates have the same rows in training, validation and test');
    expect(notes).not.toContain('widened');
  });

  test('says no difference that is told where none varies', () => {
    const constant = ({ test: _, validation: __, ...one }: JudgedConfig, value: number): JudgedConfig => {
      const values = new Map([0, 1, 2].map((r) => [r, value] as const));
      return { ...one, test: values, validation: values };
    };
    const some = [constant(PLAIN[0]!, 0.5), constant(config('smote', 0), 0.6)];
    const notes = verdictNotes(given(judge(some, { dataset: TABLE }))).join('\n');
    expect(notes).toContain('the difference is the same in every replicate');
    expect(notes).not.toContain('tell a difference of');
  });

  test('says what it would take to tell', () => {
    const close = [...PLAIN.slice(0, 2), config('smote', 0.603, { validation: 0.7, seed: 9 })];
    const drawn = verdictNotes(given(judge(close))).join('\n');
    expect(drawn).toMatch(/5 replicates tell a difference of 0\.\d{4} or more in 80% of sweeps\./);
    expect(drawn).toMatch(/it would take [\d,]+ replicates/);
    const table = given(judge(close, { dataset: TABLE }));
    expect(verdictNotes(table).join('\n')).toContain('that takes more rows');
    expect(comparisonRows(table).at(-1)!.needed).toBe('more rows');
  });

  test('asks for more rows only where replicates share them', () => {
    const near = (test: number, seed: number) => [
      ...PLAIN.slice(0, 2),
      config('smote', test, { validation: 0.7, seed }),
    ];
    const drawn = given(judge(near(0.60001, 9)));
    expect(comparisonRows(drawn)[1]).toMatchObject({ compared: 'oversampling', needed: 'over 10,000' });
    expect(verdictNotes(drawn).join('\n')).toContain(
      'To oversampling and the best plain arm one as small as was seen takes over 10,000 replicates.',
    );
    for (const dataset of [definition.dataset, TABLE]) {
      const same = given(judge(near(0.6, 3), { dataset }));
      expect(comparisonRows(same)[1]).toMatchObject({ interval: 'none', needed: 'not known' });
      const notes = verdictNotes(same).join('\n');
      expect(notes).toContain(
        'oversampling and the best plain arm the difference is the same in every replicate',
      );
      expect(notes).not.toContain('more rows');
    }
  });

  test('says that a sweep is not done, and what was left out', () => {
    const broken = { ...config('smote', 0.8, { seed: 3 }), test: new Map([[0, 0.5]]) };
    const notes = verdictNotes(given(judge([...PLAIN, config('smote', 0.8), broken], { state: 'running' })));
    expect(notes).toContain('The sweep is running: this is as it stands now.');
    expect(notes).toContain('1 config that lacks a value in some replicate is left out.');
  });
});

test.each([
  ['verdict_no_result', [], {}],
  [
    'verdict_no_validation',
    [],
    { dataset: { ...TABLE, split: { train: 0.8, validation: 0, test: 0.2 } } as Dataset },
  ],
  ['verdict_nothing_augmented', PLAIN, {}],
  ['verdict_nothing_plain', [config('smote', 0.8)], {}],
  ['verdict_one_replicate', PLAIN.map((one) => ({ ...one, test: new Map([[0, 1]]) })), {}],
] as const)('%s says why and what to do', (code, configs, change) => {
  const read = judge(configs, change);
  const { verdict } = read;
  if (isGiven(verdict)) throw new Error('given');
  const error = noVerdict({ ...read, verdict });
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^No verdict: .*\.$/);
  expect(error.hint).toMatch(/\.$/);
});
