import { expect, test } from 'vitest';
import { canonicalConfig } from '../config/config.ts';
import { numberColumns } from '../dataset/layout.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import { GENERATED_MEASURES } from '../measure/generated.ts';
import type { Measured } from '../measure/measure.ts';
import type { Values } from '../parameter/parameter.ts';
import { SEED, TWO } from './fixtures.ts';
import { loadDataset, prepareDataset } from './load.ts';
import { runTrials } from './run.ts';

const NAMES = GENERATED_MEASURES.map(({ base }) => base);

/** Measures by milestone. `table`: whether the rows have columns that people know. */
async function measured(given: Values, table: boolean, milestones: readonly number[]): Promise<Measured[]> {
  const engine = createReferenceEngine();
  const drawn = prepareDataset({ ...TWO, train: 300 }, SEED, null);
  const dataset = table ? { ...drawn, columns: numberColumns(drawn.features) } : drawn;
  const small = { minority_rate: 0.2, classifier_epochs: 1, batch_size: 32, learning_rate: 0.01 };
  const config = canonicalConfig({ ...small, ...given });
  const results: Measured[] = [];
  await runTrials(engine, [{ config, seed: SEED, data: loadDataset(engine, dataset), milestones }], {
    onMilestone(_, __, result) {
      if (result.outcome !== 'completed') throw new Error(result.reason);
      results.push(result.measures);
    },
  });
  return results;
}

test('rows that an arm makes of a table are judged at each milestone', async () => {
  for (const [arm, milestones] of [
    ['smote', [1]],
    ['vae_mixing', [1, 2]],
  ] as const) {
    const results = await measured({ arm }, true, milestones);
    expect(results).toHaveLength(milestones.length);
    for (const result of results) {
      for (const name of NAMES) expect(result[name], `${arm} ${name}`).toSatisfy(Number.isFinite);
      expect(result['detection_roc_auc']).toBeGreaterThanOrEqual(0.5);
      expect(result['trtr_roc_auc']).toBeGreaterThan(0.6);
      if (arm === 'smote') expect(result['column_shapes']).toBeGreaterThan(0.6);
    }
  }
}, 60_000);

test('arms that make none lack the figures, and so do drawn data', async () => {
  const lacking = [
    await measured({ arm: 'oversample' }, true, [1]),
    await measured({ arm: 'smote' }, false, [1]),
  ];
  for (const [result] of lacking) for (const name of NAMES) expect(result).not.toHaveProperty(name);
});

test('no other bit of a result depends on them', async () => {
  const [[table], [drawn]] = [
    await measured({ arm: 'vae_mixing', reconstruction: 'bce' }, true, [2]),
    await measured({ arm: 'vae_mixing', reconstruction: 'bce' }, false, [2]),
  ] as const;
  const others = Object.fromEntries(Object.entries(table!).filter(([name]) => !NAMES.includes(name)));
  expect(others).toEqual(drawn);
}, 60_000);
