import { rowsFrom, takeFeatures } from '../../dataset/rows.ts';
import { giveBack } from '../../math/give-back.ts';
import { headOutputs } from '../../model/network.ts';
import type { FittingRows } from '../classifier.ts';
import { binRows } from './bins.ts';
import { type Derivatives, Grower, type Leaf } from './grow.ts';
import { holdBack, takeLabelled } from './held.ts';
import { baselineScores, derive, meanLoss } from './losses.ts';
import { boostedTreesOf, type FittedTrees } from './model.ts';
import { BOOSTING_DEFAULTS, type BoostingSettings } from './settings.ts';
import { Forest, type Tree } from './tree.ts';

/**
 * Histogram gradient boosting as in scikit-learn's HistGradientBoostingClassifier (Friedman 2001; Ke et al., "LightGBM",
 * 2017): each round fits a tree of Newton steps to the derivatives of the log loss, one for each class where there are more
 * than two. Missing values (NaN) go to the side of each split that suits them. Throws RangeError without rows.
 *
 * `onBinned` is called as soon as the features are looked at no more.
 */
export function fitBoostedTrees(
  rows: FittingRows,
  options: Partial<BoostingSettings> = {},
  onBinned = () => {},
): FittedTrees {
  const settings = { ...BOOSTING_DEFAULTS, ...options };
  const { earlyStopping: stopping, maxIter, seed } = settings;
  if (rows.count === 0) throw new RangeError('boosting needs at least one row');
  const parts = stopping ? holdBack(rows, stopping.validationFraction, seed) : null;
  const own = parts ? parts.kept : rowsFrom(0, rows.count);
  const kept = parts ? takeLabelled(rows, own) : rows;
  const placesOf = (numbers: Uint32Array) => numbers.map((row) => rows.places?.[row] ?? row);
  const held = parts && {
    ...takeLabelled(rows, parts.held),
    features: takeFeatures(rows.features, rows.columns, placesOf(parts.held)),
  };
  const outputs = headOutputs(rows.classes);
  const baseline = baselineScores(kept);
  const startOf = (count: number) =>
    Float64Array.from({ length: count * outputs }, (_, i) => baseline[i % outputs]!);
  const grower = new Grower(binRows(rows, placesOf(own), kept.weights, settings), settings);
  onBinned();
  const derivatives = Array.from({ length: outputs }, () => emptyDerivatives(kept.count));
  const scores = startOf(kept.count);
  const heldScores = startOf(held?.count ?? 0);
  const losses = held ? [meanLoss(held, heldScores)] : [];
  const trees: Tree[] = [];
  let ended = false;
  let round = 0;
  while (round < maxIter && !ended) {
    derive(kept, scores, derivatives);
    const grown = derivatives.map((own, output) => {
      const { tree, leaves } = grower.grow(own);
      addLeaves(scores, outputs, output, leaves);
      return tree;
    });
    trees.push(...grown);
    round++;
    if (held && stopping) {
      new Forest(grown).addTo(heldScores, outputs, held.features, held.count, rows.columns);
      losses.push(meanLoss(held, heldScores));
      ended = isStuck(losses, stopping.nIterNoChange, stopping.tol);
    }
  }
  grower.end();
  if (held) giveBack(held.features);
  const model = { classes: rows.classes, columns: rows.columns, baseline, trees };
  const fit = { converged: ended || held === null, iterations: round, gradientNorm: null };
  return boostedTreesOf(model, fit);
}

function emptyDerivatives(count: number): Derivatives {
  return { gradients: new Float32Array(count), hessians: new Float32Array(count) };
}

/** What a tree says of the rows that it was grown on, by the leaves that they are in. */
function addLeaves(scores: Float64Array, outputs: number, output: number, leaves: readonly Leaf[]): void {
  for (const { rows, value } of leaves) {
    for (let i = 0; i < rows.length; i++) scores[rows[i]! * outputs + output]! += value;
  }
}

/** None of the last `rounds` losses is better than the one before them, but for `tol`. */
function isStuck(losses: readonly number[], rounds: number, tol: number): boolean {
  if (losses.length < rounds + 1) return false;
  const before = losses.at(-rounds - 1)! - tol;
  return losses.slice(-rounds).every((loss) => loss >= before);
}
