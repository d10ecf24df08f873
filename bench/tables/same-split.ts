/**
 * `logistic` and `boosted_trees` of the sweep files of public tables beside scikit-learn's on the same rows: the arms that
 * need nothing but the training rows, `none` and `class_weight`, in each replicate of the file.
 */

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readSweepFile, resolveDataset } from '@latentsweep/coordinator';
import {
  canonicalConfig,
  type Dataset,
  deriveSeed,
  freeDataset,
  loadDataset,
  openTable,
  prepareDataset,
  runTrials,
  type Seed,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { ENGINES } from '@latentsweep/worker';
import { print } from '../parts.ts';
import { openPeer, type Peer } from './peer.ts';

const FOLDER = resolve(import.meta.dirname, '../../../shared/data');
const FILES = {
  'page-blocks': 'page_blocks.csv',
  yeast: 'yeast.csv',
  hypothyroid: 'hypothyroid.csv',
  digits: 'digits_8x8_1797.csv',
  'taiwan-bankruptcy': 'taiwan_bankruptcy.csv',
  'credit-default': 'credit_default_taiwan.csv',
};
const ARMS = ['none', 'class_weight'] as const;
const CLASSIFIERS = ['logistic', 'boosted_trees'] as const;

interface Judged {
  readonly balancedAccuracy: number;
  readonly logLoss: number;
}

interface Row {
  readonly what: string;
  readonly ours: Judged;
  readonly theirs: Judged;
  /** The largest of all differences between probabilities. */
  readonly apart: number;
}

export async function benchSameSplit(): Promise<void> {
  if (!existsSync(FOLDER)) return print('same split', `skipped: ${FOLDER} is not there`);
  const peer = await openPeer('same_split.py');
  try {
    print('means over replicates: balanced accuracy, log loss', 'ours; scikit-learn; probabilities apart');
    for (const [name, file] of Object.entries(FILES)) {
      const rows: Row[] = [];
      for await (const row of compared(name, file, peer)) rows.push(row);
      for (const [what, own] of Map.groupBy(rows, (row) => row.what)) tell(`${name} ${what}`, own);
    }
  } finally {
    await peer.close();
  }
}

function tell(what: string, rows: readonly Row[]): void {
  const mean = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const told = (whose: 'ours' | 'theirs') =>
    `${mean((row) => row[whose].balancedAccuracy).toFixed(4)} ${mean((row) => row[whose].logLoss).toFixed(4)}`;
  const apart = Math.max(...rows.map((row) => row.apart));
  print(what, `${told('ours')}; ${told('theirs')}; ${apart.toExponential(1)}`);
}

async function* compared(name: string, file: string, peer: Peer): AsyncGenerator<Row> {
  const { definition } = await readSweepFile(resolve(import.meta.dirname, `../../sweeps/${name}.yaml`), {
    engines: ENGINES,
    overrides: { set: [`dataset.path=${resolve(FOLDER, file)}`] },
  });
  const { spec, content } = await resolveDataset(definition.dataset);
  const table = await openTable(content!);
  for (let replicate = 1; replicate <= definition.replicates; replicate++) {
    const seed = deriveSeed(definition.seed, 'replicate', replicate);
    for (const arm of ARMS) {
      for (const classifier of CLASSIFIERS) {
        const dataset = prepareDataset(spec, seed, table);
        const { judged: ours, probabilities } = await fitOurs(dataset, arm, classifier, seed);
        const theirs = await fitTheirs(dataset, arm, classifier, peer);
        const apart = largestDifference(probabilities, theirs.probabilities, dataset.classes);
        yield { what: `${arm} ${classifier}`, ours, theirs: theirs.judged, apart };
      }
    }
  }
}

/** As a trial of the sweep is. */
async function fitOurs(dataset: Dataset, arm: string, classifier: string, seed: Seed) {
  const engine = createSimdEngine();
  const config = canonicalConfig({ arm, classifier, minority_rate: 1 });
  const data = loadDataset(engine, dataset);
  let judged: Judged | null = null;
  let probabilities = new Float32Array();
  await runTrials(engine, [{ config, seed, data, milestones: [1] }], {
    onMilestone(_, __, result) {
      if (result.outcome !== 'completed') throw new Error(result.outcome);
      const { test_balanced_accuracy, test_log_loss } = result.measures as Record<string, number>;
      judged = { balancedAccuracy: test_balanced_accuracy!, logLoss: test_log_loss! };
    },
    onPredictions: (_, __, { test }) => {
      probabilities = test.probabilities as Float32Array<ArrayBuffer>;
    },
  });
  freeDataset(data);
  void engine.close();
  return { judged: judged!, probabilities };
}

async function fitTheirs(dataset: Dataset, arm: (typeof ARMS)[number], classifier: string, peer: Peer) {
  const { train, test, classes, features: columns } = dataset;
  const at = (name: string) => join(peer.folder, name);
  const files = { features: at('x'), labels: at('y'), testFeatures: at('tx'), testLabels: at('ty') };
  await writeFile(files.features, train.features);
  await writeFile(files.labels, train.labels);
  await writeFile(files.testFeatures, test.features);
  await writeFile(files.testLabels, test.labels);
  if (arm === 'class_weight') await writeFile(at('w'), balancingWeights(train.labels, classes));
  const weights = arm === 'class_weight' ? at('w') : null;
  const question = { ...files, weights, columns, classifier, probabilities: at('p') };
  const judged = await peer.ask<Judged>(question);
  const { buffer } = Uint8Array.from(await readFile(at('p')));
  return { judged, probabilities: new Float32Array(buffer) };
}

/** What brings each class to the rows of the largest. */
function balancingWeights(labels: Uint8Array, classes: number): Float32Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label] = counts[label]! + 1;
  const most = Math.max(...counts);
  return Float32Array.from(labels, (label) => most / counts[label]!);
}

/** Of ours, [rows] for two classes, and theirs, [rows, classes]. */
function largestDifference(ours: Float32Array, theirs: Float32Array, classes: number): number {
  let largest = 0;
  for (const [i, p] of ours.entries()) {
    largest = Math.max(largest, Math.abs(p - theirs[classes === 2 ? 2 * i + 1 : i]!));
  }
  return largest;
}
