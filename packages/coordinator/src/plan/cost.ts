import {
  type Config,
  classifierParts,
  denseClassifier,
  denseVae,
  type TrialConfig,
  typedConfig,
  vaeParts,
} from '@latentsweep/core';
import type { DatasetDefinition } from '../port.ts';

/** What the cost of an epoch depends on. Rows are those of the training split. */
export interface DataShape {
  readonly majorityRows: number;
  /** Of all minority classes together, before the cut. */
  readonly minorityRows: number;
  readonly features: number;
  readonly classes: number;
  readonly balance: 'original' | 'majority';
}

/** Optimizer steps, and rows times weights over all of them: what a measured rate turns into seconds. */
export interface Cost {
  readonly vaeSteps: number;
  readonly vaeWork: number;
  readonly classifierSteps: number;
  readonly classifierWork: number;
}

export const NO_COST: Cost = { vaeSteps: 0, vaeWork: 0, classifierSteps: 0, classifierWork: 0 };

/** Expected class sizes of simulated data; classes without a given prior count as equal. */
export function simulatedShape(dataset: Extract<DatasetDefinition, { kind: 'simulated' }>): DataShape {
  const { coefficients, prior, train } = dataset;
  const classes = coefficients.length === 1 ? 2 : coefficients.length;
  const majority = prior === null ? 1 / classes : classes === 2 ? prior[0]! : Math.max(...prior);
  const majorityRows = Math.round(train * majority);
  return {
    majorityRows,
    minorityRows: train - majorityRows,
    features: coefficients[0]!.length,
    classes,
    balance: 'original',
  };
}

/** An estimate for one training run of one replicate, to its last epoch. Evaluation is left out. */
export function costOfRun(config: Config, shape: DataShape): Cost {
  const trial = typedConfig(config);
  const { features, classes } = shape;
  const vae = vaeParts(denseVae({ ...trial, features, classes })).size;
  const classifier = classifierParts(
    denseClassifier({ hiddenSizes: trial.classifierHiddenSizes, features, classes }),
  ).size;
  const vaeRows = trial.arm.startsWith('vae_') ? balancedRows(shape) * trial.vaeEpochs * trial.epochs : 0;
  const classifierRows = augmentedRows(trial, shape) * trial.classifierEpochs * trial.epochs;
  return {
    vaeSteps: Math.ceil(vaeRows / trial.batchSize),
    vaeWork: vaeRows * vae,
    classifierSteps: Math.ceil(classifierRows / trial.batchSize),
    classifierWork: classifierRows * classifier,
  };
}

/** Rows of the training set with the minority classes oversampled. */
function balancedRows(shape: DataShape): number {
  const { majorityRows, minorityRows, classes, balance } = shape;
  return majorityRows + (balance === 'majority' ? majorityRows * (classes - 1) : minorityRows);
}

/** Rows that the classifier sees in one pass. `vae_boundary` is taken to keep as many rows as it starts from. */
function augmentedRows(trial: TrialConfig, shape: DataShape): number {
  const minorities = shape.classes - 1;
  switch (trial.arm) {
    case 'none':
    case 'class_weight':
    case 'prior_shift':
      return shape.majorityRows + shape.minorityRows * trial.minorityRate;
    case 'oversample':
    case 'smote':
    case 'vae_boundary':
      return balancedRows(shape);
    case 'placebo':
    case 'vae_mixing': {
      const { real, generated, majority } = trial.mixing;
      const each = (balancedRows(shape) - shape.majorityRows) / minorities;
      return Math.floor(each / real) * ((real + generated) * minorities + majority);
    }
    default:
      return trial.arm satisfies never;
  }
}

export function addCosts(a: Cost, b: Cost): Cost {
  return combine(a, (value, key) => value + b[key]);
}

export function scaleCost(cost: Cost, factor: number): Cost {
  return combine(cost, (value) => value * factor);
}

function combine(cost: Cost, change: (value: number, key: keyof Cost) => number): Cost {
  return {
    vaeSteps: change(cost.vaeSteps, 'vaeSteps'),
    vaeWork: change(cost.vaeWork, 'vaeWork'),
    classifierSteps: change(cost.classifierSteps, 'classifierSteps'),
    classifierWork: change(cost.classifierWork, 'classifierWork'),
  };
}
