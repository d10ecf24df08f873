import { concatenate, rowsFrom } from '../dataset/rows.ts';
import { integer } from '../parameter/domain.ts';
import { Purpose, Stream } from '../random/stream.ts';
import { fixedArm, minorityClasses } from './arm.ts';
import { interpolate } from './interpolate.ts';
import { balancedRows } from './sizes.ts';

const NEIGHBORS = integer(
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
    const { dataset, training, config, seed } = context;
    const { features, train } = dataset;
    const missing = minorityClasses(context).map((k) => ({
      k,
      count: training.target[k]! - training.kept[k]!.length,
    }));
    const total = missing.reduce((sum, { count }) => sum + count, 0);
    const prepared = { features: new Float32Array(total * features), labels: new Uint8Array(total) };
    let at = 0;
    for (const { k, count } of missing) {
      const rows = interpolate(
        train.features,
        features,
        training.kept[k]!,
        config['smote.neighbors'],
        count,
        new Stream(seed, Purpose.smote, k),
      );
      prepared.features.set(rows, at * features);
      prepared.labels.fill(k, at, at + count);
      at += count;
    }
    const order = concatenate([...training.kept, rowsFrom(train.count, total)]);
    return { kind: 'fixed', set: { order, weights: null }, prepared };
  },
  passRows: balancedRows,
});
