import { fitLogistic } from '../classifier/linear/logistic.ts';
import { rankingMetrics } from '../metric/ranking.ts';
import { encodeBoth } from './encode.ts';
import type { TableColumn } from './table-column.ts';

export interface LabelledTable {
  readonly columns: readonly TableColumn[];
  /** Class indices. [n] */
  readonly labels: Uint8Array;
}

/**
 * The area under the ROC curve on `judged` rows of a logistic regression that was fitted on others, which is what they are
 * good for (Esteban et al. 2017: train on synthetic, test on real). NaN where one of both has rows of a class alone.
 */
export function transfer(fitted: LabelledTable, judged: LabelledTable, classes: number): number {
  if (new Set(fitted.labels).size < 2) return Number.NaN;
  const { width, first, second } = encodeBoth(fitted.columns, judged.columns);
  const count = fitted.labels.length;
  const rows = { features: first, labels: fitted.labels, weights: null, count, columns: width, classes };
  const p = fitLogistic(rows, { l2: 1 }).predict(second, judged.labels.length);
  return rankingMetrics(p, judged.labels, classes).roc_auc;
}
