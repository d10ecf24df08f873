import { expect, it } from 'vitest';
import { canonicalConfig } from '../config/config.ts';
import type { TableSpec } from '../dataset/dataset.ts';
import type { Column } from '../dataset/tabular/columns.ts';
import type { OpenTable } from '../dataset/tabular/open-table.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import { loadDataset, prepareDataset } from './load.ts';
import type { MadeRows } from './predictions.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';

const ROWS = 300;
const range = Array.from({ length: ROWS }, (_, i) => i);
const spec: TableSpec = {
  ...{ kind: 'table', content: '', target: 'y', positive: null, categorical: [], scale: 'quantile' },
  ...{ split: { train: 0.6, validation: 0.2, test: 0.2 }, balance: 'majority', rule: 2 },
};
const columns: readonly Column[] = [
  {
    ...{ kind: 'number', name: 'x' },
    values: Float64Array.from(range, (i) => (i % 3 === 0 ? Number.NaN : (37 * i) % 101)),
  },
  {
    ...{ kind: 'category', name: 'town', levels: ['a', 'b', 'c'] },
    codes: Int32Array.from(range, (i) => (i % 5 === 0 ? -1 : i % 3)),
  },
  { kind: 'category', name: 'sex', levels: ['f', 'm'], codes: Int32Array.from(range, (i) => +(i % 7 < 4)) },
];
const codes = Int32Array.from(range, (i) => +(i % 4 === 0));
const table: OpenTable = () => ({
  features: columns,
  target: { kind: 'category', name: 'y', levels: ['0', '1'], codes },
  group: null,
  time: null,
});

it.each(['vae_mixing', 'vae_boundary', 'vae_conditional', 'vae_minority'] as const)(
  '%s makes rows that the table could hold, some with missing cells',
  async (arm) => {
    const engine = createReferenceEngine();
    const seed = [5, 6] as const;
    const data = loadDataset(engine, prepareDataset(spec, seed, table));
    const config = canonicalConfig({
      ...{ arm, minority_rate: 1, classifier_epochs: 1, batch_size: 32, reconstruction: 'mixed' },
      ...{ reduction: 'sum', hidden_sizes: [5], latent_size: 2, band: 0.5 },
    });
    let rows: MadeRows | null = null;
    let result: TrialResult | undefined;
    await runTrials(engine, [{ config, seed, data, milestones: [2] }], {
      onMilestone: (_, __, ended) => {
        result = ended;
      },
      onPredictions: (_, __, told) => {
        rows = told.rows;
      },
    });
    expect(result?.outcome).toBe('completed');
    const { features } = (rows as MadeRows | null)!.made;
    const width = data.dataset.features;
    expect(width).toBe(7);
    const { imputed } = data.dataset.columns![0] as { imputed: number };
    const seen = { missingX: 0, missingTown: 0, towns: new Set<number>() };
    for (let at = 0; at < features.length; at += width) {
      const [x, noX, a, b, c, noTown, sex] = features.subarray(at, at + width);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(1);
      for (const flag of [noX, a, b, c, noTown, sex]) expect([0, 1]).toContain(flag);
      if (noX === 1) expect(x).toBe(Math.fround(imputed));
      expect(a! + b! + c!).toBe(noTown === 1 ? 0 : 1);
      if (noTown === 0) seen.towns.add([a, b, c].indexOf(1));
      seen.missingX += noX!;
      seen.missingTown += noTown!;
    }
    expect(seen.missingX).toBeGreaterThan(0);
    expect(seen.missingTown).toBeGreaterThan(0);
    expect(seen.towns.size).toBe(3);
  },
);
