import { createHash } from 'node:crypto';
import type { LossWeights } from '../engine/port.ts';
import type { OptimizerKind } from '../model/optimizer.ts';
import { type Seed, seedToHex } from '../random/stream.ts';
import { type Arm, defaultOf, PARAMETERS, type ParameterValue, parametersOf } from './parameters.ts';

/** One assignment of all parameters that its arm uses, flat, by dotted name. Made by `canonicalConfig` only. */
export type Config = Readonly<Record<string, ParameterValue>>;

/** Fills in defaults and drops what the arm does not use, so that equal trials have equal configs. */
export function canonicalConfig(given: Readonly<Record<string, ParameterValue>>): Config {
  const arm = (given['arm'] ?? 'vae_mixing') as Arm;
  const config: Record<string, ParameterValue> = {};
  for (const parameter of parametersOf(arm)) {
    config[parameter.name] = Object.hasOwn(given, parameter.name)
      ? given[parameter.name]!
      : defaultOf(parameter, arm);
  }
  return config;
}

/** 32 hex digits of SHA-256 over the JSON with sorted keys. Expects a canonical config. */
export function configHash(config: Config): string {
  return hash(config);
}

/** Equal for configs that one training run serves: all but `epochs`. */
export function runHash(config: Config): string {
  const { epochs: _, ...run } = config;
  return hash(run);
}

/** The arm that all others are compared with. */
export const BASELINE_ARM: Arm = 'oversample';

/** The config to compare with: the same shared parameters, the classifier's passes included, by plain oversampling. */
export function baselineOf(config: Config): Config {
  return canonicalConfig({ ...config, arm: BASELINE_ARM });
}

export function baselineHash(config: Config): string {
  return hash(baselineOf(config));
}

/** Equal only for trials whose results are equal bit by bit, in any sweep. */
export function resultKey(config: Config, datasetFingerprint: string, seed: Seed, engine: string): string {
  return hash({ config: hash(config), dataset: datasetFingerprint, seed: seedToHex(seed), engine });
}

function hash(value: Readonly<Record<string, unknown>>): string {
  const sorted = Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, value[key]]),
  );
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
}

/** A config as the trial loop reads it. Fields of other arms hold their defaults and are not read. */
export interface TrialConfig {
  readonly arm: Arm;
  readonly minorityRate: number;
  readonly epochs: number;
  readonly classifierEpochs: number;
  readonly classifierHiddenSizes: readonly number[];
  readonly batchSize: number;
  readonly optimizer: OptimizerKind;
  readonly learningRate: number;
  readonly hiddenSizes: readonly number[];
  readonly latentSize: number;
  readonly dropout: number;
  readonly vaeEpochs: number;
  readonly lossWeights: LossWeights;
  readonly reconstruction: 'bce' | 'mse';
  readonly reduction: 'mean' | 'sum';
  readonly band: number;
  readonly mixing: { readonly real: number; readonly generated: number; readonly majority: number };
  readonly smoteNeighbors: number;
}

export function typedConfig(config: Config): TrialConfig {
  const arm = config['arm'] as Arm;
  const all: Record<string, ParameterValue> = {};
  for (const parameter of PARAMETERS) all[parameter.name] = defaultOf(parameter, arm);
  Object.assign(all, config);
  const number = (name: string) => all[name] as number;
  return {
    arm,
    minorityRate: number('minority_rate'),
    epochs: number('epochs'),
    classifierEpochs: number('classifier_epochs'),
    classifierHiddenSizes: all['classifier_hidden_sizes'] as readonly number[],
    batchSize: number('batch_size'),
    optimizer: all['optimizer'] as OptimizerKind,
    learningRate: number('learning_rate'),
    hiddenSizes: all['hidden_sizes'] as readonly number[],
    latentSize: number('latent_size'),
    dropout: number('dropout'),
    vaeEpochs: number('vae_epochs'),
    lossWeights: {
      reconstruction: number('loss_weights.reconstruction'),
      kl: number('loss_weights.kl'),
      prediction: number('loss_weights.prediction'),
    },
    reconstruction: all['reconstruction'] as 'bce' | 'mse',
    reduction: all['reduction'] as 'mean' | 'sum',
    band: number('band'),
    mixing: {
      real: number('mixing.real'),
      generated: number('mixing.generated'),
      majority: number('mixing.majority'),
    },
    smoteNeighbors: number('smote.neighbors'),
  };
}
