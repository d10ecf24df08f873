import type { VaeNetwork } from '../../model/network.ts';
import type { ClassifierParts } from '../../model/parts.ts';
import type { ClassifierLosses, LossWeights, VaeLosses } from '../port.ts';
import { type ClassifierRow, classifierBackward, classifierForward } from './classifier.ts';
import {
  klPerLatent,
  reconstructionLoss,
  reduce,
  type Vae,
  type VaeActivations,
  type VaeRow,
  vaeBackward,
  vaeForward,
} from './vae.ts';

export interface Gradient<Losses> {
  /** Of each row, times its weight; `accuracy` is 1 or 0, unweighted. */
  readonly losses: readonly Losses[];
  /** d(sum_b weight_b loss_b / B) / dw, flat as w. */
  readonly dw: Float64Array;
}

/**
 * Losses of one batch, and the gradient of what is minimised: their weighted mean, but that the KL counts `warmth` times, and
 * not at all in coordinates that are within their free bits.
 */
export function vaeLossAndGradient(
  vae: Vae,
  w: Float64Array,
  rows: readonly VaeRow[],
  weights: LossWeights,
  warmth = 1,
): Gradient<VaeLosses> {
  const dw = new Float64Array(w.length);
  const forwards = rows.map((row) => vaeForward(vae, w, row));
  const klScale = latentMeans(vae, rows, forwards).map((kl) => (kl < vae.network.freeBits ? 0 : warmth));
  const losses = rows.map((row, b) => {
    const at = forwards[b]!;
    vaeBackward(vae, w, row, at, weights, row.weight / rows.length, klScale, dw);
    return vaeRowLosses(vae.network, row, at, weights);
  });
  return { losses, dw };
}

/** The KL of each latent coordinate, mean over the rows of a batch, each times its weight. [L] */
function latentMeans(
  { network }: Vae,
  rows: readonly VaeRow[],
  forwards: readonly VaeActivations[],
): Float64Array {
  const means = new Float64Array(network.latentSize);
  forwards.forEach((at, b) => {
    klPerLatent(at).forEach((kl, j) => {
      means[j]! += (rows[b]!.weight * kl) / rows.length;
    });
  });
  return means;
}

export function vaeRowLosses(
  network: VaeNetwork,
  row: VaeRow,
  at: VaeActivations,
  weights: LossWeights,
): VaeLosses {
  const reconstruction = row.weight * reconstructionLoss(network, row, at);
  const kl = row.weight * reduce(network, klPerLatent(at));
  const prediction = row.weight * at.head.loss;
  return {
    loss: weights.reconstruction * reconstruction + weights.kl * kl + weights.prediction * prediction,
    reconstruction,
    kl,
    prediction,
    accuracy: at.head.correct ? 1 : 0,
  };
}

/** Losses of one batch and the gradient of their weighted mean. */
export function classifierLossAndGradient(
  parts: ClassifierParts,
  w: Float64Array,
  rows: readonly ClassifierRow[],
): Gradient<ClassifierLosses> {
  const dw = new Float64Array(w.length);
  const losses = rows.map((row) => {
    const at = classifierForward(parts, w, row);
    classifierBackward(parts, w, at, row.weight / rows.length, dw);
    return { loss: row.weight * at.head.loss, accuracy: at.head.correct ? 1 : 0 };
  });
  return { losses, dw };
}

/** Means over rows, name by name; NaN of nothing. */
export function meanLosses<Name extends string>(
  names: readonly Name[],
  rows: readonly Readonly<Record<Name, number>>[],
): Record<Name, number> {
  const sumOf = (name: Name) => rows.reduce((sum, row) => sum + row[name], 0);
  return Object.fromEntries(names.map((name) => [name, sumOf(name) / rows.length])) as Record<Name, number>;
}
