import { concatenate } from '../dataset/rows.ts';
import { fixedArm } from './arm.ts';
import { keptRows } from './sizes.ts';

export const none = fixedArm({
  name: 'none',
  kind: 'fixed',
  description: 'the rows as they are after the cut',
  uses: [],
  plan: ({ training }) => ({ kind: 'fixed', set: { order: concatenate(training.kept), weights: null } }),
  passRows: keptRows,
});
