import { concatenate, rowsFrom } from '../dataset/rows.ts';
import { Purpose, Stream } from '../random/stream.ts';
import { type ArmContext, type ArmPlan, minorityClasses, withoutVae } from './arm.ts';
import { smote } from './smote.ts';

/** Each minority class is brought to its target by rows interpolated between neighbours of that class. */
export function smoteArm(context: ArmContext): ArmPlan {
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
    const rows = smote(
      train.features,
      features,
      training.kept[k]!,
      config.smoteNeighbors,
      count,
      new Stream(seed, Purpose.smote, k),
    );
    prepared.features.set(rows, at * features);
    prepared.labels.fill(k, at, at + count);
    at += count;
  }
  const synthetic = rowsFrom(train.count, total);
  return withoutVae({ order: concatenate([...training.kept, synthetic]), weights: null }, { prepared });
}
