import { log } from '../math/elementary.ts';
import { fixedArm, oversampledRows } from './arm.ts';
import { balancedRows } from './sizes.ts';

/**
 * Fitted to the likelihood of the rows as they are; predictions move to the balanced prior. If class k's prior
 * changes by the factor f_k, Bayes' rule adds log f_k to its score (Saerens et al., 2002); here f_k = target / kept.
 *
 * Twenty minority rows among forty thousand leave most batches without any, and rmsprop, which divides by the recent
 * size of the gradient, then does not find the optimum in any time. So batches are stratified: minority rows come as
 * often as under oversampling, each weighted by kept / target, which adds up to the same likelihood.
 */
export const priorShift = fixedArm({
  name: 'prior_shift',
  kind: 'fixed',
  description:
    "fitted to the likelihood of the rows after the cut (minority rows repeated up to the target and weighted by kept / target, so that every batch has some); when predicting, log(target / kept) is added to class k's score (Saerens et al., 2002)",
  uses: [],
  plan(context) {
    const { dataset, training } = context;
    const weights = new Float32Array(dataset.train.count);
    training.kept.forEach((rows, k) => {
      for (const row of rows) weights[row] = rows.length / training.target[k]!;
    });
    return {
      kind: 'fixed',
      set: { order: oversampledRows(context), weights },
      logPriorShift: training.kept.map((rows, k) => log(training.target[k]! / rows.length)),
    };
  },
  passRows: balancedRows,
});
