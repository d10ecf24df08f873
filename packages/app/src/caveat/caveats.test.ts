import { readFileSync } from 'node:fs';
import {
  createSearcher,
  type DataReport,
  parseSweep,
  type SweepDefinition,
  sampleOf,
} from '@latentsweep/coordinator';
import { baselineHash, canonicalConfig, configHash, type Values } from '@latentsweep/core';
import type { KnownSweep, RankedConfig, Reading, Standing } from '@latentsweep/store';
import { describe, expect, test, vi } from 'vitest';
import type { Caveat, Ranking } from './caveat.ts';
import { caveatsOf, readCaveats } from './caveats.ts';
import { freshSettings } from './chosen.ts';

const definition: SweepDefinition = {
  ...{ name: 'deck', description: null, method: 'grid', replicates: 3, seed: 1, runCap: null },
  ...{ metric: { name: 'test_accuracy', goal: 'maximize' }, engine: 'auto', requires: [] },
  dataset: { kind: 'simulated', train: 80, validation: 20, test: 20, coefficients: [[1]], prior: null },
  parameters: [
    { name: 'arm', distribution: choices('oversample', 'vae_mixing', 'vae_boundary') },
    { name: 'latent_size', distribution: choices(2, 10) },
    ...['reconstruction', 'kl'].map((name) => ({
      name: `loss_weights.${name}`,
      distribution: choices(0.001, 1),
      linked: 'loss_weights',
    })),
    { name: 'epochs', distribution: { kind: 'constant', value: 20 } },
  ],
};

function choices(...values: (string | number)[]) {
  return { kind: 'categorical' as const, values, probabilities: null };
}

const ranked = (mean: number, config: Values, more: Partial<RankedConfig> = {}): RankedConfig => ({
  ...{ config, n: 3, mean, halfWidth: 0.002, testMean: mean, validationMean: mean - 0.001 },
  ...more,
});

const BEST = ranked(0.73, canonicalConfig({ arm: 'vae_mixing', latent_size: 10 }));
const standing: Standing = {
  whole: true,
  arms: [
    { arm: 'oversample', configs: 4, collapsedShare: null, baselineEffort: 1 },
    { arm: 'vae_mixing', configs: 12, collapsedShare: 0.9, baselineEffort: 1 },
  ],
  trials: { withValue: 48, withoutValue: 0 },
  undertrainedShare: null,
  best: BEST,
  bestByValidation: BEST,
  breaking: null,
  hasBaseline: true,
  classRows: { test: [[10_020, 9980]], validation: [[10_000, 10_000]] },
};
const sound: Ranking = {
  ...{ word: 'deck', by: 'test_accuracy', definition, report: null, standing },
};

const caveats = (changes: Partial<Ranking>, standings: Partial<Standing> = {}): Caveat[] =>
  caveatsOf({ ...sound, standing: { ...standing, ...standings }, ...changes });
const codes = (...given: Parameters<typeof caveats>) => caveats(...given).map(({ code }) => code);

type Arm = [arm: string, configs: number, collapsedShare: number | null, baselineEffort?: number];
const arms = (...given: Arm[]) => ({
  arms: given.map(([arm, configs, collapsedShare, baselineEffort = 1]) => ({
    ...{ arm, configs, collapsedShare, baselineEffort },
  })),
});

test('a sound ranking has none, nor has one without a result', () => {
  expect(caveats({})).toEqual([]);
  const none = { best: null, bestByValidation: null, arms: [], classRows: { test: [], validation: [] } };
  expect(caveats({}, { ...none, hasBaseline: false })).toEqual([]);
});

test('a ranking is judged whole, however much of it is shown', async () => {
  const read = vi.fn<Reading['standing']>(async () => standing);
  const sweep = {
    word: 'deck',
    metric: 'test_accuracy',
    definition,
    dataReport: null,
  } as unknown as KnownSweep;
  const shown = { where: 'epochs > 1', limit: 3 };
  expect(await readCaveats({ standing: read } as unknown as Reading, sweep, shown)).toEqual([]);
  expect(read).toHaveBeenCalledWith(sweep, { by: 'test_accuracy', where: 'epochs > 1' });
});

describe('undefined_metric', () => {
  const at = (by: string, withValue: number, withoutValue: number) =>
    caveats({ by }, { trials: { withValue, withoutValue } });

  test('in some trials, and in none', () => {
    expect(at('test_roc_auc', 4, 8)).toMatchObject([
      {
        code: 'undefined_metric',
        message:
          'test_roc_auc has a value in 4 of 12 completed trials alone, and n leaves the others out: it needs test rows of more than one class',
        command: 'top deck --by test_accuracy',
      },
    ]);
    expect(at('val_roc_auc', 0, 12)).toMatchObject([
      {
        message:
          'val_roc_auc has a value in none of the 12 completed trials: it needs validation rows of more than one class',
        command: 'top deck --by val_accuracy',
      },
    ]);
  });
});

describe('majority', () => {
  const imbalanced = { classRows: { test: [[9229, 771]], validation: [[9229, 771]] } };
  const at = (mean: number, changes: Partial<Ranking> = {}, more: Partial<RankedConfig> = {}) =>
    codes(changes, { ...imbalanced, best: ranked(mean, BEST.config, more) });

  test('by accuracy on imbalanced classes, the best is no better than the largest class', () => {
    expect(at(0.9223)).toEqual(['majority']);
    // The standard deviation of a share of .9229 in 10,000 rows is .0027.
    expect(at(0.9229 + 0.005)).toEqual(['majority']);
    expect(at(0.9229 + 0.006)).toEqual([]);
    expect(at(0.9229 + 0.006, {}, { halfWidth: 0.01 })).toEqual(['majority']);
    expect(at(0.9223, {}, { halfWidth: null })).toEqual(['majority']);
  });

  test('it says how often that is right, and by what to rank', () => {
    const report = { classes: [{ name: 'negative' }, { name: 'sick' }] } as unknown as DataReport;
    const [caveat] = caveats({ report }, { ...imbalanced, best: ranked(0.9223, BEST.config) });
    expect(caveat).toEqual({
      code: 'majority',
      message:
        "Always naming class 'negative' has accuracy 0.9229 on test rows: the best config, with 0.9223, does not beat that by more than chance",
      hint: 'Rank by what the share of a class does not decide: test_balanced_accuracy, test_roc_auc or test_pr_auc.',
      command: 'top deck --by test_balanced_accuracy',
    });
    const [validation] = caveats({ by: 'val_accuracy' }, { ...imbalanced, best: ranked(0.9, BEST.config) });
    expect(validation!.command).toBe('top deck --by val_balanced_accuracy');
  });

  test('not by other metrics, nor on balanced classes, of which there may be many', () => {
    expect(at(0.9, { by: 'test_balanced_accuracy' })).toEqual([]);
    expect(codes({}, { best: ranked(0.5, BEST.config) })).toEqual([]);
    const ten = Array.from({ length: 10 }, (_, k) => 100 + (k % 3));
    expect(
      codes({}, { best: ranked(0.1, BEST.config), classRows: { test: [ten], validation: [ten] } }),
    ).toEqual([]);
  });
});

describe('no_baseline', () => {
  test('a VAE beside none alone may gain by rebalancing', () => {
    const [caveat] = caveats({}, { ...arms(['none', 1, null], ['vae_mixing', 2, 0]), hasBaseline: false });
    expect(caveat).toMatchObject({
      code: 'no_baseline',
      message: 'No oversample stands beside vae_mixing: what it gains over none may be the rebalancing alone',
      hint: 'Add oversample, prior_shift and placebo to the values of `arm` (docs/arms.md) and run the file again: only they are trained.',
    });
  });

  test('the boundary has no placebo, arms that are there are not wanted again', () => {
    const given = arms(['prior_shift', 1, null], ['vae_boundary', 2, 0]);
    const [caveat] = caveats({}, { ...given, hasBaseline: false });
    expect(caveat!.message).toContain('what it gains may be');
    const both = arms(['none', 1, null], ['vae_boundary', 2, 0], ['vae_mixing', 2, 0]);
    expect(caveats({}, { ...both, hasBaseline: false })[0]!.message).toContain(
      'what they gain over none may be',
    );
    expect(caveat!.hint).toMatch(/^Add oversample to the values/);
  });

  test('a random search has a key for it', () => {
    const random = { ...definition, method: 'random' as const, baselines: false };
    const [caveat] = caveats({ definition: random }, { ...arms(['vae_mixing', 2, 0]), hasBaseline: false });
    expect(caveat!.hint).toBe(
      'Run its file again, without `baselines: false`, with room for them in `run_cap`: only they are trained.',
    );
  });

  test('a search of an older version goes on without baselines under its name', () => {
    const old = { ...definition, method: 'random' as const };
    const [caveat] = caveats({ definition: old }, { ...arms(['vae_mixing', 2, 0]), hasBaseline: false });
    expect(caveat!.hint).toMatch(/^Run its file again, under another `name`, with room/);
  });

  test('nothing where a condition hides it, or where no VAE is', () => {
    expect(codes({}, arms(['vae_mixing', 2, 0]))).toEqual([]);
    expect(codes({}, { ...arms(['none', 1, null], ['smote', 1, null]), hasBaseline: false })).toEqual([]);
  });
});

test('all_collapsed: every VAE, not most of them', () => {
  expect(codes({}, arms(['oversample', 1, null], ['vae_mixing', 2, 1], ['vae_boundary', 2, 1]))).toEqual([
    'all_collapsed',
  ]);
  expect(codes({}, arms(['oversample', 1, null], ['vae_mixing', 2, 0.99]))).toEqual([]);
  expect(codes({}, arms(['vae_mixing', 2, 1], ['vae_boundary', 2, 0]))).toEqual([]);
});

test('all_collapsed: the keys that the sweep has not are named', () => {
  const collapsed = arms(['vae_mixing', 2, 1]);
  expect(caveats({}, collapsed)[0]!.hint).toBe(
    'Lower loss_weights.kl, to 0.01 or less (docs/arms.md), or set `reconstruction: mixed`, `reduction: sum`, `kl_warmup: 10` and `free_bits: 0.1` (docs/tables.md).',
  );
  const with_ = (...more: [string, number | string][]) =>
    caveats(
      {
        definition: {
          ...definition,
          parameters: [
            ...definition.parameters,
            ...more.map(([name, value]) => ({ name, distribution: choices(value) })),
          ],
        },
      },
      collapsed,
    )[0]!.hint;
  expect(
    with_(['reconstruction', 'mse'], ['reduction', 'sum'], ['kl_warmup', 0], ['free_bits', 0.5]),
  ).toContain('set `reconstruction: mixed` and `kl_warmup: 10` (');
  // Such an arm has them by itself.
  expect(caveats({}, arms(['vae_conditional', 2, 1]))[0]!.hint).toContain('or raise `free_bits` (');
  const both = arms(['vae_conditional', 2, 1], ['vae_mixing', 2, 1]);
  expect(caveats({}, both)[0]!.hint).toContain('set `reconstruction: mixed`');
  const all: [string, number | string][] = [
    ['reconstruction', 'mixed'],
    ['reduction', 'sum'],
    ['kl_warmup', 5],
    ['free_bits', 0.1],
  ];
  expect(with_(...all)).toContain('or raise `free_bits` (');
});

test('undertrained: any trial that would have gone on learning', () => {
  expect(codes({}, { undertrainedShare: 0 })).toEqual([]);
  expect(caveats({}, { undertrainedShare: 0.04 })).toMatchObject([
    { code: 'undertrained', message: expect.stringContaining('4% of the trials') },
  ]);
});

describe('best_of_many', () => {
  const many = arms(['oversample', 4, null], ['vae_mixing', 192, 0.5]);

  test('the counts, the choice by validation, and how to know', () => {
    const bestByValidation = ranked(0.72, canonicalConfig({ arm: 'vae_mixing', latent_size: 2 }));
    expect(caveats({}, { ...many, bestByValidation })).toEqual([
      {
        code: 'best_of_many',
        message:
          'The best is one of 192 configs of vae_mixing, beside 4 of oversample: the luckiest of many looks better than it is. ' +
          'By val_accuracy the best is arm=vae_mixing latent_size=2 reconstruction=1 kl=1, with a test_accuracy of 0.7200',
        hint: 'Replicates that had no part in the choice tell how good it is: run it alone with another seed.',
        command:
          "run FILE --seed 2 --replicates 20 --set 'name=deck again' --set 'arm=[oversample, vae_mixing]' " +
          "--set latent_size=10 --set 'loss_weights={reconstruction: 1, kl: 1}'",
      },
    ]);
  });

  test('where validation agrees, it says so; where not all were looked at, how many at least', () => {
    const [caveat] = caveats({}, { ...many, whole: false });
    expect(caveat!.message).toMatch(/more than 192 configs .* By val_accuracy it is the best too$/);
  });

  test('a cap leaves room, an arm keeps its passes, a name is no mapping', () => {
    const best = ranked(0.73, canonicalConfig({ arm: 'vae_boundary', latent_size: 2 }));
    const given = { ...definition, runCap: 30, replicates: 25, name: 'a: b' };
    const boundary = arms(['oversample', 4, null], ['vae_boundary', 20, 0]);
    const { command } = caveats({ definition: given }, { ...boundary, best })[0]!;
    expect(command).toContain(`--replicates 25 --set 'name="a: b again"' --set run_cap=50`);
    expect(command).toMatch(/ --set classifier_epochs=7$/);
  });

  test('the command runs the config and its baseline, whatever the file says', () => {
    const parameters = `parameters:
  arm: { values: [none, vae_boundary, vae_mixing] }
  loss_weights: { values: [{ kl: 1, prediction: 1 }, { kl: 0.01, prediction: 0.5 }] }
  mixing: { parameters: { real: { values: [40, 60] }, majority: { value: 50 } } }
  hidden_sizes: { values: [[10], [20, 20]] }
  learning_rate: { min: 0.001, max: 0.1 }
  optimizer: { values: [adam, rmsprop] }
  band: { values: [0.1, 0.2] }
`;
    const folder = { path: 'a.yaml', folder: '/', engines: [] };
    for (const top of ['method: random\nrun_cap: 9', 'method: random\nrun_cap: 9\nbaselines: false']) {
      const text = `${top}\n${parameters}`;
      const { definition: given } = parseSweep(text, folder);
      const drawn = sampleOf(createSearcher({ ...given, runCap: 200 }), 200).configs;
      for (const arm of ['vae_mixing', 'vae_boundary']) {
        const config = drawn.find((one) => one['arm'] === arm)!;
        const overrides = { seed: 2, replicates: 20, set: freshSettings(given, { config }) };
        const again = createSearcher(parseSweep(text, { ...folder, overrides }).definition);
        const { configs, exhausted } = sampleOf(again, 100);
        expect(exhausted).toBe(true);
        expect(configs.map(configHash).toSorted()).toEqual(
          [baselineHash(config), configHash(config)].toSorted(),
        );
      }
    }
  });

  test('not of few, not of the baseline, not where validation rows chose', () => {
    expect(codes({}, arms(['oversample', 4, null], ['vae_mixing', 19, 0]))).toEqual([]);
    const plain = { best: ranked(0.73, canonicalConfig({ arm: 'oversample' })) };
    expect(codes({}, { ...arms(['oversample', 100, null], ['vae_mixing', 100, 0]), ...plain })).toEqual([]);
    expect(codes({ by: 'val_accuracy' }, many)).toEqual([]);
  });

  test('not beside so few, where each draw has its own baseline', () => {
    const [caveat] = caveats({}, arms(['oversample', 50, null], ['vae_mixing', 50, 0]));
    expect(caveat!.message).toMatch(/^The best is one of 50 configs of vae_mixing: /);
  });
});

describe('uneven_effort', () => {
  const boundary = (effort: number) => arms(['oversample', 1, null], ['vae_boundary', 1, 0, effort]);

  test('the default of an arm, and how to compare like with like', () => {
    expect(caveats({}, boundary(10 / 7))).toMatchObject([
      {
        code: 'uneven_effort',
        message: expect.stringContaining('vae_boundary makes 7 of them an epoch by default, oversample 10'),
        hint: 'Write `classifier_epochs: { value: 7 }` to compare like with like.',
      },
    ]);
    expect(codes({}, boundary(1))).toEqual([]);
  });
});

describe('classes', () => {
  const rows = (test: number[][], validation = test) => ({ classRows: { test, validation } });
  const report = { classes: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })) } as unknown as DataReport;

  test('class_missing: no validation row, in some replicates', () => {
    const given = rows(
      [[90, 90, 90]],
      [
        [50, 0, 40],
        [50, 1, 39],
        [50, 0, 40],
      ],
    );
    expect(caveats({ report }, given)).toMatchObject([
      {
        code: 'class_missing',
        message:
          "No validation row is of class 'b' in 2 of 3 replicates: val_ metrics are over 2 of 3 classes there",
        hint: expect.stringContaining('Rank by a test_ metric'),
      },
    ]);
    expect(caveats({}, rows([[90, 90, 0]]))[0]!.message).toBe(
      "No test row is of class '2': test_ metrics are over 2 of 3 classes",
    );
    expect(caveats({}, rows([[50, 50]], [[100, 0]]))[0]!.message).toBe(
      "No validation row is of class '1': val_ metrics say nothing of it",
    );
  });

  test('class_missing: of a class of two different rows no share gives validation one', () => {
    const pair = {
      kind: 'table',
      classes: ['a', 'b', 'c'].map((name, k) => ({ name, distinct: k === 1 ? 2 : 90 })),
    } as unknown as DataReport;
    const [caveat] = caveats({ report: pair }, rows([[90, 1, 90]], [[50, 0, 50]]));
    expect(caveat).toMatchObject({
      code: 'class_missing',
      hint: 'Rank by a test_ metric, or get more rows of it: two that differ go to training and test.',
    });
  });

  test('class_small: few test rows, and what one of them weighs', () => {
    const [caveat] = caveats(
      { report },
      rows(
        [
          [90, 9, 95],
          [90, 5, 99],
        ],
        [[50, 50, 50]],
      ),
    );
    expect(caveat).toMatchObject({
      code: 'class_small',
      message: "Class 'b' has as few as 5 test rows: each is 0.20 of its recall",
    });
    expect(codes({}, rows([[90, 10, 95]]))).toEqual([]);
    const many = caveats({ report, by: 'test_recall' }, rows([[90, 1, 2, 3, 4]]));
    expect(many[0]!.message).toBe(
      "Class 'b' has one test row (3 others fewer than 10): each is 1.00 of its recall",
    );
    const equal = caveats({ report, by: 'test_recall' }, rows([[90, 2, 2, 2, 2]]));
    expect(equal[0]!.message).toBe(
      "Each of the classes 'b', 'c', 'd' (and 1 more) has as few as 2 test rows: each is 0.50 of its recall",
    );
  });
});

const byTime = (replicates: number): SweepDefinition => ({
  ...definition,
  ...{ replicates, dataset: { kind: 'table', time: 'day' } as SweepDefinition['dataset'] },
});

test('same_rows: a split by time, over several replicates', () => {
  expect(codes({ definition: byTime(3) })).toEqual(['same_rows']);
  expect(codes({ definition: byTime(1) })).toEqual([]);
});

const constrained = (of: SweepDefinition): SweepDefinition => ({
  ...of,
  constraints: [{ metric: 'collapsed_share', measure: 'collapsed', min: 0, max: 0.5 }],
});

describe('constrained', () => {
  const at = (configs: number, of: number) =>
    caveats({ definition: constrained(definition) }, { breaking: { configs, of } });

  test('where some config breaks a constraint, with how many do', () => {
    expect(at(0, 12)).toEqual([]);
    const [caveat] = at(3, 12);
    expect(caveat!.message).toBe(
      '3 of 12 configs break a constraint (collapsed_share at least 0 and at most 0.5, on validation rows): they stand behind all others, whatever their means',
    );
    expect(caveat!.command).toBe('top deck --where "violation = 0"');
    expect(at(1, 12)[0]!.message).toMatch(/^1 of 12 configs breaks .*: it stands behind all others/);
  });

  test('where all do, none is the best', () => {
    const [caveat] = at(12, 12);
    expect(caveat!.message).toMatch(/^12 of 12 configs break .*: none is left to be the best$/);
    expect(caveat!.hint).toMatch(/^Widen the bounds/);
  });
});

const several = (of: SweepDefinition): SweepDefinition => ({
  ...of,
  metrics: [
    { name: 'test_accuracy', goal: 'maximize' },
    { name: 'test_ece', goal: 'minimize' },
  ],
});

test('several objectives: a ranking is by the first, one by another is what was asked for', () => {
  const told = (by: string) => caveats({ definition: several(definition), by }).map(({ message }) => message);
  expect(told('test_accuracy')).toEqual([
    'Configs are ranked by test_accuracy alone, the first of the objectives test_accuracy, test_ece',
  ]);
  expect(told('test_ece')).toEqual([]);
});

describe('all of them', () => {
  const every = {
    ...arms(['vae_boundary', 30, 1, 0.5]),
    hasBaseline: false,
    classRows: { test: [[95, 5]], validation: [[100, 0]] },
    best: ranked(0.94, canonicalConfig({ arm: 'vae_boundary' })),
    trials: { withValue: 90, withoutValue: 1 },
    undertrainedShare: 0.5,
    breaking: { configs: 1, of: 30 },
  };

  test('come with the most important first, and stand in docs/caveats.md', () => {
    const page = readFileSync(new URL('../../../../docs/caveats.md', import.meta.url), 'utf8');
    const all = codes({ definition: several(constrained(byTime(3))) }, every);
    expect(all).toEqual([
      ...[
        'undefined_metric',
        'constrained',
        'several_objectives',
        'majority',
        'no_baseline',
        'undertrained',
        'all_collapsed',
        'best_of_many',
        'same_rows',
        'uneven_effort',
      ],
      ...['class_missing', 'class_small'],
    ]);
    expect([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code)).toEqual([
      ...all,
      'nothing_stopped',
    ]);
  });
});

test('of a program of the user’s own nothing is said of rows and arms, whatever its names are', () => {
  const metrics = [{ name: 'test_accuracy', goal: 'maximize' }] as const;
  const spec = { name: 'train.py', config: null, metrics: [], folder: '/', command: null } as const;
  const dataset = { kind: 'program', ...spec } as const;
  const constraints = [{ metric: 'latency', measure: 'latency', max: 3 }];
  const told = caveats(
    { definition: { ...definition, dataset, metrics, constraints } },
    {
      ...{ breaking: { configs: 1, of: 9 }, trials: { withValue: 1, withoutValue: 1 }, hasBaseline: false },
      arms: [{ arm: 'vae_mixing', configs: 99, collapsedShare: 1, baselineEffort: 2 }],
    },
  );
  expect(told.map(({ code }) => code)).toEqual(['constrained', 'several_objectives']);
  expect(told[0]!.message).toContain('(latency at most 3): it stands');
  const early = { type: 'hyperband', eta: 3, strict: true, minIter: 3 } as const;
  const ended = (bandsDecided: number) =>
    caveats({ definition: { ...definition, dataset, early }, bandsDecided }).map(({ code }) => code);
  expect([ended(0), ended(1)]).toEqual([['nothing_stopped'], []]);
});
