import { concatenate } from '../dataset/rows.ts';
import { log } from '../math/elementary.ts';
import { type ArmContext, type ArmPlan, oversampledRows, withoutVae } from './arm.ts';

/** The rows as they are. */
export function none({ training }: ArmContext): ArmPlan {
  return withoutVae({ order: concatenate(training.kept), weights: null });
}

/** The rows as they are, each weighted by target / kept of its class: what oversampling is on average. */
export function classWeight({ dataset, training }: ArmContext): ArmPlan {
  const weights = new Float32Array(dataset.train.count);
  training.kept.forEach((rows, k) => {
    for (const row of rows) weights[row] = training.target[k]! / rows.length;
  });
  return withoutVae({ order: concatenate(training.kept), weights });
}

/**
 * Fitted to the likelihood of the rows as they are; predictions move to the balanced prior. If class k's prior
 * changes by the factor f_k, Bayes' rule adds log f_k to its score (Saerens et al., 2002); here f_k = target / kept.
 *
 * Twenty minority rows among forty thousand leave most batches without any, and rmsprop, which divides by the recent
 * size of the gradient, then does not find the optimum in any time. So batches are stratified: minority rows come as
 * often as under oversampling, each weighted by kept / target, which adds up to the same likelihood.
 */
export function priorShift(context: ArmContext): ArmPlan {
  const { dataset, training } = context;
  const weights = new Float32Array(dataset.train.count);
  training.kept.forEach((rows, k) => {
    for (const row of rows) weights[row] = rows.length / training.target[k]!;
  });
  const shift = training.kept.map((rows, k) => log(training.target[k]! / rows.length));
  return withoutVae({ order: oversampledRows(context), weights }, { logPriorShift: shift });
}

/** Minority rows drawn again, with replacement, up to their class's target: the deck's baseline. */
export function oversampling(context: ArmContext): ArmPlan {
  return withoutVae({ order: oversampledRows(context), weights: null });
}
