import { gatherRanked } from './rank-figures.ts';
import type { Gather } from './wish.ts';

/** The mean area over the classes is `test_pr_auc`, or `val_pr_auc`. */
export const gatherPrecisionRecall: Gather<'precision-recall'> = async (
  store,
  sweep,
  wish,
  services = {},
) => ({
  figure: 'precision-recall',
  ...(await gatherRanked(store, sweep, wish, services, 'precisionRecall')),
});
