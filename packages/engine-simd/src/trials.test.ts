import {
  ARM_NAMES,
  canonicalConfig,
  DECK_COEFFICIENTS,
  freeDataset,
  IMAGE_ARMS,
  loadDataset,
  prepareDataset,
  runTrials,
} from '@latentsweep/core';
import { expect, it } from 'vitest';
import { createSimdEngine } from './engine.ts';
import type { SimdRows } from './rows.ts';

const SEED = [1, 2] as const;

it('has all memory back after trials of every arm, also of those that a hook ends', async () => {
  const engine = createSimdEngine();
  const spec = { kind: 'simulated', train: 300, validation: 50, test: 50 } as const;
  const law = { coefficients: [DECK_COEFFICIENTS], intercepts: [0] };
  /** The lowest address that is free. */
  const lowest = () => {
    const rows = engine.rows(1, 10) as SimdRows;
    rows.free();
    return rows.address;
  };
  const before = lowest();
  for (const arm of ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm))) {
    const data = loadDataset(engine, prepareDataset({ ...spec, ...law }, SEED, null));
    const config = canonicalConfig({ arm, minority_rate: 0.1, classifier_epochs: 1 });
    const lane = { config, seed: SEED, data, milestones: [1, 3] };
    let milestones = 0;
    await runTrials(engine, [lane], { onMilestone: () => milestones++ });
    expect(milestones).toBe(2);
    await runTrials(engine, [lane], { onMilestone() {}, shouldStop: () => true });
    const onMilestone = () => {
      throw new Error('disk full');
    };
    await expect(runTrials(engine, [lane], { onMilestone })).rejects.toThrow('disk full');
    freeDataset(data);
    expect(lowest(), arm).toBe(before);
  }
});
