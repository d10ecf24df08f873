import type { SweepDefinition } from '@latentsweep/coordinator';
import { verdictMaterial } from '@latentsweep/core';
import type { KnownSweep } from '@latentsweep/store';
import { verdictFrom } from '../verdict/read.ts';
import type { LeaderboardRow } from '../view/leaderboard.ts';
import type { Report } from './report.ts';

/** Reports made by hand, for tests. */

export const definition: SweepDefinition = {
  ...{
    name: 'deck',
    description: null,
    method: 'grid',
    replicates: 3,
    seed: 7,
    runCap: null,
    engine: 'auto',
  },
  metric: { name: 'test_accuracy', goal: 'maximize' },
  requires: [],
  dataset: { kind: 'simulated', train: 400, validation: 200, test: 200, coefficients: [[1]], prior: null },
  parameters: [
    { name: 'arm', distribution: { kind: 'categorical', values: ['none', 'smote'], probabilities: null } },
    { name: 'loss_weights.kl', distribution: { kind: 'uniform', min: 0, max: 0.5 } },
  ],
};

const sweep: KnownSweep = {
  ...{ word: 'deck', id: 3, slug: 'deck', name: 'deck', description: 'What it asks.', definitionHash: '' },
  ...{
    definition,
    source: 'name: deck\n',
    metric: 'test_accuracy',
    goal: 'maximize',
    replicates: 3,
    seed: 7,
  },
  ...{ engine: 'toy@1', datasetFingerprint: 'f00d', datasetSpec: null, dataReport: null, onCluster: false },
  ...{ plannedTrials: 24, state: 'completed', reason: null, cursor: null, expanded: true },
  ...{ ownMeasures: null, leftOutMeasure: null },
  ...{ createdAt: new Date(Date.UTC(2026, 0, 1)), finishedAt: new Date(Date.UTC(2026, 0, 2)) },
  parameters: [
    { name: 'arm', sqlType: 'text' },
    { name: 'loss_weights.kl', sqlType: 'double precision' },
  ],
};

export const row = (change: Partial<LeaderboardRow> = {}): LeaderboardRow => ({
  ...{
    hash: 'a1b2',
    shown: [],
    rank: 1,
    tied: false,
    behind: null,
    mean: 0.7,
    half: 0.01,
    twin: 0.69,
    comparison: { kind: 'none' },
    n: 3,
  },
  ...{ collapsed: null, undertrained: null, undefined: 0, diverged: 0, failed: 0 },
  ...change,
});

/** Smote, better than none in each of three replicates. */
const judged = (dataset: SweepDefinition['dataset']) =>
  verdictFrom(
    verdictMaterial(
      [
        { arm: 'none', values: [0.5, 0.52, 0.51] },
        { arm: 'smote', values: [0.6, 0.63, 0.62] },
      ].map(({ arm, values }) => {
        const by = new Map(values.map((value, replicate) => [replicate, value]));
        return { hash: arm, config: { arm }, validation: by, test: by };
      }),
      true,
    ),
    { by: 'test_accuracy', state: 'completed', dataset, varying: ['arm'] },
  );

const counts = {
  ...{
    queued: 0,
    running: 0,
    completed: 24,
    diverged: 0,
    failed: 0,
    quarantined: 0,
    waiting: 0,
    pruned: 0,
    cancelled: 0,
    reused: 0,
  },
};

export const report: Report = {
  whole: {
    ...{ sweep, state: 'completed', counts, definition, caveats: [] },
    timing: {
      ...{ first: null, last: null },
      trained: { trials: 24, threadSeconds: 1 },
      reused: { trials: 0, threadSeconds: 0 },
    },
    rungs: [],
    best: { value: 0.7, n: 3, hash: 'a1b2', config: { arm: 'smote' } },
  },
  at: new Date(Date.UTC(2026, 0, 3, 4, 5, 6)),
  board: {
    ...{ by: 'test_accuracy', twin: 'val_accuracy', intervals: true, scattered: false, shown: [] },
    varying: [{ name: 'arm', short: undefined, values: ['smote', 'none'] }],
    constant: [{ name: 'loss_weights_kl', value: 0.5 }],
    rows: [
      row({ tied: true, comparison: { kind: 'difference', value: 0.02, half: 0.01, uneven: false } }),
      row({ rank: 2, mean: 0.5, half: null, comparison: { kind: 'baseline' } }),
    ],
  },
  more: false,
  judged: judged({ ...definition.dataset }),
  figures: [
    {
      name: 'history',
      drawing: {
        ...{ width: 100, height: 50, title: 'Best so far', description: 'It rises.', selectable: [] },
        marks: [{ kind: 'text', at: [1, 1], text: 'marked', ink: 'text' }],
      },
    },
    { name: 'importance', drawing: null, why: 'One config only.' },
  ],
  checksum: 'c0ffee',
  exact: true,
  madeBy: { version: '0.1.0', node: '24.0.0' },
};

export const withSweep = (change: Partial<KnownSweep>): Report => ({
  ...report,
  whole: { ...report.whole, sweep: { ...sweep, ...change } },
});
