import { columnsOf } from '../dataset/layout.ts';
import { Purpose } from '../random/stream.ts';
import { fixedArm } from './arm.ts';
import { filledUp } from './fill.ts';
import { nominalInterpolator } from './interpolate-nominal.ts';
import { balancedRows } from './sizes.ts';
import { NEIGHBORS } from './smote.ts';

/** SMOTE for tables with categories. */
export const smotenc = fixedArm({
  name: 'smotenc',
  kind: 'fixed',
  makes: true,
  description:
    'as `smote`, but a category, and whether a cell is missing, is what most of the neighbours have, and where rows differ in one they are the median of the numbers’ SDs apart',
  uses: [NEIGHBORS],
  plan(context) {
    const { dataset, config } = context;
    return filledUp(context, Purpose.smotenc, (rows) =>
      nominalInterpolator(dataset.train, columnsOf(dataset), rows, config['smote.neighbors']),
    );
  },
  passRows: balancedRows,
});
