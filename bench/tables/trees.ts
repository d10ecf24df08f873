/** Part 1: `boosted_trees` beside scikit-learn's HistGradientBoostingClassifier at its defaults, on one core. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, fitBoostedTrees, prepareDataset, rankCurves } from '@latentsweep/core';
import { median } from '../median.ts';
import { print } from '../parts.ts';
import { openPeer, type Peer } from './peer.ts';
import { preparedTable } from './prepared.ts';

const SPLITS = 10;

type Splits = (split: number) => Promise<Dataset | string> | Dataset;

const TABLES: readonly (readonly [name: string, splits: Splits])[] = [
  [
    'taiwan_bankruptcy.csv',
    (split) =>
      preparedTable(
        'taiwan_bankruptcy.csv',
        { target: 'Bankrupt?', split: { train: 0.75, validation: 0.05, test: 0.2 } },
        [2024, split],
      ),
  ],
  ['simulated, 285,000 x 30', (split) => prepareDataset(SIMULATED, [2024, split], null)],
];

/** About 2% of class 1. */
const SIMULATED = {
  kind: 'simulated' as const,
  train: 228_000,
  validation: 10,
  test: 57_000,
  coefficients: [Array.from({ length: 30 }, (_, i) => ((i * 7) % 11) / 2 - 2.5)],
  intercepts: [-6],
};

interface Turn {
  readonly ours: Fitted;
  readonly theirs: Fitted;
}

interface Fitted {
  /** Of CPU, which other programs lengthen less than they do the wall's. */
  readonly seconds: number;
  readonly rocAuc: number;
}

export async function benchTrees(): Promise<void> {
  const peer = await openPeer('boosting.py');
  try {
    for (const [name, splits] of TABLES) await compare(name, splits, peer);
  } finally {
    await peer.close();
  }
}

/** By turns, so that what else the machine does meets both. */
async function compare(name: string, splits: Splits, peer: Peer): Promise<void> {
  const turns: Turn[] = [];
  for (let split = 0; split < SPLITS; split++) {
    const dataset = await splits(split);
    if (typeof dataset === 'string') return print(name, dataset);
    if (split === 0) fitOurs(dataset);
    turns.push({ ours: fitOurs(dataset), theirs: await fitTheirs(dataset, peer) });
  }
  const mean = (of: (turn: Turn) => number) => turns.reduce((sum, turn) => sum + of(turn), 0) / SPLITS;
  const ours = mean((turn) => turn.ours.rocAuc);
  const theirs = mean((turn) => turn.theirs.rocAuc);
  const cpu = (of: (turn: Turn) => number) => `${median(turns.map(of)).toFixed(2)} s of CPU`;
  print(name, `${cpu((turn) => turn.ours.seconds)}, test ROC AUC ${ours.toFixed(4)}`);
  print('  scikit-learn', `${cpu((turn) => turn.theirs.seconds)}, test ROC AUC ${theirs.toFixed(4)}`);
  print('  time to that (target: 2)', median(turns.map((t) => t.ours.seconds / t.theirs.seconds)).toFixed(2));
  print('  difference of the ROC AUC (target: 0.005)', (ours - theirs).toFixed(4));
}

function fitOurs({ train, test, features: columns, classes }: Dataset): Fitted {
  const before = process.cpuUsage();
  const fitted = fitBoostedTrees({ ...train, columns, classes, weights: null });
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, rocAuc: rocAuc(fitted.predict(test.features, test.count), test) };
}

async function fitTheirs({ train, test, features: columns }: Dataset, peer: Peer): Promise<Fitted> {
  const [features, labels, probabilities] = ['x', 'y', 'p'].map((name) => join(peer.folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(features, Buffer.concat([bytes(train.features), bytes(test.features)]));
  await writeFile(labels, Buffer.concat([train.labels, test.labels]));
  const { seconds } = await peer.ask<{ seconds: number }>({
    ...{ features, labels, probabilities, columns },
    train: train.count,
  });
  const p = await readFile(probabilities);
  return { seconds, rocAuc: rocAuc(new Float32Array(new Uint8Array(p).buffer), test) };
}

const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const rocAuc = (p: Float32Array, { labels }: Dataset['test']) => rankCurves(p, labels, 2, 1)!.roc.area;
