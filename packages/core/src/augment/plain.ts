import { concatenate } from '../dataset/cut.ts';
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
 * The rows as they are; predictions move to the balanced prior. If class k's prior changes by the factor f_k,
 * Bayes' rule adds log f_k to its score (Saerens et al., 2002); here f_k = target / kept.
 */
export function priorShift({ training }: ArmContext): ArmPlan {
  const shift = training.kept.map((rows, k) => (rows.length === 0 ? 0 : log(training.target[k]! / rows.length)));
  return withoutVae({ order: concatenate(training.kept), weights: null }, { logPriorShift: shift });
}

/** Minority rows drawn again, with replacement, up to their class's target: the deck's baseline. */
export function oversampling(context: ArmContext): ArmPlan {
  return withoutVae({ order: oversampledRows(context), weights: null });
}
