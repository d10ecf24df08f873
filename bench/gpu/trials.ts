/** The trials of the deck's sweep that a GPU's bench trains: `vae_mixing`, apart by their loss weights and seeds. */

import {
  canonicalConfig,
  DECK_COEFFICIENTS,
  type Engine,
  freeDataset,
  type LoadedDataset,
  loadDataset,
  prepareDataset,
  runTrials,
  type SimulatedSpec,
  type TrialResult,
} from '@latentsweep/core';

/** Of the deck's trials. */
export const DECK_EPOCHS = 20;
/** Trained here: the one in the middle stands for all but the last, which computes every metric. */
const EPOCHS = 3;
/** Draws of data, each of which the trials of a replicate share. */
const REPLICATES = 4;

export interface Ran {
  /** In the order of the lanes. */
  readonly results: readonly TrialResult[];
  /** Seconds that all of them would take with the deck's epochs. */
  readonly deckSeconds: number;
  /** Seconds until the first epoch began, of epochs in the middle, of the last. */
  readonly setup: number;
  readonly epoch: number;
  readonly last: number;
}

const configOf = (trial: number) =>
  canonicalConfig({
    ...{ arm: 'vae_mixing', minority_rate: 0.01, epochs: EPOCHS },
    'loss_weights.kl': 1 / (1 + Math.floor(trial / REPLICATES)),
  });

/** The number of the trial is all that its result depends on, beside the rows. */
export const trialsFrom = (count: number): number[] => Array.from({ length: count }, (_, trial) => trial);

/** Trains trials side by side; `onEpoch` is told as each one ends. The engine needs as many lanes. */
export async function train(
  engine: Engine,
  trials: readonly number[],
  rows: number,
  onEpoch: (epoch: number) => Promise<void> | void = () => {},
): Promise<Ran> {
  const replicates = [...new Set(trials.map((trial) => trial % REPLICATES))];
  const data = new Map<number, LoadedDataset>();
  const results: TrialResult[] = [];
  const ends: number[] = [];
  const began = performance.now();
  try {
    for (const replicate of replicates)
      data.set(replicate, loadDataset(engine, prepareDataset(specOf(rows), [1, replicate], null)));
    const lanes = trials.map((trial) => ({
      config: configOf(trial),
      seed: [1, trial % REPLICATES] as const,
      data: data.get(trial % REPLICATES)!,
      milestones: [EPOCHS],
    }));
    await runTrials(engine, lanes, {
      onMilestone(lane, _, result) {
        results[lane] = result;
      },
      onEpoch(lane, epoch) {
        if (lane !== lanes.length - 1) return;
        ends.push((performance.now() - began) / 1000);
        void onEpoch(epoch);
      },
    });
  } finally {
    for (const loaded of data.values()) freeDataset(loaded);
  }
  const [epoch, last] = [ends[1]! - ends[0]!, ends[2]! - ends[1]!];
  // The first epoch is one like those in the middle; what it takes beyond that was there once.
  const setup = Math.max(0, ends[0]! - epoch);
  return { results, deckSeconds: setup + (DECK_EPOCHS - 1) * epoch + last, setup, epoch, last };
}

const specOf = (rows: number): SimulatedSpec => ({
  ...{ kind: 'simulated', train: rows, validation: rows / 4, test: rows / 4 },
  ...{ coefficients: [DECK_COEFFICIENTS], intercepts: [0] },
});

/** Where two results first differ, as `measures.accuracy.test: 0.1 where simd has 0.2`; null where every bit is the same. */
export function difference(own: unknown, truth: unknown, path = ''): string | null {
  if (Object.is(own, truth)) return null;
  const bothHold = [own, truth].every((value) => typeof value === 'object' && value !== null);
  if (!bothHold) return `${path}: ${String(own)} where simd has ${String(truth)}`;
  const [a, b] = [own, truth] as Record<string, unknown>[];
  for (const key of new Set([...Object.keys(b!), ...Object.keys(a!)])) {
    const found = difference(a![key], b![key], path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
