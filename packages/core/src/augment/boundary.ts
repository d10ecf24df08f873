import { oversample } from '../dataset/cut.ts';
import { concatenate } from '../dataset/rows.ts';
import { headOutputs } from '../model/network.ts';
import { type ArmContext, type ArmPlan, minorityClasses, oversampledRows } from './arm.ts';

/**
 * `vae_boundary`: from every (oversampled) minority row one row is generated; those whose predicted probability is
 * near the decision boundary are kept, and majority rows are added, cycled, until the classes match.
 *
 * Two classes: |p - 0.5| <= band. K classes: |p_k - max of the others| <= 2 band, which is the same for K = 2.
 */
export function vaeBoundary(context: ArmContext): ArmPlan {
  const { dataset, training, config, seed } = context;
  const minorities = minorityClasses(context);
  const rows = oversample(training, seed);
  const generateFrom = concatenate(minorities.map((k) => rows[k]!));
  const classOf = Uint8Array.from(generateFrom, (row) => dataset.train.labels[row]!);
  const all = concatenate(rows);
  const majority = rows[dataset.majority]!;

  return {
    prepared: null,
    vae: { fitOn: oversampledRows(context), generateFrom },
    logPriorShift: null,
    trainingSet(probabilities) {
      const kept: number[] = [];
      const counts = rows.map((of) => of.length);
      for (let i = 0; i < generateFrom.length; i++) {
        if (margin(probabilities!, i, dataset.classes, classOf[i]!) > 2 * config.band) continue;
        kept.push(dataset.train.count + i);
        counts[classOf[i]!]!++;
      }
      const missing = Math.max(0, Math.max(...minorities.map((k) => counts[k]!)) - majority.length);
      const added = Uint32Array.from({ length: missing }, (_, i) => majority[i % majority.length]!);
      return { order: concatenate([all, Uint32Array.from(kept), added]), weights: null };
    },
  };
}

/** |p of class k - the largest p of another class|. */
function margin(probabilities: Float32Array, row: number, classes: number, k: number): number {
  const outputs = headOutputs(classes);
  if (outputs === 1) return Math.abs(2 * probabilities[row]! - 1);
  let other = 0;
  for (let c = 0; c < outputs; c++) {
    if (c !== k) other = Math.max(other, probabilities[row * outputs + c]!);
  }
  return Math.abs(probabilities[row * outputs + k]! - other);
}
