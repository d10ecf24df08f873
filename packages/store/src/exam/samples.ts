/** Sweeps, trials and outcomes to fill a store with; what is random about them is decided by their numbers. */

import { type Collapse, type Config, CURVES, type Curves, METRICS, type Metrics } from '@latentsweep/core';
import type { ClaimedTrial, NewSweep, NewTrial, Store, Sweep, TrialOutcome } from '../port.ts';

let made = 0;

/** A number that no earlier call returned, so that tests share a store and do not meet. */
export const unique = () => ++made;

export function newSweep(given: Partial<NewSweep> = {}): NewSweep {
  const id = unique();
  return {
    name: `sweep ${id}`,
    description: null,
    definitionHash: `definition ${id}`,
    definition: { id },
    source: `name: sweep ${id}\n`,
    metric: 'test_accuracy',
    goal: 'maximize',
    replicates: 3,
    seed: 1,
    engine: 'sample@1',
    exact: true,
    datasetFingerprint: 'sample',
    datasetSpec: {
      kind: 'simulated',
      train: 60,
      validation: 20,
      test: 20,
      coefficients: [[1, -0.1]],
      intercepts: [0.5],
    },
    dataReport: { kind: 'simulated', rows: [60, 20, 20] },
    parameters: [
      { name: 'arm', sqlType: 'text' },
      { name: 'latent_size', sqlType: 'bigint' },
      { name: 'loss_weights.kl', sqlType: 'double precision' },
      { name: 'hidden_sizes', sqlType: 'jsonb' },
    ],
    plannedTrials: 100,
    ...given,
  };
}

/** Config number `i`: every fourth one is a baseline, which the next three compare with; three share a run. */
export function sampleConfig(i: number): Config {
  return {
    arm: i % 4 === 0 ? 'oversample' : 'vae_mixing',
    latent_size: i,
    'loss_weights.kl': i / 8,
    hidden_sizes: [i, 10],
    epochs: [5, 10, 20][i % 3]!,
  };
}

export function sampleTrial(config: number, replicate: number, salt: string): NewTrial {
  return {
    config: sampleConfig(config),
    configHash: `config-${config}`,
    runHash: `run-${Math.floor(config / 3)}`,
    baselineHash: `config-${config - (config % 4)}`,
    replicate,
    seed: replicate.toString(16).padStart(16, '0'),
    resultKey: `${salt}/${config}/${replicate}`,
  };
}

/** `configs` x `replicates`, with results that no other sweep shares unless the salt is the same. */
export function sampleTrials(configs: number, replicates: number, salt = `salt-${unique()}`): NewTrial[] {
  return Array.from({ length: configs * replicates }, (_, i) =>
    sampleTrial(Math.floor(i / replicates), i % replicates, salt),
  );
}

export function sampleMetrics(value: number): Metrics {
  const named = METRICS.map((metric, i) => [metric, value + i / 7] as const);
  return {
    ...(Object.fromEntries(named) as Record<(typeof METRICS)[number], number>),
    class_recall: [value, value / 3],
    confusion: [1, 2, 3, 4],
  };
}

export function sampleCurves(epochs: number): Curves {
  const curve = (shift: number) => Array.from({ length: epochs }, (_, epoch) => shift + 1 / (epoch + 3));
  return Object.fromEntries(CURVES.map((name, i) => [name, curve(i)])) as unknown as Curves;
}

export const NOT_COLLAPSED: Collapse = {
  kl_per_dim: 0.25,
  active_units: 2,
  generated_sd_ratio: 0.75,
  collapsed: false,
};

export function completed(trial: ClaimedTrial, value: number): TrialOutcome {
  return {
    trialId: trial.id,
    attempt: trial.attempt,
    state: 'completed',
    error: null,
    test: sampleMetrics(value),
    validation: sampleMetrics(value - 0.01),
    collapse: trial.config['arm'] === 'oversample' ? null : NOT_COLLAPSED,
    curves: sampleCurves(3),
    startedAt: new Date('2026-01-02T03:04:05.678Z'),
    durationMs: 12.5,
    worker: 'worker-1',
    resultHash: `result ${value}`,
  };
}

export function failed(trial: ClaimedTrial, error = 'out of luck'): TrialOutcome {
  return {
    ...completed(trial, 0),
    state: 'failed',
    error,
    test: null,
    validation: null,
    collapse: null,
    curves: null,
    resultHash: null,
  };
}

export function diverged(trial: ClaimedTrial): TrialOutcome {
  return {
    ...failed(trial, 'loss was NaN in epoch 2'),
    state: 'diverged',
    curves: sampleCurves(2),
    resultHash: 'diverged',
  };
}

/** A value for a trial: rises with the config, differs a little from replicate to replicate. */
export const sampleValue = (trial: ClaimedTrial) =>
  Number(trial.config['latent_size']) / 100 + ((trial.replicate * 7) % 5) / 1000;

export const OWNER = 'the exam';
export const LEASE_MS = 60_000;

/** A new sweep, which `OWNER` runs. */
export async function ownedSweep(store: Store, given: Partial<NewSweep> = {}): Promise<Sweep> {
  const { sweep } = await store.createSweep(newSweep(given));
  await store.acquireRun(sweep.id, OWNER, LEASE_MS);
  return sweep;
}

/** A sweep with all its trials completed. */
export async function filledSweep(
  store: Store,
  configs: number,
  replicates: number,
  given: Partial<NewSweep> = {},
  value = sampleValue,
): Promise<Sweep> {
  const sweep = await ownedSweep(store, given);
  await store.expand(sweep.id, sampleTrials(configs, replicates), null, true, OWNER);
  const trials = await store.claim(sweep.id, configs * replicates, OWNER, LEASE_MS);
  await store.record(trials.map((trial) => completed(trial, value(trial))));
  return sweep;
}
