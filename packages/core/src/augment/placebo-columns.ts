import { columnsOf } from '../dataset/layout.ts';
import { Purpose } from '../random/stream.ts';
import { fixedArm } from './arm.ts';
import { filledUp } from './fill.ts';
import { balancedRows } from './sizes.ts';

/** It isolates what columns have to do with each other from what each is like. */
export const placeboColumns = fixedArm({
  name: 'placebo_columns',
  kind: 'fixed',
  description:
    'up to the target with rows of which each column comes from another row of the same class: right column by column, and nothing else',
  uses: [],
  plan(context) {
    const { dataset } = context;
    const { features, train } = dataset;
    const columns = columnsOf(dataset);
    return filledUp(context, Purpose.placeboColumns, (rows) => (count, stream) => {
      const made = new Float32Array(count * features);
      for (let i = 0; i < count; i++) {
        for (const { at, width, missing } of columns) {
          const from = rows[stream.below(rows.length)]! * features + at;
          const own = train.features.subarray(from, from + width + (missing ? 1 : 0));
          made.set(own, i * features + at);
        }
      }
      return made;
    });
  },
  passRows: balancedRows,
});
