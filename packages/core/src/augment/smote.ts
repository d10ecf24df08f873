import { integer } from '../parameter/domain.ts';
import { Purpose } from '../random/stream.ts';
import { fixedArm } from './arm.ts';
import { filledUp } from './fill.ts';
import { interpolator } from './interpolate.ts';
import { balancedRows } from './sizes.ts';

export const NEIGHBORS = integer(
  'smote.neighbors',
  { minimum: 1, maximum: 1000, default: 5 },
  'Nearest neighbours that SMOTE interpolates towards.',
);

/** Each minority class is brought to its target by rows interpolated between neighbours of that class. */
export const smote = fixedArm({
  name: 'smote',
  kind: 'fixed',
  makes: true,
  description:
    'up to the target with rows interpolated between a row and one of its 5 nearest neighbours of the same class (`smote.neighbors`)',
  uses: [NEIGHBORS],
  plan(context) {
    const { dataset, config } = context;
    return filledUp(context, Purpose.smote, (rows) =>
      interpolator(dataset.train, dataset.features, rows, config['smote.neighbors']),
    );
  },
  passRows: balancedRows,
});
