import { fixedArm, oversampledRows } from './arm.ts';
import { balancedRows } from './sizes.ts';

/** The deck's baseline. */
export const oversample = fixedArm({
  name: 'oversample',
  kind: 'fixed',
  description: 'minority rows are drawn again, with replacement, up to the target; all kept rows stay',
  uses: [],
  plan: (context) => ({ kind: 'fixed', set: { order: oversampledRows(context), weights: null } }),
  passRows: balancedRows,
});
