import { type CutTraining, oversample } from '../dataset/cut.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { readRow } from '../dataset/rows.ts';
import { choice } from '../parameter/domain.ts';
import type { Parameter } from '../parameter/parameter.ts';
import { fixedArm } from './arm.ts';
import { blockRows, buildBlocks, MIXING, mix } from './blocks.ts';

const FILL = {
  ...choice(
    'placebo.fill',
    ['grey', 'mean'] as const,
    'What every generated row of the placebo is: grey, all features 0.5, or the mean of the training rows that are left.',
  ),
  absentMeans: 'grey',
} as const satisfies Parameter;

/** It isolates shrinkage from generation. */
export const placebo = fixedArm({
  name: 'placebo',
  kind: 'fixed',
  description: 'the blocks of `vae_mixing`, but every generated row is the constant 0.5 (`placebo.fill`)',
  uses: [...MIXING, FILL],
  plan(context) {
    const { dataset, training, config } = context;
    const { features, classes, train } = dataset;
    const blocks = buildBlocks(context, oversample(training, context.seed));
    const row = config['placebo.fill'] === 'mean' ? meanRow(dataset, training) : null;
    const made = new Float32Array(classes * features).fill(0.5);
    if (row) for (let k = 0; k < classes; k++) made.set(row, k * features);
    const prepared = {
      labels: Uint8Array.from({ length: classes }, (_, k) => k),
      maker: () => () => [made.slice()],
    };
    const order = mix(blocks, (twin) => train.count + blocks.twinClasses[twin]!);
    return { kind: 'fixed', set: { order, weights: null }, prepared };
  },
  passRows: blockRows,
});

/** Of the training rows that are left, all classes together, so that it tells nothing of a class. [D] */
function meanRow({ train, features }: Dataset, { kept }: CutTraining): Float64Array {
  const sums = new Float64Array(features);
  const row = new Float32Array(features);
  for (const rows of kept) {
    for (const one of rows) {
      readRow(train, features, one, row);
      for (let d = 0; d < features; d++) sums[d] = sums[d]! + row[d]!;
    }
  }
  const count = kept.reduce((sum, { length }) => sum + length, 0);
  return sums.map((sum) => sum / count);
}
