/** Sweeps, trials and outcomes to fill a store with; what is random about them is decided by their numbers. */

import { CURVES, type Curves, MEASURES, METRICS, type Measured, type Values } from '@latentsweep/core';
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
export function sampleConfig(i: number): Values {
  return {
    arm: i % 4 === 0 ? 'oversample' : 'vae_mixing',
    latent_size: i,
    'loss_weights.kl': i / 8,
    hidden_sizes: [i, 10],
    epochs: [5, 10, 20][i % 3]!,
  };
}

function sampleTrial(config: number, replicate: number, salt: string): NewTrial {
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

/** What a classifier's predictions measure: on validation rows all is 0.01 less. */
function sampleMetrics(value: number): Measured {
  const scalars = METRICS.length / 2;
  const measures = MEASURES.filter(({ from, shape }) => from === 'classifier' && shape !== 'per epoch');
  return Object.fromEntries(
    measures.map(({ name, split, shape, type }) => {
      if (type === 'boolean') return [name, 0];
      const own = split === 'test' ? value : value - 0.01;
      if (shape === 'scalar') return [name, own + (METRICS.indexOf(name) % scalars) / 7];
      return [name, shape === 'matrix' ? [1, 2, 3, 4] : [own, own / 3]];
    }),
  );
}

export function sampleCurves(epochs: number): Curves {
  const curve = (shift: number) => Array.from({ length: epochs }, (_, epoch) => shift + 1 / (epoch + 3));
  return Object.fromEntries(CURVES.map((name, i) => [name, curve(i)]));
}

export const NOT_COLLAPSED: Measured = {
  kl_per_dim: 0.25,
  active_units: 2,
  generated_sd_ratio: 0.75,
  collapsed: 0,
};
export const COLLAPSED: Measured = { kl_per_dim: 0, active_units: 0, generated_sd_ratio: 0, collapsed: 1 };

/** `changes`: measures and curves that are otherwise. */
export function completed(
  trial: ClaimedTrial,
  value: number,
  changes: Measured = {},
  curves: Curves = {},
): TrialOutcome {
  const collapse = trial.config['arm'] === 'oversample' ? {} : NOT_COLLAPSED;
  const measures = { ...sampleMetrics(value), ...collapse, ...changes };
  return outcome(trial, { outcome: 'completed', measures, curves: { ...sampleCurves(3), ...curves } });
}

export function failed(trial: ClaimedTrial, error = 'out of luck'): TrialOutcome {
  return outcome(trial, { outcome: 'failed', error });
}

export function diverged(trial: ClaimedTrial, epoch = 2): TrialOutcome {
  return outcome(trial, { outcome: 'diverged', epoch, reason: 'loss was NaN', curves: sampleCurves(epoch) });
}

function outcome({ id: trialId, attempt }: ClaimedTrial, result: TrialOutcome['result']): TrialOutcome {
  const startedAt = new Date('2026-01-02T03:04:05.678Z');
  return { trialId, attempt, result, startedAt, durationMs: 12.5, worker: 'worker-1' };
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
