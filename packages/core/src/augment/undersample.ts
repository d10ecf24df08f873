import { concatenate } from '../dataset/rows.ts';
import { Purpose, shuffle } from '../random/stream.ts';
import { fixedArm } from './arm.ts';

/** What is left of each class is chosen once a replicate. */
export const undersample = fixedArm({
  name: 'undersample',
  kind: 'fixed',
  description: 'as many rows of each class as the smallest has after the cut, drawn without replacement',
  uses: [],
  plan({ training, seed }) {
    const least = Math.min(...training.kept.map((rows) => rows.length));
    const chosen = training.kept.map((rows, k) => {
      if (rows.length === least) return rows;
      const order = rows.slice();
      shuffle(order, seed, Purpose.undersample, k);
      return order.subarray(0, least);
    });
    return { kind: 'fixed', set: { order: concatenate(chosen), weights: null } };
  },
  /** As if the minority classes were of one size. */
  passRows: ({ minorityRows, majorityRows, classes }, { minority_rate }) =>
    classes * Math.min(majorityRows, (minorityRows * minority_rate) / (classes - 1)),
});
