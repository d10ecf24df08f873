import { concatenate } from '../dataset/rows.ts';
import { fixedArm } from './arm.ts';
import { keptRows } from './sizes.ts';

/** Each row weighs what oversampling repeats it, on average. */
export const classWeight = fixedArm({
  name: 'class_weight',
  kind: 'fixed',
  description: 'the same rows; a row of class k weighs target / kept',
  uses: [],
  plan({ dataset, training }) {
    const weights = new Float32Array(dataset.train.count);
    training.kept.forEach((rows, k) => {
      for (const row of rows) weights[row] = training.target[k]! / rows.length;
    });
    return { kind: 'fixed', set: { order: concatenate(training.kept), weights } };
  },
  passRows: keptRows,
});
