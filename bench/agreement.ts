/**
 * Whether the TF.js engine's results are the SIMD engine's but for noise: `node bench/agreement.ts [epochs]` trains the
 * deck's arms on ten replicates by both, at the deck's size, and prints means and differences. Replicates share their
 * draws, so that only rounding tells the engines apart.
 */

import { pathToFileURL } from 'node:url';
import {
  canonicalConfig,
  DECK_COEFFICIENTS,
  type Engine,
  freeDataset,
  loadDataset,
  prepareDataset,
  runTrials,
  type TrialLane,
  type TrialResult,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { createTfjsEngine } from '@latentsweep/engine-tfjs';

const ARMS = ['oversample', 'vae_mixing', 'vae_boundary'];
const METRICS = ['accuracy', 'recall', 'roc_auc', 'log_loss'] as const;
const REPLICATES = 10;
const SPEC = {
  kind: 'simulated' as const,
  train: 80_000,
  validation: 20_000,
  test: 20_000,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};

/** Results of the replicates, `width` of them at a time. */
async function results(engine: Engine, arm: string, epochs: number, width: number): Promise<TrialResult[]> {
  const config = canonicalConfig({ arm, minority_rate: 0.01, epochs });
  const made: TrialResult[] = [];
  for (let first = 0; first < REPLICATES; first += width) {
    const lanes = Array.from({ length: width }, (_, k): TrialLane => {
      const seed = [2023, first + k] as const;
      return {
        config,
        seed,
        data: loadDataset(engine, prepareDataset(SPEC, seed, null)),
        milestones: [epochs],
      };
    });
    await runTrials(engine, lanes, {
      onMilestone: (lane, _epochs, result) => {
        made[first + lane] = result;
      },
    });
    for (const { data } of lanes) freeDataset(data);
  }
  return made;
}

function metric(result: TrialResult, name: string): number {
  if (result.outcome !== 'completed') throw new Error(`a trial ${result.outcome}`);
  return Number(result.measures[`test_${name}`]);
}

function meanAndSd(values: readonly number[]): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length - 1))];
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

/** A table of the metrics of all arms by both engines, and of their differences. */
export async function benchAgreement(epochs = 10): Promise<void> {
  const simd = createSimdEngine();
  const tfjs = await createTfjsEngine({ backend: 'wasm' });
  print(['arm', 'metric (test)', 'simd', 'tfjs-wasm', 'mean difference', 'largest difference']);
  print(['---', '---', '---', '---', '---', '---']);
  for (const arm of ARMS) {
    const [ours, theirs] = [
      await results(simd, arm, epochs, 1),
      await results(tfjs, arm, epochs, REPLICATES),
    ];
    for (const name of METRICS) {
      const [a, b] = [
        ours.map((result) => metric(result, name)),
        theirs.map((result) => metric(result, name)),
      ];
      const differences = b.map((value, i) => value - a[i]!);
      const show = ([mean, sd]: [number, number]) => `${mean.toFixed(4)} ± ${sd.toFixed(4)}`;
      const largest = Math.max(...differences.map(Math.abs));
      print([
        arm,
        name,
        show(meanAndSd(a)),
        show(meanAndSd(b)),
        meanAndSd(differences)[0].toExponential(1),
        largest.toExponential(1),
      ]);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await benchAgreement(Number(process.argv[2] ?? 10));
}
