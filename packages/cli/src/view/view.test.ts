import { datasetText, distributionText, trialsOf, varyingParameters } from '@latentsweep/app';
import type { DataReport, SweepDefinition } from '@latentsweep/coordinator';
import type { KnownSweep } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { PLAIN } from '../terminal/style.ts';
import { displayWidth } from '../terminal/text.ts';
import { curveCharts, curveTable } from './curves.ts';
import { factLines } from './facts.ts';
import { planLines } from './plan.ts';
import { showLines } from './sweep.ts';
import { trialLines } from './trial.ts';
import { trialColumns } from './trials.ts';

const definition: SweepDefinition = {
  name: 'deck',
  description: null,
  method: 'grid',
  metric: { name: 'test_accuracy', goal: 'maximize' },
  replicates: 3,
  seed: 1,
  runCap: null,
  engine: 'auto',
  requires: [],
  dataset: { kind: 'simulated', train: 80_000, validation: 1, test: 1, coefficients: [[1]], prior: null },
  parameters: [
    { name: 'arm', distribution: { kind: 'categorical', values: ['none', 'smote'], probabilities: null } },
    { name: 'epochs', distribution: { kind: 'constant', value: 5 } },
    { name: 'dropout', distribution: { kind: 'uniform', min: 0, max: 0.5 } },
    { name: 'band', distribution: { kind: 'categorical', values: [0.1], probabilities: null } },
  ],
};
const sweep: KnownSweep = {
  word: '3',
  ...{ id: 3, slug: 'deck', name: 'deck', description: 'What it asks.', definitionHash: '', definition },
  ...{ source: '', metric: 'test_accuracy', goal: 'maximize', replicates: 3, seed: 1, engine: 'simd@1' },
  ...{
    datasetFingerprint: '',
    datasetSpec: null,
    dataReport: null,
    onCluster: false,
    plannedTrials: 24,
    state: 'paused',
    reason: 'Paused by hand.',
    ownMeasures: null,
    leftOutMeasure: null,
    cursor: null,
  },
  ...{ expanded: true, createdAt: new Date(2026, 0, 1), finishedAt: null },
  parameters: [
    { name: 'arm', sqlType: 'text' },
    { name: 'dropout', sqlType: 'double precision' },
  ],
};
const counts = {
  queued: 4,
  running: 0,
  completed: 19,
  diverged: 0,
  failed: 1,
  quarantined: 0,
  waiting: 0,
  pruned: 0,
  cancelled: 0,
  reused: 6,
};

test('parameters vary unless there is one value', () => {
  expect(varyingParameters(definition)).toEqual(['arm', 'dropout']);
});

test.each([
  [{ kind: 'constant', value: [10, 10] }, '[10,10]'],
  [{ kind: 'categorical', values: [1, 'a'], probabilities: [0.25, 0.75] }, '1 (p 0.25), a (p 0.75)'],
  [{ kind: 'q_uniform', min: 0, max: 1, q: 0.1 }, 'q_uniform 0 to 1 in steps of 0.1'],
  [{ kind: 'log_normal', mu: 0, sigma: 1 }, 'log_normal mu 0 sigma 1'],
  [{ kind: 'q_log_normal', mu: 0, sigma: 1, q: 2 }, 'q_log_normal mu 0 sigma 1 in steps of 2'],
  [{ kind: 'beta', a: 2, b: 3 }, 'beta a 2 b 3'],
] as const)('%j reads well', (distribution, text) => {
  expect(distributionText(distribution)).toBe(text);
});

test('a table is named by its file and target', () => {
  const table = {
    kind: 'table',
    path: 'a\u001Bb.csv',
    select: null,
    target: 'y',
  } as SweepDefinition['dataset'];
  expect(datasetText(table)).toBe('a\\u{1B}b.csv, target y');
});

test('facts wrap under their values, and what is not known is left out', () => {
  expect(
    factLines(
      [
        ['a', 'one two three four five six'],
        ['long', null],
        ['bc', 'x'],
      ],
      24,
      PLAIN,
    ),
  ).toEqual(['a   one two three four', '    five six', 'bc  x']);
});

const CAVEAT = { code: 'c', message: 'It may be luck', hint: 'Look again.', command: 'top deck' };

test('a sweep says how it stands and what to type', () => {
  const best = { value: 0.73456, n: 3, hash: 'c0ffee', config: { arm: 'smote' } };
  const reused = { trials: 6, threadSeconds: 84 };
  const timing = {
    first: new Date(0),
    last: new Date(18_000),
    trained: { trials: 14, threadSeconds: 30 },
    reused,
  };
  const spell = (command: string) => `npx sweep ${command} --store s`;
  const view = {
    sweep,
    state: sweep.state,
    counts,
    timing,
    definition,
    best,
    caveats: [CAVEAT],
    rungs: [],
    spell,
  };
  const text = showLines(view, 100, PLAIN).join('\n');
  expect(text).toContain('deck  paused  Paused by hand.\nWhat it asks.');
  expect(text).toContain('24 trials planned: 19 completed, 4 queued, 1 failed, 6 of them reused');
  expect(text).toContain('0.7346, the mean of 3 replicates: arm=smote');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    '18 s from the first start to the last end; 6 trials are reused, which took 1 min 24 s of one thread when they were trained',
  );
  const lucky = { ...view, best: { ...best, n: 1 }, timing: { ...timing, first: null, last: null } };
  const told = showLines(lucky, 200, PLAIN).join('\n');
  expect(told).toContain('0.7346, one replicate: arm=smote');
  expect(told).toContain('all trials are reused, which took 1 min 24 s of one thread');
  expect(text).toContain('note  It may be luck. Look again.\n      npx sweep top deck --store s\n');
  expect(text).toContain('npx sweep resume 3 --store s');
  expect(text).toContain('npx sweep trials 3 --state failed --store s');
});

const SIMULATED: DataReport = {
  kind: 'simulated',
  features: 10,
  classes: ['0', '1'].map((name) => ({ name, share: null })),
  rebalanced: ['1'],
  split: { train: 80_000, validation: 1, test: 1 },
};

test('a plan says what is shared, removed, reused and how long it takes', () => {
  const plan = {
    ...{ name: 'deck', method: 'grid', replicates: 3, data: SIMULATED, engine: 'simd@1', slots: 2 },
    mayHaveGpu: false,
    ...{ configs: 8, baselines: 2, trials: 24, trainingRuns: 12, duplicatesRemoved: 4, valuesRepeated: 0 },
    exact: true,
    race: null,
    early: null,
    ...{ reused: 6, reuseLookedUp: 24, threadSeconds: 130 },
    ...{ seconds: 70, low: 62, high: 81 },
  };
  const text = planLines(plan, 100, PLAIN).join('\n');
  expect(text).toMatch(/^data +simulated rows: 80,000 training, /m);
  expect(text).toMatch(/^configs +8, 2 of them oversample, to compare with$/m);
  expect(text).toMatch(/^trials +24 \(8 configs x 3 replicates\)$/m);
  expect(text).toMatch(/^training runs +12: configs that differ only in epochs share one$/m);
  expect(text).toMatch(/^duplicates +4 removed/m);
  expect(text).toMatch(/^reused +6 trials of earlier sweeps$/m);
  expect(text).toMatch(/^time +1 min 02 s to 1 min 21 s on 2 threads/m);
  expect(text).toContain('4 removed: points of the grid that differ only in what their arm does not use');
  expect(text).not.toMatch(/^race/m);
  const rule = { type: 'hyperband', counts: 'epochs', eta: 3, strict: true, bands: [3, 9] } as const;
  const early = { ...rule, metric: 'val_f1', share: 0.31, most: 1.4 };
  const ending = (changes: object) =>
    planLines({ ...plan, early: { ...early, ...changes } }, 200, PLAIN).find((line) =>
      line.startsWith('early'),
    );
  expect(ending({})).toMatch(
    /^early end +hyperband with eta 3, after 3, 9 epochs by val_f1 \(strict: true\): about 31% of the epochs, and 140% if it stops nothing$/,
  );
  expect(ending({ type: 'median', strict: false })).toMatch(
    /median, .* by the best val_f1 so far \(strict: false\)/,
  );
  expect(ending({ bands: [] })).toMatch(/none: no run trains for longer than the first band$/);
  const race = {
    rungs: [2],
    metric: 'val_f1',
    block: null,
    leastTrials: 18,
    expectedTrials: 21,
    spends: false,
  };
  const raced = planLines({ ...plan, race }, 200, PLAIN).join('\n');
  expect(raced).toMatch(
    /^race +after 2 of 3 replicates, by val_f1: 18 trials at least, so that it saves at most 6 \(25%\), and about 13% if configs differ by as much as replicates of one do$/m,
  );
  expect(raced).toMatch(/^time .*; the race makes it less$/m);
  const withGpu = planLines({ ...plan, race, mayHaveGpu: true }, 300, PLAIN).join('\n');
  expect(withGpu).toMatch(/^time .*; the race makes it less; a GPU, if one can be used, makes it less$/m);
  const both = planLines({ ...plan, race, early }, 200, PLAIN).join('\n');
  expect(both).toMatch(/^race +after 2 of 3 replicates, by val_f1, of what early termination leaves$/m);
  const spent = planLines(
    { ...plan, race: { ...race, expectedTrials: null, spends: true } },
    200,
    PLAIN,
  ).join('\n');
  expect(spent).toMatch(
    /^race .* val_f1: at most 6 \(25%\) go to more replicates of those that are tied with the best$/m,
  );
  expect(spent).not.toContain('the race makes it less');
  const blocks = planLines({ ...plan, race: { ...race, block: 4, leastTrials: 24 } }, 200, PLAIN).join('\n');
  expect(blocks).toMatch(
    /^race .* val_f1, 4 proposals at a time: what it saves pays for further ones, of 12 configs at most$/m,
  );
  const twice = planLines({ ...plan, valuesRepeated: 4 }, 100, PLAIN).join('\n');
  expect(twice).toContain('4 removed: a value is written twice');
  expect(twice).not.toContain('their arm');
  expect(planLines({ ...plan, valuesRepeated: 1 }, 130, PLAIN).join('\n')).toContain(
    '1 removed: a value is written twice; 3 removed: points of the grid',
  );
  const sampled = planLines({ ...plan, reuseLookedUp: 5, exact: false }, 100, PLAIN).join('\n');
  expect(sampled).toContain('about 6 trials of earlier sweeps, from a sample of 5');
  expect(sampled).toContain('at most 24');
  expect(planLines({ ...plan, reused: 24 }, 100, PLAIN).join('\n')).toContain(
    'none: everything has been run',
  );
});

const curves = {
  ...{ classifier_loss: [0.7, 0.6], classifier_accuracy: [0.5, 0.6], val_classifier_loss: [0.7, 0.65] },
  ...{ val_classifier_accuracy: [0.5, 0.55], vae_loss: [], vae_accuracy: [], vae_reconstruction: [] },
  ...{ vae_kl: [], vae_prediction: [], val_vae_loss: [], val_vae_accuracy: [] },
};

test('charts and the table of curves leave out what the arm does not have', () => {
  const charts = curveCharts(curves, 60, PLAIN);
  expect(charts.filter((line) => line.includes('training'))).toHaveLength(2);
  expect(charts.every((line) => displayWidth(line) <= 60)).toBe(true);
  expect(curveTable(curves)).toEqual({
    columns: [
      ...[
        'epoch',
        'classifier_loss',
        'classifier_accuracy',
        'val_classifier_loss',
        'val_classifier_accuracy',
      ],
    ],
    rows: [
      [1, 0.7, 0.5, 0.7, 0.5],
      [2, 0.6, 0.6, 0.65, 0.55],
    ],
  });
});

test('a trial shows its config and both splits', () => {
  const row = {
    ...{ id: 7, state: 'completed', duration_ms: 1500, error: null, test_accuracy: 0.73, val_accuracy: 0.72 },
    ...{ collapsed: false, undertrained: true },
    config: { arm: 'smote', epochs: 3, 'smote.neighbors': 5, classifier: 'ffn' },
  };
  const text = trialLines(row, null, 80, PLAIN).join('\n');
  expect(text).toMatch(/^duration +1\.5 s$/m);
  // As docs/parameters.md lists them.
  expect(text).toMatch(/^arm +smote\nclassifier +ffn\nepochs +3\nsmote\.neighbors +5$/m);
  expect(text).toMatch(/^collapsed +no\nundertrained +yes$/m);
  expect(text).toMatch(/^accuracy +0\.7300 +0\.7200$/m);
  expect(text).not.toContain('error');
  expect(trialLines({ id: 8, config: {} }, null, 80, PLAIN).join('\n')).not.toContain('metrics');
});

test('trials show parameters that vary, the metric and its twin', () => {
  const columns = ['id', 'number', 'state', 'arm', 'dropout', 'test_accuracy', 'val_accuracy', 'error'];
  const rows = [
    [1, 1, 'completed', 'smote', 0, 0.7, 0.71, null],
    [2, 2, 'failed', 'none', 0, null, null, 'It broke.'],
  ];
  const trials = trialsOf({ columns, rows }, sweep);
  const shown = trialColumns(trials, PLAIN);
  expect(trials.constant).toEqual([{ name: 'dropout', value: 0 }]);
  expect(shown.map((c) => c.header)).toEqual([
    ...['id', 'number', 'state', 'arm', 'test_accuracy', 'val_accuracy', 'error'],
  ]);
  expect(shown.at(-1)?.cells).toEqual(['', 'It broke.']);
});
