import { columnsOf } from '../dataset/layout.ts';
import { takeRows } from '../dataset/rows.ts';
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
    return filledUp(context, Purpose.placeboColumns, (rows) => {
      let own: Float32Array | null = null;
      return (count, stream) => {
        own ??= takeRows(train, features, rows);
        const made = new Float32Array(count * features);
        for (let i = 0; i < count; i++) {
          for (const { at, width, missing } of columns) {
            const from = stream.below(rows.length) * features + at;
            for (let j = width + (missing ? 1 : 0) - 1; j >= 0; j--) {
              made[i * features + at + j] = own[from + j]!;
            }
          }
        }
        return made;
      };
    });
  },
  passRows: balancedRows,
});
