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

/** Losses of one batch and the gradient of their weighted mean. */
export function vaeLossAndGradient(
  vae: Vae,
  w: Float64Array,
  rows: readonly VaeRow[],
  weights: LossWeights,
): Gradient<VaeLosses> {
  const dw = new Float64Array(w.length);
  const losses = rows.map((row) => {
    const at = vaeForward(vae, w, row);
    vaeBackward(vae, w, row, at, weights, row.weight / rows.length, dw);
    return vaeRowLosses(vae.network, row, at, weights);
  });
  return { losses, dw };
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

export function meanVaeLosses(losses: readonly VaeLosses[]): VaeLosses {
  const of = (name: keyof VaeLosses) => mean(losses.map((row) => row[name]));
  return {
    loss: of('loss'),
    reconstruction: of('reconstruction'),
    kl: of('kl'),
    prediction: of('prediction'),
    accuracy: of('accuracy'),
  };
}

export const meanClassifierLosses = (losses: readonly ClassifierLosses[]): ClassifierLosses => ({
  loss: mean(losses.map((row) => row.loss)),
  accuracy: mean(losses.map((row) => row.accuracy)),
});

/** NaN of nothing. */
const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
