import { gatherRanked } from './rank-figures.ts';
import type { Gather } from './wish.ts';

/** The mean area over the classes is `test_roc_auc`, or `val_roc_auc`. */
export const gatherRoc: Gather<'roc'> = async (store, sweep, wish, services = {}) => ({
  figure: 'roc',
  ...(await gatherRanked(store, sweep, wish, services, 'roc')),
});
